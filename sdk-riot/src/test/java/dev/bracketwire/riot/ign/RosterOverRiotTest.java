// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.MatchId;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.verify.CodeProof;
import dev.bracketwire.riot.ign.verify.IconChallenges;
import dev.bracketwire.riot.ign.verify.IconProof;
import dev.bracketwire.riot.ign.verify.MatchProof;
import dev.bracketwire.riot.ign.verify.Proven.Result;
import dev.bracketwire.riot.tft.TftMatch;
import dev.bracketwire.riot.tournament.TournamentSettings;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The roster and the proofs, with Riot's API under them. */
class RosterOverRiotTest {
    private final FakeRiot fake = FakeRiot.start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final FakePlayer ann = fake.player("Ann", "EUW", "EUW1").icon(7).rank("RANKED_TFT", "GOLD", "II", 45);
    private final Puuid puuid = new Puuid(ann.puuid());
    private Database db = Database.inMemory();

    @BeforeEach
    void open() {
        db.close();
        db = Database.inMemory();
    }

    @AfterEach
    void close() {
        db.close();
        riot.close();
        fake.close();
    }

    @Test
    void roster_ofPlayersWhoAreRenamed_followsThemByPuuid() {
        IgnRoster roster = IgnRoster.in(db, Identities.of(riot, Game.TFT))
                .rules(
                        NameRules.builder()
                                .platforms(Platform.EUW1)
                                .ranks(Rank.parse("Silver I"), Rank.parse("Diamond I"))
                                .build(),
                        account -> riot.platform(account.puuid(), Game.TFT)
                                .then(home -> riot.tft().ranks(home, account.puuid()))
                                .map(ranks -> ranks.stream()
                                        .flatMap(rank -> rank.asRank().stream())
                                        .findFirst()));

        RosterEntry entry =
                roster.assign("ann", RiotId.parse("ann #euw"), "desk").get().orThrow();
        assertThat(entry.name()).isEqualTo(RiotId.parse("Ann#EUW"));
        assertThat(entry.puuid()).isEqualTo(puuid);
        ann.rename("Annabel", "EUW");
        CheckIn there = roster.checkIn("ann", "ann").get();

        assertThat(there.names())
                .singleElement()
                .satisfies(checked -> assertThat(checked.found().name()).isEqualTo("NAME_CHANGED"))
                .satisfies(checked -> assertThat(checked.entry().name()).isEqualTo(RiotId.parse("Annabel#EUW")));
        fake.player("Low", "EUW", "EUW1").rank("RANKED_TFT", "IRON", "I", 1);
        assertThat(roster.assign("low", RiotId.parse("Low#EUW"), "desk").get().toString())
                .contains("Iron");
    }

    @Test
    void icon_thatIsSet_proves() {
        try (IconChallenges icons = IconChallenges.create(Identities.of(riot, Game.LOL))) {
            IconProof proof = icons.begin(puuid, Platform.EUW1).get().orThrow();
            ann.icon(proof.icon());

            assertThat(proof.check(puuid).get().result()).isEqualTo(Result.PASSED);
        }
    }

    @Test
    void match_thatIsPlayed_proves() {
        FakePlayer ben = fake.player("Ben", "EUW", "EUW1");
        MatchId id = MatchId.parse(fake.tftMatch(List.of(ann, ben)));
        TftMatch.Info played = riot.tft().match(id).get().info();
        Instant begun = played.date().minus(played.length());
        MatchProof proof = MatchProof.between(begun.minusSeconds(60), begun.plusSeconds(60), riot, Platform.EUW1);

        assertThat(proof.check(puuid).get().result()).isEqualTo(Result.PASSED);
        assertThat(proof.together(new Puuid(ben.puuid())).check(puuid).get().result())
                .isEqualTo(Result.PASSED);
        Puuid other = new Puuid(fake.player("Cid", "EUW", "EUW1").puuid());
        assertThat(proof.together(other).check(puuid).get().result()).isEqualTo(Result.EXPIRED);
        assertThat(MatchProof.between(begun.plusSeconds(1), begun.plusSeconds(60), riot, Platform.EUW1)
                        .check(puuid)
                        .get()
                        .result())
                .isEqualTo(Result.EXPIRED);
    }

    @Test
    void code_byWhichTheAccountJoined_proves() {
        int provider = riot.tournaments()
                .provider(Platform.EUW1, URI.create("https://cup.example.org/results"))
                .get();
        int tournament = riot.tournaments().tournament(provider, "Cup").get();
        String code = riot.tournaments()
                .codes(tournament, 1, TournamentSettings.of(5))
                .get()
                .get(0);
        CodeProof proof = CodeProof.of(riot, code);
        assertThat(proof.check(puuid).get().result()).isNotEqualTo(Result.PASSED);

        fake.join(code, ann);

        assertThat(proof.check(puuid).get().result()).isEqualTo(Result.PASSED);
    }

    @Test
    void account_ofWhoHasSignedOn_isAskedWithTheirToken() {
        assertThat(riot.account(Auth.bearer(Secret.of(ann.puuid()))).get().puuid())
                .isEqualTo(puuid);
    }
}
