// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.ResetRegistration;
import dev.bracketwire.examples.tournament.command.ShowRoster;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.SqlSession;
import java.time.Duration;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

/** A tournament with 10,000 entries, of which 2,000 wait. */
class GrowthTest {
    private static final int ENTRIES = 10_000;
    private static final int PLACES = 8_000;

    @Test
    void commands_amongTenThousandEntries_areCarriedOut() {
        try (TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), PLACES, 1)) {
            fill(scene);

            timed("register", () -> scene.did("Anna", new Register("cup", "Anna#EUW")));
            timed("register 2", () -> scene.did("Bert", new Register("cup", "Bert#EUW")));
            timed("withdraw", () -> scene.did("Olga", new Withdraw("cup", "p-1")));
            timed("check-in", () -> scene.did("Olga", new CheckIn("cup", "p-2", false)));
            timed("refusal", () -> scene.as("Carl", new CheckIn("cup")));
            assertThat(timed("roster", () -> scene.did("Olga", new ShowRoster("cup")))
                            .data(ShowRoster.Roster.class)
                            .rows())
                    .hasSize(ENTRIES + 1);
            timed("public list", () -> scene.did("Anna", new ShowTournament("cup")));
            Answer.Planned more = (Answer.Planned) timed(
                    "plan of 1,000 more places", () -> scene.as("Olga", ChangeSettings.capacity("cup", 9_000, null)));
            assertThat(more.changes()).hasSize(200);
            assertThat(more.more()).isEqualTo(801);
            timed(
                    "1,000 more places",
                    () -> scene.did("Olga", ChangeSettings.capacity("cup", 9_000, more.fingerprint())));
            Answer.Planned plan = (Answer.Planned)
                    timed("plan of a reset", () -> scene.as("Olga", new ResetRegistration("cup", null)));
            Answer reset = timed("reset", () -> scene.did("Olga", new ResetRegistration("cup", plan.fingerprint())));
            assertThat(timed("undo of the reset", () -> scene.undo("Olga", reset))
                            .done())
                    .isTrue();

            assertThat(scene.entries().size()).isEqualTo(ENTRIES + 1);
        }
    }

    private static void fill(TournamentScene scene) {
        scene.db
                .write(connection -> {
                    SqlSession sql = new SqlSession(scene.db, connection);
                    for (int i = 1; i <= ENTRIES; i++) {
                        sql.update(
                                "INSERT INTO ${people} (id, name, discord) VALUES (?, ?, ?)",
                                "p-" + i,
                                "Player " + i,
                                "2" + i);
                        sql.update(
                                "INSERT INTO ${entries} (tournament, person, status, position, since, riot_id, verification)"
                                        + " VALUES ('cup', ?, ?, ?, 0, ?, 'UNVERIFIED')",
                                "p-" + i,
                                i <= PLACES ? "REGISTERED" : "WAITING",
                                i,
                                "Player " + i + "#EUW");
                    }
                    return true;
                })
                .get();
    }

    @SuppressWarnings("SystemOut")
    private static Answer timed(String what, Supplier<Answer> command) {
        long begin = System.nanoTime();
        Answer answer = command.get();
        Duration time = Duration.ofNanos(System.nanoTime() - begin);
        System.out.println("growth: " + what + " " + time.toMillis() + " ms");
        assertThat(time).as(what).isLessThan(Duration.ofMinutes(1));
        return answer;
    }
}
