// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.Restore;
import dev.bracketwire.exchange.Table;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Restores tables as they refer to each other and act on each other, on every engine. */
class BackupRoundTripTest {
    @TempDir
    Path folder;

    private Path archive() {
        return folder.resolve("league.zip");
    }

    private void backUp(Table... tables) {
        Backup.of(tables).to(archive()).get();
    }

    private void restore(Table... tables) {
        Restore.from(archive()).restore(tables).get().orThrow();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_namesThatNeedQuotes_areRestored(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run(
                    "CREATE TABLE $\"Order \"\"Items\"\"\" (\"select\" integer PRIMARY KEY, \"Full Name\" text,"
                            + " \"a.b\" text, \"q\"\"uote\" text, \"group\" text, \"ünï\" text)",
                    "INSERT INTO $\"Order \"\"Items\"\"\" VALUES (1, 'Ann', 'b', 'c', 'd', 'e')",
                    "CREATE TABLE $\"user\" (id integer PRIMARY KEY)",
                    "INSERT INTO $\"user\" VALUES (5)");
            Table[] tables = {in.table("Order \"Items\"", "select"), in.table("user", "id")};
            backUp(tables);
            in.run("DELETE FROM $\"Order \"\"Items\"\"\"", "DELETE FROM $\"user\"");
            restore(tables);
            assertThat(in.rows("SELECT * FROM $\"Order \"\"Items\"\"\"")).containsExactly("1|Ann|b|c|d|e");
            assertThat(in.rows("SELECT * FROM $\"user\"")).containsExactly("5");
            assertThat(Backup.of(tables).prove(archive()).get().problems()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_tablesThatReferToEachOther_areRestoredInAnyOrder(Place place) {
        for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE RESTRICT")) {
            try (BackupTables in = BackupTables.open(place, folder.resolve(action.replace(' ', '_')))) {
                in.run(
                        "CREATE TABLE $players (id integer PRIMARY KEY, mentor integer REFERENCES $players " + action
                                + ")",
                        "CREATE TABLE $results (id integer PRIMARY KEY, player integer REFERENCES $players " + action
                                + ")",
                        "INSERT INTO $players VALUES (1, NULL), (2, 1), (3, 2)",
                        "UPDATE $players SET mentor = 3 WHERE id = 2",
                        "INSERT INTO $results VALUES (1, 3), (2, 1), (3, NULL)");
                Table players = in.table("players", "id");
                Table results = in.table("results", "id");
                for (Table[] order : new Table[][] {{players, results}, {results, players}}) {
                    backUp(order);
                    in.run("UPDATE $players SET mentor = 3", "UPDATE $results SET player = 1");
                    restore(order);
                    assertThat(in.rows("SELECT id, mentor FROM $players ORDER BY id"))
                            .as(action)
                            .containsExactly("1|null", "2|3", "3|2");
                    assertThat(in.rows("SELECT id, player FROM $results ORDER BY id"))
                            .as(action)
                            .containsExactly("1|3", "2|1", "3|null");
                    assertThat(Restore.from(archive()).prove(order).get().problems())
                            .isEmpty();
                }
                assertThatThrownBy(() -> in.run("INSERT INTO $results VALUES (9, 99)"))
                        .as("the foreign key still stands")
                        .isInstanceOf(RuntimeException.class);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_tableThatOthersReferTo_leavesTheirRows(Place place) {
        for (String action : List.of("", "ON DELETE CASCADE", "ON DELETE SET NULL", "ON DELETE RESTRICT")) {
            try (BackupTables in = BackupTables.open(place, folder.resolve(action.replace(' ', '_')))) {
                in.run(
                        "CREATE TABLE $players (id integer PRIMARY KEY, name text)",
                        "CREATE TABLE $results (id integer PRIMARY KEY, player integer REFERENCES $players " + action
                                + ")",
                        "CREATE TABLE $notes (id integer PRIMARY KEY, result integer REFERENCES $results " + action
                                + ")",
                        "INSERT INTO $players VALUES (1, 'Ann'), (2, 'Ben')",
                        "INSERT INTO $results VALUES (10, 1), (20, 2)",
                        "INSERT INTO $notes VALUES (100, 10)");
                Table players = in.table("players", "id");
                backUp(players);
                in.run("UPDATE $players SET name = 'x'");
                restore(players);
                assertThat(in.rows("SELECT name FROM $players ORDER BY id")).containsExactly("Ann", "Ben");
                assertThat(in.rows("SELECT id, player FROM $results ORDER BY id"))
                        .as(action)
                        .containsExactly("10|1", "20|2");
                assertThat(in.rows("SELECT id, result FROM $notes")).as(action).containsExactly("100|10");

                in.run("INSERT INTO $players VALUES (3, 'Cid')", "INSERT INTO $results VALUES (30, 3)");
                assertThat(Restore.from(archive()).restore(players).get().complete())
                        .as("player 3 is not in the backup, and result 30 refers to it")
                        .isFalse();
                assertThat(in.rows("SELECT id, player FROM $results ORDER BY id"))
                        .containsExactly("10|1", "20|2", "30|3");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_tableWithTriggers_doesNotRunThemAndKeepsThem(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            boolean postgres = in.db.engine() == DatabaseEngine.POSTGRESQL;
            in.run("CREATE TABLE $players (id integer PRIMARY KEY, name text)", "CREATE TABLE $trail (what text)");
            if (postgres) {
                in.run(
                        "CREATE FUNCTION $shout() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO $trail VALUES"
                                + " (TG_OP); IF TG_OP = ''DELETE'' THEN RETURN OLD; END IF; NEW.name := upper(NEW.name);"
                                + " RETURN NEW; END'",
                        "CREATE TRIGGER shout BEFORE INSERT OR DELETE ON $players FOR EACH ROW EXECUTE FUNCTION $shout()",
                        "CREATE TRIGGER \"Always \"\"so\" BEFORE INSERT ON $players FOR EACH ROW EXECUTE FUNCTION $shout()",
                        "ALTER TABLE $players ENABLE ALWAYS TRIGGER \"Always \"\"so\"",
                        "CREATE TRIGGER quiet BEFORE INSERT ON $players FOR EACH ROW EXECUTE FUNCTION $shout()",
                        "ALTER TABLE $players DISABLE TRIGGER quiet");
            } else {
                in.run(
                        "CREATE TRIGGER shout AFTER INSERT ON $players BEGIN UPDATE $players SET name = upper(new.name)"
                                + " WHERE id = new.id; INSERT INTO $trail VALUES ('INSERT'); END",
                        "CREATE TRIGGER \"Gone \"\"so\" AFTER DELETE ON $players BEGIN INSERT INTO $trail VALUES ('DELETE'); END");
            }
            in.run("INSERT INTO $players VALUES (1, 'x')", "UPDATE $players SET name = 'Ann'", "DELETE FROM $trail");
            Table players = in.table("players", "id");
            String triggers = postgres
                    ? "SELECT tgname, tgenabled FROM pg_trigger WHERE tgrelid = '$players'::regclass ORDER BY 1"
                    : "SELECT name, sql FROM sqlite_schema WHERE type = 'trigger' ORDER BY 1";
            List<String> before = in.rows(triggers);
            backUp(players);
            restore(players);
            assertThat(in.rows("SELECT name FROM $players")).containsExactly("Ann");
            assertThat(in.rows("SELECT what FROM $trail")).isEmpty();
            assertThat(in.rows(triggers)).isEqualTo(before).hasSize(postgres ? 3 : 2);
            in.run("INSERT INTO $players VALUES (2, 'ben')");
            assertThat(in.rows("SELECT name FROM $players WHERE id = 2")).containsExactly("BEN");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_oneOfTwoTablesIsRefused_leavesBothAsTheyWere(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run(
                    "CREATE TABLE $players (id integer PRIMARY KEY, name text)",
                    "CREATE TABLE $results (id integer PRIMARY KEY, score integer)",
                    "INSERT INTO $players VALUES (1, 'Ann')",
                    "INSERT INTO $results VALUES (1, -5)");
            Table[] tables = {in.table("players", "id"), in.table("results", "id")};
            backUp(tables);
            in.run(
                    "DROP TABLE $results",
                    "CREATE TABLE $results (id integer PRIMARY KEY, score integer CHECK (score > 0))",
                    "INSERT INTO $results VALUES (7, 7)",
                    "UPDATE $players SET name = 'Zoe'");
            assertThat(Restore.from(archive()).restore(tables).get().complete()).isFalse();
            assertThat(in.rows("SELECT id, name FROM $players")).containsExactly("1|Zoe");
            assertThat(in.rows("SELECT id, score FROM $results")).containsExactly("7|7");
            assertThat(Restore.from(archive()).prove(tables).get().problems().toString())
                    .contains(in.db.table("results"), "refused its rows");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void replace_rowsWithAGeneratedColumn_areTaken(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v integer, twice integer GENERATED ALWAYS AS (v * 2) STORED)",
                    "INSERT INTO $kept (id, v) VALUES (1, 5)");
            Table kept = in.table("kept", "id");
            Backup.of(Table.of(kept.name(), kept.rows())).to(archive()).get();
            in.run("UPDATE $kept SET v = 6");
            restore(kept);
            assertThat(in.rows("SELECT id, v, twice FROM $kept")).containsExactly("1|5|10");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"MEMORY", "FILE"})
    void restore_valuesOfEachStorageClassInAnyColumn_areEqual(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            String values = "(NULL), (1), (-9223372036854775808), (9223372036854775807), (1.0), (12345678.0), (1e10),"
                    + " (1e300), (5e-324), (0.1), (-0.0), (9e999), (-9e999), (''), ('007'), ('1.0'), ('AP8='), ('Zoë 🎲'),"
                    + " ('a' || char(0) || 'b'), (CAST(x'ff41' AS TEXT)), (x''), (x'00ff'), (CAST('text' AS BLOB)),"
                    + " ('{\"blob\":\"AP8=\"}')";
            List<String> types = List.of("", "blob", "text", "integer", "real", "numeric", "datetime", "ANY");
            for (String type : types) {
                in.run(
                        "DROP TABLE IF EXISTS $kept",
                        "CREATE TABLE $kept (id integer PRIMARY KEY AUTOINCREMENT, v " + type + ")",
                        "INSERT INTO $kept (v) VALUES " + values);
                String all = "SELECT id, typeof(v), quote(v), hex(v), v IS -0.0 AND 1 / v < 0 FROM $kept ORDER BY id";
                List<String> before = in.rows(all);
                assertThat(before).hasSize(24);
                Table kept = in.table("kept", "id");
                backUp(kept);
                in.run("UPDATE $kept SET v = 'x'", "DELETE FROM $kept WHERE id > 9");
                restore(kept);
                assertThat(in.rows(all)).as(type).isEqualTo(before);
                assertThat(Backup.of(kept).prove(archive()).get().problems()).isEmpty();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"MEMORY", "FILE"})
    void restore_autoincrementGeneratedAndRowlessTables_areEqual(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY AUTOINCREMENT, v text, a text AS (v || '!') STORED, b AS (id + 1))",
                    "INSERT INTO $kept (v) VALUES ('x'), ('y')",
                    "DELETE FROM $kept WHERE id = 2",
                    "CREATE TABLE $pairs (a text, b integer, PRIMARY KEY (a, b)) WITHOUT ROWID, STRICT",
                    "INSERT INTO $pairs VALUES ('x', 1)");
            Table[] tables = {in.table("kept", "id"), in.table("pairs", "a", "b")};
            backUp(tables);
            in.run("DELETE FROM $kept", "DELETE FROM sqlite_sequence", "DELETE FROM $pairs");
            restore(tables);
            in.run("INSERT INTO $kept (v) VALUES ('z')");
            assertThat(in.rows("SELECT id, v, a, b FROM $kept ORDER BY id"))
                    .as("the id of a row that was deleted before the backup is not given again")
                    .containsExactly("1|x|x!|2", "3|z|z!|4");
            assertThat(in.rows("SELECT a, b FROM $pairs")).containsExactly("x|1");
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"MEMORY", "FILE"})
    void backup_viewOrVirtualTable_isRefusedByName(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY)",
                    "CREATE VIEW $seen AS SELECT id FROM $kept",
                    "CREATE VIRTUAL TABLE $words USING fts5(word)");
            for (String name : List.of("seen", "words")) {
                assertThatThrownBy(() -> backUp(in.table(name, name.equals("seen") ? "id" : "word")))
                        .isInstanceOf(ExchangeException.class)
                        .hasMessageContaining(in.db.table(name) + " is a ")
                        .hasMessageContaining("back up the tables it reads");
            }
            assertThat(archive()).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Place.class,
            names = {"MEMORY", "FILE"})
    void restore_columnThatTakesAnotherType_failsAndKeepsWhatWasThere(Place place) {
        try (BackupTables in = BackupTables.open(place, folder)) {
            in.run("CREATE TABLE $kept (id integer PRIMARY KEY, v text)", "INSERT INTO $kept VALUES (1, '007')");
            Table kept = in.table("kept", "id");
            backUp(kept);
            in.run(
                    "DROP TABLE $kept",
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v integer)",
                    "INSERT INTO $kept VALUES (1, 5)");
            assertThat(Restore.from(archive())
                            .restore(kept)
                            .get()
                            .problems()
                            .findFirst()
                            .orElseThrow()
                            .note())
                    .contains("nothing was restored", "id 1, column v", "another value");
            assertThat(in.rows("SELECT v FROM $kept")).containsExactly("5");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void restore_rowsOfAnotherEngine_areRefused(Place place) {
        Place other = place == Place.POSTGRES ? Place.MEMORY : Place.POSTGRES;
        try (BackupTables in = BackupTables.open(place, folder);
                BackupTables elsewhere = BackupTables.open(other, folder)) {
            in.run("CREATE TABLE $kept (id integer PRIMARY KEY)");
            elsewhere.run("CREATE TABLE $kept (id integer PRIMARY KEY)");
            backUp(in.table("kept", "id"));
            Table there = elsewhere.table("kept", "id");
            Table renamed = new dev.bracketwire.exchange.internal.ExactTable() {
                @Override
                public String name() {
                    return in.db.table("kept");
                }

                @Override
                public dev.bracketwire.Call<? extends Iterable<?>> rows() {
                    return there.rows();
                }

                @Override
                public Group group() {
                    return ((dev.bracketwire.exchange.internal.ExactTable) there).group();
                }
            };
            assertThatThrownBy(() -> Restore.from(archive()).into(renamed).get())
                    .hasMessageContaining("are those of " + in.db.engine().id())
                    .hasMessageContaining("Transfer");
        }
    }
}
