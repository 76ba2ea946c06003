// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Imports a schedule that changes, by random sequences of edits, moves, removals, broken replies, database errors, and of old
 * plans and old replies that are applied late. All sequences of an engine share one store at the same time. Promised is that
 * no match is lost (lost) or stored twice (duplicates), that each has the fields of the newest schedule or of its host
 * (torn), that no person is doubled (persons), that a match is cancelled by evidence only (cancelled), and that each change is
 * told exactly with it (untold). After the faults an import goes on by itself (survivors).
 */
class ImportChaos {
    private static final int ROUNDS = 1000;
    private static final int THREADS = 3;

    @TempDir
    Path folder;

    @Test
    void faultSequences_onSqlite_endInTheNewestSchedule() throws Exception {
        ChaosRun.run(
                "speedgaming/faults-sqlite",
                ROUNDS,
                run -> play(run, JudgePlace.sqlite(folder.resolve("faults.db")), 2));
    }

    @Test
    void faultSequences_onPostgres_endInTheNewestSchedule() throws Exception {
        ChaosRun.run("speedgaming/faults-postgres", ROUNDS, run -> play(run, JudgePlace.postgres(), THREADS));
    }

    private static void play(ChaosRun run, JudgePlace place, int threads) throws Exception {
        try (Database db = place.open()) {
            ImportStore store = ImportStore.of(db);
            db.write(connection -> createTable(connection, db)).get();
            run.each(threads, (round, random) -> {
                try (FaultSequence sequence = new FaultSequence(run, place, db, store, round, random)) {
                    sequence.play();
                }
            });
            List<String> twice = JudgePlace.texts(
                    db,
                    "SELECT 'match ' || match_id || ' version ' || version || ' ' || kind FROM "
                            + db.table("judge_event") + " GROUP BY match_id, version, kind HAVING count(*) > 1");
            twice.forEach(each -> run.broken("untold", each + " was told twice"));
            run.count(
                    "events",
                    Long.parseLong(JudgePlace.texts(db, "SELECT count(*) FROM " + db.table("judge_event"))
                            .get(0)));
        }
    }

    private static int createTable(java.sql.Connection connection, Database db) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate("CREATE TABLE " + db.table("judge_event")
                    + " (match_id BIGINT NOT NULL, version BIGINT NOT NULL, kind VARCHAR(20) NOT NULL)");
        }
    }
}
