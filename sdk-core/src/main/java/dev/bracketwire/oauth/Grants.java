// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.FormBody;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The requests for tokens on behalf of one user, or of the application itself. */
final class Grants {
    final Connector server;
    final String principal;
    private final OAuthBuilder options;
    private final String name;
    private final @Nullable Secret refreshToken;

    Grants(OAuthBuilder options, Connector server, String name, @Nullable Secret refreshToken) {
        this.options = options;
        this.server = server;
        this.name = name;
        this.refreshToken = refreshToken;
        this.principal = options.clientId + (name.isEmpty() ? "" : "/" + name);
    }

    /** Encodes a client's id or secret for basic authentication, as RFC 6749, 2.3.1 wants it. */
    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    /** Gets a token: one that is kept and as good as new, else one the server gives now. */
    Call<Tokens> next(boolean acceptKept) {
        if (refreshToken == null) {
            return asked(form("client_credentials"), true);
        }
        Instant soon = server.config().dates().instant().plusSeconds(60);
        return options.store.find(name).then(kept -> {
            Tokens there = kept.orElse(null);
            if (acceptKept
                    && there != null
                    && there.expires() != null
                    && there.expires().isAfter(soon)) {
                return Call.done(there);
            }
            return refreshed(there == null || there.refresh() == null ? refreshToken : there.refresh());
        });
    }

    private Call<Tokens> refreshed(Secret token) {
        FormBody form = form("refresh_token").with("refresh_token", token.reveal());
        return asked(form, false).then(given -> {
            Tokens kept = given.refresh() == null ? new Tokens(given.access(), token, given.expires()) : given;
            return options.store.keep(name, kept).map(done -> kept);
        });
    }

    private FormBody form(String grant) {
        FormBody form = Body.form().with("grant_type", grant);
        if (!options.scopes.isEmpty()) {
            form = form.with("scope", String.join(" ", options.scopes));
        }
        if (options.clientSecret == null || options.secretInBody) {
            form = form.with("client_id", options.clientId);
        }
        if (options.clientSecret != null && options.secretInBody) {
            form = form.with("client_secret", options.clientSecret.reveal());
        }
        for (var parameter : options.parameters.entrySet()) {
            form = form.with(parameter.getKey(), parameter.getValue());
        }
        return form;
    }

    // A refresh token may be good for one use only, so that request is not repeated when its answer was lost.
    private Call<Tokens> asked(FormBody form, boolean repeatable) {
        Request request = Request.post(options.tokenEndpoint.getPath()).body(form);
        Instant asked = server.config().dates().instant();
        return server.send(repeatable ? request.idempotent() : request).map(reply -> tokens(reply, asked));
    }

    private Tokens tokens(Reply reply, Instant asked) {
        return TokenReply.read(where(reply), reply, asked);
    }

    private CallException.Where where(Reply reply) {
        URI endpoint = options.tokenEndpoint;
        return new CallException.Where(
                "oauth",
                "POST " + endpoint.getAuthority() + endpoint.getPath(),
                reply.status(),
                null,
                reply.attempts(),
                reply.isSuccess() || reply.status() >= 500);
    }
}
