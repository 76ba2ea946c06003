// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.internal.cassette.SecretNames;
import dev.bracketwire.connector.internal.http.IdentityDigest;
import dev.bracketwire.connector.internal.http.QueryString;
import java.net.URI;
import java.net.URISyntaxException;
import java.security.KeyStore;
import java.security.KeyStoreException;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Makes the keys of kept replies: the connector's id, a digest of the principal, and the URL. The digest covers everything
 * that may tell two principals apart, so that a store shared by several connectors keeps them apart too. A key holds no
 * credential.
 */
final class CacheKeys {
    private static final SecretNames SECRETS = new SecretNames(Set.of(), Set.of());

    /** Fields that differ between requests for the same thing. */
    private static final Pattern INCIDENTAL = Pattern.compile(
            "traceparent|tracestate|(x-)?(trace|tracing|request|correlation)(-?id)?|x-cloud-trace-context"
                    + "|x-amzn-trace-id|baggage|(x-)?idempotency-?key|(x-)?b3|x-b3-.*|user-agent|cache-control|pragma");

    /** Fields that may say on whose behalf a request is. Accept-Encoding is here since replies are kept as they came. */
    private static final Pattern IDENTIFYING = Pattern.compile(
            ".*(auth|token|key|secret|passw|pwd|credential|cookie|session|jwt|signature|bearer|sid|user|tenant|account"
                    + "|subject|principal|identity|impersonat|behalf|act-?as|client-?id|customer|member|org|login"
                    + "|e?mail|owner|realm|workspace|team|guild|otp|x-access).*|sudo|dpop|(x-)?pat|from|accept-encoding");

    private final boolean http;
    private final String connector;
    private final String standing;

    /** Makes the keys of a connector under this policy. */
    CacheKeys(CachePolicy policy, ConnectorConfig config) {
        this.http = policy.isHttp();
        this.connector = config.id();
        List<String> parts = new ArrayList<>();
        config.headers().forEach((name, value) -> parts.addAll(List.of(lower(name), value)));
        parts.add("");
        config.transport().identity().ifPresent(identity -> parts.addAll(certificates(identity)));
        this.standing = IdentityDigest.of(parts);
    }

    String of(CallState callState) {
        return at(callState, callState.pipeline.url(callState.pipeline.upstreamUrls.first(), callState.request));
    }

    /** The key of what the upstream names in a reply; null if it is not below the connector's URL. */
    @Nullable
    String below(CallState callState, String location) {
        UpstreamUrl upstreamUrl = callState.upstreamUrl;
        try {
            URI target =
                    new URI(callState.url).resolve(new URI(location.strip())).normalize();
            String root = URI.create(upstreamUrl.prefix).getRawPath();
            String path = target.getRawPath();
            if (!RedirectFollower.sameOrigin(upstreamUrl.uri, target) || path == null || !path.startsWith(root + "/")) {
                return null;
            }
            String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
            return at(
                    callState, callState.pipeline.upstreamUrls.first().prefix + path.substring(root.length()) + query);
        } catch (URISyntaxException e) {
            return null; // names nothing that could be kept
        }
    }

    /** Returns the key of calls that may share one request: the cache key and all headers that callers set. */
    static String route(String key, CallState callState) {
        Headers headers = callState.request.headers();
        StringBuilder text = new StringBuilder(key).append('\n');
        headers.forEach((name, value) ->
                text.append(lower(name)).append(':').append(value).append('\n'));
        return text.toString();
    }

    private String at(CallState callState, String url) {
        List<String> parts = new ArrayList<>();
        parts.add(callState.pipeline.config.auth().principal());
        parts.add(standing);
        own(callState.request.headers()).forEach((name, value) -> parts.addAll(List.of(name, value)));
        return connector + ' ' + IdentityDigest.of(parts) + ' ' + ordered(url);
    }

    /**
     * The fields of a request that are part of the key, of several the last, which is the one that is sent. The upstream
     * names the others in Vary; where a time of our own replaces its word, all count that are not incidental.
     */
    private Map<String, String> own(Headers headers) {
        if (headers.isEmpty()) {
            return Map.of();
        }
        Map<String, String> own = new TreeMap<>();
        headers.forEach((name, value) -> own.put(lower(name), value));
        own.keySet()
                .removeIf(name -> INCIDENTAL.matcher(name).matches()
                        || (http && !IDENTIFYING.matcher(name).matches()));
        return own;
    }

    private static List<String> certificates(TransportOptions.Identity identity) {
        List<String> found = new ArrayList<>();
        KeyStore store = identity.keys();
        try {
            for (String alias : Collections.list(store.aliases())) {
                Certificate certificate = store.getCertificate(alias);
                if (certificate != null) {
                    found.add(Base64.getEncoder().encodeToString(certificate.getEncoded()));
                }
            }
        } catch (KeyStoreException | CertificateException e) {
            throw new IllegalStateException("the client certificate of the connector cannot be read", e);
        }
        Collections.sort(found);
        return found;
    }

    private static String ordered(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + concealed(QueryString.sorted(url.substring(query + 1)));
    }

    private static String concealed(String query) {
        return Stream.of(query.split("&", -1))
                .map(CacheKeys::concealedParameter)
                .collect(Collectors.joining("&"));
    }

    private static String concealedParameter(String parameter) {
        int equals = parameter.indexOf('=');
        String name = equals < 0 ? "" : parameter.substring(0, equals);
        return SECRETS.isSecretParameter(name)
                ? name + '=' + IdentityDigest.of(List.of(parameter.substring(equals + 1)))
                : parameter;
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
