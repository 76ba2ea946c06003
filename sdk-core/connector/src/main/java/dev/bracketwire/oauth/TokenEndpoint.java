// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** One URL of the server, as this client asks it. */
final class TokenEndpoint {
    final Connector connector;
    private final OAuthBuilder options;
    private final URI uri;

    TokenEndpoint(OAuthBuilder options, Connector connector, URI uri) {
        this.options = options;
        this.connector = connector;
        this.uri = uri;
    }

    /** Encodes a client's id or secret for basic authentication, as RFC 6749, 2.3.1 wants it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Begins a request for tokens. */
    TokenForm grant(String type) {
        return TokenForm.empty().with("grant_type", type);
    }

    /** What is asked for. */
    Set<String> scopes() {
        return Set.copyOf(options.scopes);
    }

    /** When the client's secret was changed, if it has one and that is known. */
    Optional<Instant> secretChanged() {
        return options.clientSecret == null ? Optional.empty() : options.clientSecret.changed();
    }

    /** Adds the scopes. */
    TokenForm scoped(TokenForm tokenForm) {
        return options.scopes.isEmpty() ? tokenForm : tokenForm.with("scope", String.join(" ", options.scopes));
    }

    /** Adds who asks, and the parameters of the server's own. */
    TokenForm identified(TokenForm begun) {
        TokenForm tokenForm = begun;
        Secret secret = options.clientSecret;
        if (secret == null || options.secretInBody) {
            tokenForm = tokenForm.with("client_id", options.clientId);
        }
        if (secret != null) {
            String value = secret.reveal();
            tokenForm = options.secretInBody ? tokenForm.secret("client_secret", value) : tokenForm.hiding(value);
        }
        return parameters(tokenForm);
    }

    /** Adds who asks, if this client has a secret to prove it, and the parameters of the server's own. */
    TokenForm proven(TokenForm begun) {
        return options.clientSecret == null ? parameters(begun) : identified(begun);
    }

    private TokenForm parameters(TokenForm begun) {
        TokenForm tokenForm = begun;
        for (var parameter : options.parameters.entrySet()) {
            tokenForm = tokenForm.with(parameter.getKey(), parameter.getValue());
        }
        return tokenForm;
    }

    /**
     * Sends a request.
     *
     * @param repeatable whether it may be sent twice; what is good for one use only is not, when its answer was lost
     */
    Call<TokenReply> ask(TokenForm tokenForm, boolean repeatable) {
        Request request = Request.post(uri.getPath()).body(tokenForm.body());
        Instant asked = now();
        return connector
                .send(repeatable ? request.idempotent() : request)
                .map(reply -> new TokenReply(where(reply), reply, tokenForm, asked, now()));
    }

    /** Asks for a code that a user types in elsewhere. */
    Call<DeviceGrant> device() {
        // Whatever is made here and not used expires by itself.
        return call(context -> CompletableFuture.completedFuture(identified(scoped(TokenForm.empty()))))
                .then(tokenForm -> ask(tokenForm, true))
                .map(reply -> DeviceGrant.read(reply, now()));
    }

    /** Makes a call that is measured by the clock of this client. */
    <T> Call<T> call(Call.Operation<T> operation) {
        return Call.of(connector.config().nanos(), operation);
    }

    /** Where a call fails that has not asked yet. */
    CallException.Where where() {
        return CallException.Where.of("oauth", operation());
    }

    private CallException.Where where(Reply reply) {
        return new CallException.Where(
                "oauth",
                operation(),
                reply.status(),
                null,
                reply.attempts(),
                reply.isSuccess() || reply.status() >= 500);
    }

    private String operation() {
        return "POST " + uri.getAuthority() + uri.getPath();
    }

    Instant now() {
        return connector.config().dates().instant();
    }

    long nanos() {
        return connector.config().nanos().getAsLong();
    }
}
