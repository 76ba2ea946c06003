// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Outcome;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.table.TableExamples.Player;
import dev.bracketwire.store.Database;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Runs the code of the guide against a sheet as it is described there. */
class TableExamplesTest {
    private static TableScene scene() {
        return new TableScene(8, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
    }

    @Test
    void tables_ofTheGuide_findTheirColumns() {
        try (TableScene scene = scene()) {
            TableExamples.layout(scene.cup);
            assertThat(TableExamples.hints(scene.cup).layout().get().roles())
                    .filteredOn(role -> role.source() == RoleMatch.Source.CONFIGURED)
                    .extracting(RoleMatch::role)
                    .contains("checkin");
            scene.tab.set("H2", "Seeding").set("H3", 1).set("H4", 2);
            SheetTable seeded = TableExamples.roles(scene.cup);
            seeded.refresh();
            assertThat(seeded.layout().get().column("seed").letters()).isEqualTo("H");
            TableExamples.table(scene.cup);
            assertThat(scene.tab.cell("F3")).isEqualTo(true);
            TableExamples.packageInfo(scene.cup);
            assertThat(scene.tab.cell("A5")).isEqualTo("cid");
        }
    }

    @Test
    void records_ofTheGuide_areTyped() {
        try (TableScene scene = scene()) {
            scene.tab.set("H2", "Seed").set("H3", 1).set("H4", 2);
            List<Player> both = List.of(new Player("ann", "Ann#EUW", false), new Player("ben", "Ben#EUW", false));
            assertThat(TableExamples.records(scene.players())).isEqualTo(both);
            assertThat(TableExamples.typed(scene.players())).isEqualTo(both);
            TableExamples.record(scene.players());
            scene.tab.set("F4", "maybe");
            SheetTable anew = scene.players();
            anew.refresh();
            assertThat(TableExamples.typed(anew)).isEqualTo(both.subList(0, 1));
        }
    }

    @Test
    void changes_ofTheGuide_areTakenBack() {
        try (TableScene scene = scene()) {
            List<?> before = scene.tab.rows();
            TableExamples.changes(scene.players()); // plans alone
            SheetTable players = scene.players();
            Report<RowChange> report = TableExamples.edit(players);
            assertThat(report.count(Outcome.Status.APPLIED)).isEqualTo(3);
            assertThat(scene.tab.cell("A5")).isEqualTo("cid");
            assertThat(scene.tab.cell("A4")).isNull();
            players.undo(report).get().orThrow();
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    void registration_ofTheGuide_isResetAndTakenBack() {
        try (TableScene scene = scene();
                Database db = Database.inMemory()) {
            assertThat(TableExamples.registration(scene.cup)).isEqualTo("You are in row 5");
            assertThat(scene.tab.cell("A4")).isNull();
            List<?> before = scene.tab.rows();
            TableExamples.nextCup(scene.cup, db);
            assertThat(scene.tab.rows()).isEqualTo(before);
        }
    }

    @Test
    @Timeout(60)
    void watch_ofTheGuide_reportsARowThatIsAdded() throws InterruptedException {
        PrintStream before = System.out;
        BlockingQueue<String> printed = new LinkedBlockingQueue<>();
        try (TableScene scene = scene()) {
            System.setOut(new PrintStream(before) {
                @Override
                public void println(@Nullable String line) {
                    printed.add(String.valueOf(line));
                }
            });
            TableWatch watch = TableExamples.watch(scene.players());
            while (scene.google.reads() == 0) {
                Thread.onSpinWait();
            }
            scene.tab.set("A5", "cid");
            String line = null;
            while (line == null) {
                scene.clock.advance(Duration.ofSeconds(30));
                line = printed.poll(200, TimeUnit.MILLISECONDS); // the read goes over a real socket
            }
            watch.close();
            assertThat(line).isEqualTo("cid has signed up");
        } finally {
            System.setOut(before);
        }
    }

    @Test
    void exchange_ofTheGuide_fillsTheTableOfTheDatabase() {
        try (TableScene scene = scene();
                Database db = Database.inMemory()) {
            db.write(connection -> connection
                            .createStatement()
                            .executeUpdate("CREATE TABLE " + db.table("players")
                                    + " (discord TEXT PRIMARY KEY, ign TEXT, team TEXT)"))
                    .get();
            assertThat(TableExamples.exchange(scene.cup, db).orThrow().count(Outcome.Status.APPLIED))
                    .isEqualTo(2);
            assertThat(TableExamples.exchange(scene.cup, db).count(Outcome.Status.APPLIED))
                    .isZero();
        }
    }
}
