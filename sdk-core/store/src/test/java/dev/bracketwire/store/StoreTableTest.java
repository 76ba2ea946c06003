// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.StoreException;
import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Restore;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class StoreTableTest {
    private static final Migrations PLAYERS = Migrations.named("players")
            .step(
                    "V1__players",
                    "CREATE TABLE ${players} (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, rating int, pic blob)",
                    "CREATE TABLE ${players} (id bigint PRIMARY KEY, name text NOT NULL UNIQUE, rating int, pic bytea)");

    @TempDir
    Path folder;

    private static void execute(Database db, String sql) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(sql.replace("${players}", db.table("players")));
                    }
                })
                .get();
    }

    private Database filled(Place place) {
        Database db = place.open(Database.builder().migrations(PLAYERS), folder);
        String bytes = db.engine() == DatabaseEngine.POSTGRESQL ? "'\\x00ff'::bytea" : "x'00ff'";
        execute(
                db,
                "INSERT INTO ${players} VALUES (1, 'Ann', 1500, " + bytes
                        + "), (2, 'Ben', NULL, NULL), (3, 'Cid', 9, NULL)");
        return db;
    }

    private static List<Map<String, @Nullable Object>> all(Database db) {
        return db.read(connection -> {
                    List<Map<String, @Nullable Object>> all = new ArrayList<>();
                    Query.of("SELECT id, name, rating FROM " + db.table("players") + " ORDER BY id")
                            .rows(connection)
                            .forEach(all::add);
                    return all;
                })
                .get();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_fileIntoTheStore_addsChangesRemoves_thenNothing(Place place) throws Exception {
        try (Database db = filled(place)) {
            Path roster = folder.resolve("roster.csv");
            Files.writeString(roster, "id,name,rating\n1,Ann,1600\n2,Ben,\n4,007,3\n");
            Table players = db.rows("players", "id");
            Sync sync = Sync.of(Table.file(roster, Format.csv()), players).by("id");
            Plan<RowChange> plan = sync.plan().get();
            assertThat(plan.toString()).contains("3 changes", "1 add", "1 change", "1 remove");
            plan.apply().get().orThrow();
            assertThat(all(db).toString())
                    .isEqualTo("[{id=1, name=Ann, rating=1600}, {id=2, name=Ben, rating=null}, {id=4, name=007,"
                            + " rating=3}]");
            assertThat(sync.plan().get().toString()).contains("0 changes");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void apply_rowChangedMeanwhile_isStaleAndOthersAreApplied(Place place) throws Exception {
        try (Database db = filled(place)) {
            Path roster = folder.resolve("roster.csv");
            Files.writeString(roster, "id,name,rating\n1,Ann,1600\n2,Ben,7\n4,Cid,3\n5,Eve,5\n");
            Plan<RowChange> plan = Sync.of(Table.file(roster, Format.csv()), db.rows("players", "id"))
                    .by("id")
                    .withoutRemoving()
                    .plan()
                    .get();
            execute(db, "UPDATE ${players} SET rating = 1 WHERE id = 1");
            Report<RowChange> report =
                    plan.onFailure(Plan.OnFailure.CONTINUE).apply().get();
            assertThat(report.outcomes().map(Outcome::status))
                    .containsExactlyInAnyOrder(
                            Outcome.Status.STALE,
                            Outcome.Status.APPLIED,
                            Outcome.Status.FAILED,
                            Outcome.Status.APPLIED);
            assertThat(all(db).toString())
                    .isEqualTo("[{id=1, name=Ann, rating=1}, {id=2, name=Ben, rating=7}, {id=3, name=Cid, rating=9},"
                            + " {id=5, name=Eve, rating=5}]");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void backup_restored_isWhatItWas(Place place) {
        try (Database db = filled(place)) {
            List<Map<String, @Nullable Object>> before = all(db);
            Path archive = folder.resolve("league.zip");
            Table players = db.rows("players", "id");
            Backup.of(players).to(archive).get();
            execute(db, "UPDATE ${players} SET name = 'x' || id, rating = 0, pic = NULL");
            execute(db, "DELETE FROM ${players} WHERE id = 2");
            Restore.from(archive).restore(players).get().orThrow();
            assertThat(all(db)).isEqualTo(before);
            List<Map<String, @Nullable Object>> pics = db.read(connection -> {
                        List<Map<String, @Nullable Object>> found = new ArrayList<>();
                        Query.of("SELECT pic FROM " + db.table("players") + " WHERE id = 1")
                                .rows(connection)
                                .forEach(found::add);
                        return found;
                    })
                    .get();
            assertThat(pics).containsExactly(Map.of("pic", "AP8="));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void replace_rowThatIsRefused_leavesWhatWasThere(Place place) {
        try (Database db = filled(place)) {
            List<Map<String, @Nullable Object>> before = all(db);
            Table players = db.rows("players", "id");
            assertThat(players).hasToString("Table(" + db.table("players") + ")");
            assertThatThrownBy(() -> players.replace(
                                    List.of(Map.of("id", 1, "name", "Ann"), Map.of("id", 2, "name", "Ann")))
                            .get())
                    .isInstanceOf(StoreException.class);
            assertThatThrownBy(() -> players.replace(List.of(Map.of("id", 1, "name", "Ann", "clan", "x")))
                            .get())
                    .hasMessageContaining("has no column clan");
            assertThat(all(db)).isEqualTo(before);
            Path archive = folder.resolve("league.zip");
            Backup.of(Table.of(players.name(), List.of(Map.of("id", 1, "name", "Ann"), Map.of("id", 2, "name", "Ann"))))
                    .to(archive)
                    .get();
            assertThat(Restore.from(archive).restore(players).get().outcomes().map(Outcome::status))
                    .containsExactly(Outcome.Status.FAILED);
            assertThat(all(db)).isEqualTo(before);
            assertThatThrownBy(() -> db.rows("players")).isInstanceOf(IllegalArgumentException.class);
        }
    }
}
