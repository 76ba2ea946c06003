// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.OAuth;
import java.net.URI;
import java.net.URISyntaxException;

/** Identifies people by their Discord accounts, through OAuth 2 with a code and PKCE. The token is not kept. */
final class DiscordAccounts implements AutoCloseable {
    private final TokenStore tokens = TokenStore.inMemory();
    private final URI base;
    private final URI redirect;
    private final OAuth oauth;

    DiscordAccounts(URI base, String clientId, Secret clientSecret, URI redirect) {
        this.base = base;
        this.redirect = redirect;
        this.oauth = OAuth.builder(base.resolve("/api/oauth2/token"), clientId)
                .clientSecret(clientSecret)
                .authorizeAt(base.resolve("/oauth2/authorize"))
                .scope("identify")
                .store(tokens)
                .build();
    }

    /** Begins a sign-in. */
    Authorization ask() {
        return oauth.authorization(redirect);
    }

    /** Returns the account of the person that came back with this query. */
    Account finish(String state, Secret verifier, String rawQuery) {
        String name = RandomSecrets.create();
        Authorization asked = oauth.authorization(redirect, state, verifier);
        try {
            Auth auth = oauth.finish(name, asked, cameBack(rawQuery)).get();
            try (Connector discord = Connector.create(
                    ConnectorConfig.builder("discord", base).auth(auth).build())) {
                JsonNode account = discord.get("/api/users/@me", JsonNode.class).get();
                String shown = account.path("global_name").asText("");
                return new Account(
                        account.path("id").asText(),
                        shown.isBlank() || shown.equals("null")
                                ? account.path("username").asText()
                                : shown);
            }
        } finally {
            tokens.forget(name).get();
        }
    }

    private URI cameBack(String rawQuery) {
        try {
            return new URI(redirect + "?" + rawQuery);
        } catch (URISyntaxException e) {
            // Without the cause: its text holds the code.
            throw new Refusal(Reason.FORBIDDEN, "This is no answer of Discord. Begin again.");
        }
    }

    @Override
    public void close() {
        oauth.close();
    }

    /**
     * An account.
     *
     * @param id the id, as text
     * @param name the name that people see
     */
    record Account(String id, String name) {}
}
