// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Upstreams.UpstreamState;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Forget;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ShowConnectors;
import dev.bracketwire.examples.tournament.command.VerifyEntry;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.Entry.Verification;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Names of accounts over a real socket, and what people are told while Riot cannot be reached. */
class RiotOutageTest {
    private final FakeRiot fake = FakeRiot.builder().applicationLimit("1000:1").start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final KnownAccounts accounts = new KnownAccounts();
    private TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), Identities.of(riot, Game.TFT), 4, 1);

    @AfterEach
    void close() {
        scene.close();
        riot.close();
        fake.close();
    }

    private void inMemory() {
        scene.close();
        scene = TournamentScene.of(TestDatabase.SQLITE.open(), accounts, 4, 1);
    }

    @Test
    void accounts_overRiot_areVerifiedFollowedAndRefused() {
        FakePlayer ann = fake.player("Ann", "EUW", "EUW1");

        scene.did("Ann", new Register("cup", "ann#euw"));
        assertThat(scene.entry("Ann").riotId()).as("as Riot spells it").isEqualTo("Ann#EUW");
        scene.refused("Ben", Reason.INVALID, new Register("cup", "Nobody#EUW"));
        ann.rename("Annabel", "EUW");
        scene.did("Ann", new CheckIn("cup"));

        assertThat(scene.entry("Ann").riotId()).isEqualTo("Annabel#EUW");
        assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.VERIFIED);
    }

    @Test
    void outage_ofRiot_takesRegistrationsAndCheckInsUnverified() {
        fake.player("Ann", "EUW", "EUW1");
        scene.did("Ann", new Register("cup", "Ann#EUW"));
        fake.close();
        scene.clock.advance(Duration.ofMinutes(10));

        Answer registered = scene.did("Benedict", new Register("cup", "Benedict#EUW"));
        Answer checkedIn = scene.did("Ann", new CheckIn("cup"));

        assertThat(registered.text())
                .startsWith(
                        "Registered as Benedict#EUW: place 2 of 4. Riot cannot be reached, so the name is not verified");
        assertThat(scene.entry("Benedict").verification()).isEqualTo(Verification.UNVERIFIED);
        assertThat(checkedIn.text())
                .isEqualTo("Checked in as Ann#EUW. Riot cannot be reached; the name was verified 10 minutes ago, and is"
                        + " looked up again at 2026-12-05T12:12:00Z.");
        assertThat(scene.strings("SELECT problem FROM ${upstreams}"))
                .as("no name of a player")
                .noneSatisfy(problem -> assertThat(problem).containsIgnoringCase("Benedict"));
    }

    @Test
    void outage_thatEnds_isToldOrganisersOnceEach() {
        inMemory();
        scene.register("Ann");
        accounts.down(true);
        for (int i = 0; i < 3; i++) {
            scene.did("Ben", new Register("cup", "Ben#EUW"));
            scene.clock.advance(Duration.ofMinutes(3));
        }
        UpstreamState failing = upstream();
        accounts.down(false);
        for (int i = 0; i < 3; i++) {
            scene.did("Olga", new VerifyEntry("cup", scene.id("Ben")));
            scene.clock.advance(Duration.ofMinutes(3));
        }

        assertThat(failing.failingSince()).isEqualTo(TournamentScene.START);
        assertThat(failing.nextTry()).isEqualTo("2026-12-05T12:08:00Z");
        assertThat(upstream().failingSince()).isNull();
        assertThat(scene.entry("Ben").verification()).isEqualTo(Verification.VERIFIED);
        for (String staff : new String[] {"Olga", "Root"}) {
            assertThat(scene.messages(staff))
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("riot cannot be reached since 2026-12-05T12:00:00Z.");
            assertThat(scene.messages(staff)).last().isEqualTo("riot answers again.");
        }
        assertThat(scene.messages("Ann")).isEmpty();
    }

    private UpstreamState upstream() {
        return scene.did("Olga", new ShowConnectors())
                .data(ShowConnectors.Connectors.class)
                .upstreams()
                .get(0);
    }

    @Test
    void verify_duringAnOutage_keepsTheLastResult() {
        inMemory();
        scene.register("Ann");
        Entry before = scene.entry("Ann");
        accounts.down(true);
        scene.clock.advance(Duration.ofDays(3));
        scene.did("Ben", new Register("cup", "Ben#EUW"));

        Answer refused = scene.refused("Olga", Reason.UNAVAILABLE, new VerifyEntry("cup", scene.id("Ann")));
        Answer never = scene.refused("Olga", Reason.UNAVAILABLE, new VerifyEntry("cup", scene.id("Ben")));

        assertThat(refused.text())
                .isEqualTo("Riot cannot be reached. Ann#EUW was verified 3 days ago; the next try is at"
                        + " 2026-12-08T12:02:00Z.");
        assertThat(never.text()).contains("Ben#EUW was never verified");
        assertThat(scene.checkIn("Ben").text()).contains("the name was never verified");
        assertThat(scene.entry("Ann")).isEqualTo(before);
    }

    @Test
    void name_changedDuringAnOutageOrByAnUndo_isNotTakenBackAtCheckIn() {
        inMemory();
        scene.register("Anna", "Bert");
        accounts.down(true);
        scene.did("Anna", new Register("cup", "Zoe#EUW"));
        accounts.down(false);
        Answer renamed = scene.did("Bert", new Register("cup", "Xaver#EUW"));
        scene.undo("Olga", renamed);

        assertThat(scene.checkIn("Anna").text()).isEqualTo("Checked in as Zoe#EUW.");
        assertThat(scene.checkIn("Bert").text()).isEqualTo("Checked in as Bert#EUW.");

        assertThat(scene.entry("Anna").verification()).isEqualTo(Verification.VERIFIED);
    }

    @Test
    void verify_ofEachOutcome_keepsIt() {
        inMemory();
        accounts.down(true);
        scene.did("Ann", new Register("cup", "Ann#NONE"));
        scene.did("Ben", new Register("cup", "Cid#EUW"));
        scene.clock.advance(Duration.ofMinutes(3));
        accounts.down(false);
        scene.register("Cid");

        assertThat(scene.did("Olga", new VerifyEntry("cup", scene.id("Ann"))).text())
                .startsWith("Riot knows no account of this name.");
        scene.did("Olga", new VerifyEntry("cup", scene.id("Ben")));
        accounts.rename("Cid#EUW", "Cidney#EUW");
        assertThat(scene.did("Olga", new VerifyEntry("cup", scene.id("Cid"))).text())
                .isEqualTo("Cid#EUW is called Cidney#EUW now, and is verified.");
        scene.refused("Olga", Reason.NOT_FOUND, new VerifyEntry("cup", scene.id("Olga")));

        assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.UNKNOWN);
        assertThat(scene.entry("Ben").verification()).isEqualTo(Verification.CONFLICT);
        scene.refused("Ann", Reason.INVALID, new CheckIn("cup"));
        Answer.Planned plan = scene.planned("Root", new Forget(scene.id("Cid"), null));
        scene.did("Root", new Forget(scene.id("Cid"), plan.fingerprint()));
    }
}
