// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.pipeline;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.internal.http.Query;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Knows under which keys replies are kept: who asks whom for what. */
final class CacheKeys {
    private final boolean http;

    /** Makes the keys of a policy; where the upstream may name URLs, they are made of the URLs that go out. */
    CacheKeys(boolean http) {
        this.http = http;
    }

    String of(Exchange exchange) {
        Engine engine = exchange.engine;
        if (http) {
            return who(exchange) + ordered(engine.url(engine.bases.first(), exchange.request));
        }
        String query = exchange.request.query();
        return engine.config.id()
                + ' '
                + engine.config.auth().principal()
                + ' '
                + engine.bases.first().prefix
                + exchange.request.path()
                + (query.isEmpty() ? "" : "?" + Query.sorted(query));
    }

    /** The key of what the upstream names in a reply; null if it is not below the connector's URL. */
    @Nullable
    String at(Exchange exchange, String location) {
        Base base = exchange.base;
        try {
            URI target =
                    new URI(exchange.url).resolve(new URI(location.strip())).normalize();
            String root = URI.create(base.prefix).getRawPath();
            String path = target.getRawPath();
            if (!Redirects.sameOrigin(base.uri, target) || path == null || !path.startsWith(root + "/")) {
                return null;
            }
            String query = target.getRawQuery() == null ? "" : "?" + target.getRawQuery();
            return who(exchange)
                    + ordered(exchange.engine.bases.first().prefix + path.substring(root.length()) + query);
        } catch (URISyntaxException e) {
            return null; // names nothing that could be kept
        }
    }

    /** What calls have in common that may share a flight: the key, and all headers that callers set. */
    static String route(String key, Exchange exchange) {
        Headers headers = exchange.request.headers();
        StringBuilder text = new StringBuilder(key).append('\n');
        headers.forEach((name, value) -> text.append(name.toLowerCase(Locale.ROOT))
                .append(':')
                .append(value)
                .append('\n'));
        return text.toString();
    }

    // Who sets a credential by hand is somebody else than whom the connector speaks for.
    private static String who(Exchange exchange) {
        String principal = exchange.engine.config.id()
                + ' '
                + exchange.engine.config.auth().principal();
        List<String> own = exchange.request.headers().all("Authorization");
        return principal + (own.isEmpty() ? " " : " " + digest(own.get(own.size() - 1)) + ' ');
    }

    private static String ordered(String url) {
        int query = url.indexOf('?');
        return query < 0 ? url : url.substring(0, query + 1) + Query.sorted(url.substring(query + 1));
    }

    private static String digest(String credential) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(credential.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
