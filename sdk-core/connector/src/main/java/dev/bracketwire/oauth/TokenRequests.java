// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.internal.http.IdentityDigest;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The requests for tokens on behalf of one user, or of the application itself. */
final class TokenRequests {
    final TokenEndpoint tokenEndpoint;
    final String principal;
    private final TokenStore store;
    private final @Nullable String name;
    private final @Nullable Secret refreshToken;
    private final boolean refreshedAgain;
    private final @Nullable Function<Instant, String> assertion;

    // What the server gave and the store did not take: there may be no other way to the next token.
    private volatile @Nullable Tokens owed;

    /** The grants of a user, or of the application if there is no name. */
    TokenRequests(
            OAuthBuilder options, TokenEndpoint tokenEndpoint, @Nullable String name, @Nullable Secret refreshToken) {
        this(options, tokenEndpoint, name, refreshToken, principal(options, name == null ? "" : "user", name), null);
    }

    private TokenRequests(
            OAuthBuilder options,
            TokenEndpoint tokenEndpoint,
            @Nullable String name,
            @Nullable Secret refreshToken,
            String principal,
            @Nullable Function<Instant, String> assertion) {
        this.store = options.store;
        this.tokenEndpoint = tokenEndpoint;
        this.name = name;
        this.refreshToken = refreshToken;
        this.refreshedAgain = options.reusableRefreshTokens;
        this.principal = principal;
        this.assertion = assertion;
    }

    /** The grants of an account that signs for itself. */
    static TokenRequests signed(
            OAuthBuilder options, TokenEndpoint tokenEndpoint, String account, Function<Instant, String> assertion) {
        return new TokenRequests(options, tokenEndpoint, null, null, principal(options, "account", account), assertion);
    }

    // Readable, and with a digest of all that makes it another principal: the server, the names' ends, what is allowed.
    private static String principal(OAuthBuilder options, String kind, @Nullable String name) {
        List<String> parts = new ArrayList<>(List.of(options.tokenEndpoint.toString(), options.clientId));
        parts.add(name == null ? "application" : kind + " " + name);
        parts.add(String.valueOf(options.scopes.size()));
        options.scopes.stream().sorted().forEach(parts::add);
        new TreeMap<>(options.parameters).forEach((key, value) -> parts.addAll(List.of(key, value)));
        return options.clientId + (name == null ? "" : "/" + name) + "#" + IdentityDigest.of(parts);
    }

    /** Gets a token: one that was kept in the place of the one that is held, else one the server gives now. */
    Call<Tokens> next(@Nullable Secret held) {
        Function<Instant, String> sign = assertion;
        if (sign != null) {
            return signed(sign);
        }
        if (name == null) {
            return tokenEndpoint
                    .ask(
                            tokenEndpoint.identified(tokenEndpoint.scoped(tokenEndpoint.grant("client_credentials"))),
                            true)
                    .map(TokenReply::tokens);
        }
        String user = name;
        Tokens given = owed;
        return given == null ? kept(user, held) : keep(user, given).then(tokens -> kept(user, held));
    }

    // A new assertion for each token; the same one may be sent twice, since the server gives another token for it.
    private Call<Tokens> signed(Function<Instant, String> sign) {
        TokenForm tokenForm = tokenEndpoint
                .proven(tokenEndpoint.scoped(tokenEndpoint.grant("urn:ietf:params:oauth:grant-type:jwt-bearer")))
                .assertion(sign.apply(tokenEndpoint.now()));
        return tokenEndpoint.ask(tokenForm, true).map(TokenReply::tokens);
    }

    private Call<Tokens> kept(String user, @Nullable Secret held) {
        return store.find(user).then(found -> {
            Tokens there = found.orElse(null);
            if (there != null && isNews(there, held) && isGood(there)) {
                return Call.done(there);
            }
            Secret token = there == null || there.refresh() == null ? refreshToken : there.refresh();
            return token == null
                    ? Call.failed(new AuthorizationException(
                            tokenEndpoint.where().operation(), Reason.ABSENT, "nothing is kept under this user's name"))
                    : refreshed(user, token);
        });
    }

    /** Gets what another has kept meanwhile, else fails with the refusal. */
    Call<Tokens> renewedElsewhere(@Nullable Secret held, UnauthorizedException refusal) {
        return name == null
                ? Call.failed(refusal)
                : store.find(name)
                        .then(found -> found.filter(there -> isNews(there, held) && isGood(there))
                                .map(Call::done)
                                .orElseGet(() -> Call.failed(refusal)));
    }

    private static boolean isNews(Tokens there, @Nullable Secret held) {
        return held == null || !held.reveal().equals(there.access().reveal());
    }

    private boolean isGood(Tokens there) {
        Instant expires = there.expires();
        boolean renewable = there.refresh() != null || refreshToken != null;
        return expires == null
                ? !renewable
                : expires.isAfter(tokenEndpoint.now().plusSeconds(60));
    }

    private Call<Tokens> refreshed(String user, Secret token) {
        TokenForm tokenForm = tokenEndpoint
                .identified(tokenEndpoint.scoped(tokenEndpoint.grant("refresh_token")))
                .secret("refresh_token", token.reveal());
        return tokenEndpoint.ask(tokenForm, refreshedAgain).then(reply -> {
            Tokens given = reply.tokens();
            return keep(user, given.refresh() == null ? withRefresh(given, token) : given);
        });
    }

    private static Tokens withRefresh(Tokens given, Secret refresh) {
        return new Tokens(given.access(), refresh, given.expires(), given.scopes());
    }

    private Call<Tokens> keep(String user, Tokens tokens) {
        owed = tokens;
        return store.keep(user, tokens).map(done -> {
            owed = null;
            return tokens;
        });
    }
}
