// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Riot;
import java.net.URI;
import java.util.Objects;
import java.util.function.Function;

/**
 * Lets a player sign in with Riot (RSO), for applications that Riot has approved.
 *
 * <p>The state, PKCE and, with {@link dev.bracketwire.oauth.OAuthBuilder#openId}, the id token are checked by {@link OAuth},
 * and each sign-on is good for once. Who it is says Riot's {@code accounts/me}, asked with the player's own token, and nothing
 * that came with the browser.
 *
 * <pre>{@code
 * OAuth oauth = OAuth.builder(URI.create("https://auth.riotgames.com/token"), clientId)
 *         .clientSecret(Secret.env("RSO_SECRET"))
 *         .authorizeAt(URI.create("https://auth.riotgames.com/authorize"))
 *         .openId(URI.create("https://auth.riotgames.com/jwks.json"), "https://auth.riotgames.com")
 *         .build();
 * }</pre>
 *
 * <pre>{@code
 * RiotSignOn signOn = RiotSignOn.of(oauth, riot);
 * Authorization asked = signOn.begin(URI.create("https://cup.example.org/riot"));
 * // send the browser to asked.url(), keep asked in its session; then, with the URL it came back to:
 * RsoProof proof = signOn.finish("ann", asked, received).get();
 * }</pre>
 */
public final class RiotSignOn {
    private final OAuth oauth;
    private final Function<Auth, Call<Account>> me;

    private RiotSignOn(OAuth oauth, Function<Auth, Call<Account>> me) {
        this.oauth = oauth;
        this.me = me;
    }

    /** Uses a client of Riot's authorisation server, and asks Riot who has signed on. */
    public static RiotSignOn of(OAuth oauth, Riot riot) {
        return of(oauth, riot::account);
    }

    /**
     * Uses a client of Riot's authorisation server.
     *
     * @param me asks {@code accounts/me} with a player's token
     */
    public static RiotSignOn of(OAuth oauth, Function<Auth, Call<Account>> me) {
        return new RiotSignOn(Objects.requireNonNull(oauth, "oauth"), Objects.requireNonNull(me, "me"));
    }

    /** Begins to ask a player, who is sent to the URL that this gives. */
    public Authorization begin(URI redirect) {
        return oauth.authorization(redirect);
    }

    /**
     * Finishes: fails with an {@link dev.bracketwire.oauth.AuthorizationException} if the player said no, or if the redirect
     * does not belong to this sign-on.
     *
     * @param entrant who the player is to the application; the tokens are kept under this name
     */
    public Call<RsoProof> finish(String entrant, Authorization asked, URI received) {
        return oauth.finish(entrant, asked, received).then(me).map(account -> new RsoProof(account.puuid()));
    }
}
