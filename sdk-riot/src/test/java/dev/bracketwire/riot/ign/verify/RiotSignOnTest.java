// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.AuthorizationException;
import dev.bracketwire.oauth.OAuth;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RiotSignOnTest {
    private static final URI REDIRECT = URI.create("https://cup.example.org/riot");
    private static final Puuid ANN = new Puuid("a".repeat(78));

    private final FakeUpstream riot = FakeUpstream.start();
    private final OAuth oauth = OAuth.builder(URI.create(riot.uri() + "/token"), "client")
            .clientSecret(Secret.of("secret"))
            .authorizeAt(URI.create(riot.uri() + "/authorize"))
            .scope("openid")
            .build();
    private final RiotSignOn signOn = RiotSignOn.of(oauth, this::me);

    @AfterEach
    void close() {
        oauth.close();
        riot.close();
    }

    /** What Riot answers. */
    record Me(String puuid, String gameName, String tagLine) {}

    private Call<Account> me(Auth auth) {
        Connector api = Connector.create(
                ConnectorConfig.builder("riot", riot.uri()).auth(auth).build());
        return api.get("/riot/account/v1/accounts/me", Me.class)
                .map(me -> new Account(new Puuid(me.puuid), new RiotId(me.gameName, me.tagLine)));
    }

    @Test
    void finish_isWhoHasSignedIn_askedWithThePlayersOwnToken() {
        riot.on("POST", "/token").answers(Answer.json("{\"access_token\":\"players\",\"expires_in\":600}"));
        riot.on("GET", "/riot/account/v1/accounts/me")
                .answers(Answer.json("{\"puuid\":\"" + ANN.value() + "\",\"gameName\":\"Ann\",\"tagLine\":\"EUW\"}"));
        Authorization asked = signOn.begin(REDIRECT);
        RsoProof proof = signOn.finish("ann", asked, URI.create(REDIRECT + "?code=c&state=" + asked.state()))
                .get();
        assertThat(proof.puuid()).isEqualTo(ANN);
        assertThat(proof.kind()).isEqualTo("rso");
        assertThat(proof.check(ANN).get().result()).isEqualTo(Proven.Result.PASSED);
        assertThat(riot.received().get(1).header("Authorization")).contains("Bearer players");
    }

    @Test
    void finish_stateOfAnotherSignOn_isRefusedAndNothingIsSent() {
        Authorization asked = signOn.begin(REDIRECT);
        assertThatThrownBy(() -> signOn.finish("ann", asked, URI.create(REDIRECT + "?code=c&state=other"))
                        .get())
                .isInstanceOf(AuthorizationException.class);
        assertThat(riot.received()).isEmpty();
    }
}
