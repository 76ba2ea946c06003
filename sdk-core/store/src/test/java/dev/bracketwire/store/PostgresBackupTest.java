// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.Restore;
import dev.bracketwire.exchange.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Restores each type and each kind of column of PostgreSQL. */
class PostgresBackupTest {
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

    /** Keeps the rows beside, empties the table, restores it, and lets the server compare. */
    private void roundTrip(BackupTables in, String column) {
        in.run("CREATE TABLE $was AS SELECT * FROM $kept");
        Table kept = in.table("kept", "id");
        backUp(kept);
        in.run("UPDATE $kept SET v = NULL", "DELETE FROM $kept WHERE id > 1");
        restore(kept);
        assertThat(in.rows("SELECT k.id, w.id, k.v, w.v FROM $kept k FULL JOIN $was w ON k.id = w.id WHERE "
                        + column.replace("@", "k.v") + " IS DISTINCT FROM " + column.replace("@", "w.v")
                        + " OR num_nulls(k.v) <> num_nulls(w.v) OR k.id IS NULL OR w.id IS NULL"))
                .isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiterString = " :: ",
            quoteCharacter = '`',
            value = {
                "boolean :: true | false | NULL",
                "smallint :: -32768 | 32767 | NULL",
                "integer :: -2147483648 | 2147483647",
                "bigint :: -9223372036854775808 | 9223372036854775807 | NULL",
                "numeric :: 'NaN' | 'Infinity' | '-Infinity' | 1e-300 | 1e300 | 0.10 | -0.000 | 123456789012345678901234567890.12",
                "numeric(1000,900) :: 1e-900 | 1.50",
                "real :: 'NaN' | 'Infinity' | '-Infinity' | '-0' | 0.1 | 1e-45 | 3.4028235e38",
                "double precision :: 'NaN' | 'Infinity' | '-Infinity' | '-0' | 0.1 | 5e-324 | 1.7976931348623157e308 | 12345678",
                "money :: '12.34' | '-0.01' | '92233720368547758.07'",
                "text :: '' | ' ' | 'NULL' | E'a\\tb\\nc\\\\\"' | 'Zoë 🎲' | '=1+1' | '{\"x\":1}' | NULL",
                "varchar(5) :: '' | 'ab   ' | 'abcde'",
                "char(5) :: '' | 'ab' | 'abcde' | NULL",
                "bpchar :: '' | 'ab  '",
                "\"char\" :: 'a' | '' | '\\'",
                "name :: 'Ann' | ''",
                "bytea :: '' | '\\x00ff80' | decode(repeat('00', 100), 'hex') | NULL",
                "date :: 'infinity' | '-infinity' | '0044-03-15 BC' | '0001-01-01' | '2026-11-21' | '5874897-12-31' | NULL",
                "time :: '00:00' | '24:00' | '23:59:59.999999'",
                "timetz :: '12:00+05:30' | '12:00:00-11' | '24:00+00' | '01:02:03.000004-15:59:59'",
                "timestamp :: 'infinity' | '-infinity' | '0044-03-15 12:00 BC' | '4713-01-01 00:00 BC' | '294276-12-31'",
                "timestamptz :: 'infinity' | '-infinity' | '0044-03-15 12:00+01 BC' | '2026-11-21T18:30:00.123456+05:30' | NULL",
                "interval :: '1 year -2 mons 3 days -04:05:06.000007' | '-178000000 years' | '0'",
                "interval day to second :: '3 days 04:05:06'",
                "bit(1) :: B'1' | B'0' | NULL",
                "bit(9) :: B'101010101'",
                "varbit :: B'' | B'1' | B'10101'",
                "bit varying(4) :: B'' | B'101'",
                "xml :: '<a b=\"c\">x &lt; y</a>' | 'text and <b/>' | '<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><a/>' | NULL",
                "json :: '{\"b\":1, \"a\" : 1.0, \"a\":2}' | 'null' | '\"\\u00fc\"' | NULL",
                "jsonb :: '{\"b\":1,\"a\":1.0}' | 'null' | '1e400'",
                "jsonpath :: '$.a[*] ? (@ > 1)'",
                "uuid :: '00000000-0000-0000-0000-000000000000' | '123e4567-e89b-12d3-a456-426614174000' | NULL",
                "integer[] :: '{}' | '{1,NULL,3}' | '[2:3]={1,2}' | '{{1,2},{3,4}}' | NULL",
                "text[] :: '{}' | '{\"\",NULL,\"NULL\",\"a,b\",\"q\\\"uote\"}'",
                "timestamptz[] :: '{infinity,\"0044-03-15 12:00+00 BC\"}'",
                "char(3)[] :: '{a,abc}'",
                "bytea[] :: ARRAY['\\x00ff'::bytea, '']",
                "inet :: '192.168.0.1' | '192.168.0.1/24' | '::1/128' | 'fe80::1/10'",
                "cidr :: '10.0.0.0/8' | '::/0'",
                "macaddr :: '08:00:2b:01:02:03'",
                "macaddr8 :: '08:00:2b:01:02:03:04:05'",
                "int4range :: 'empty' | '[1,5)' | '(,)' | '[3,)' | NULL",
                "numrange :: '(1.10,NaN]'",
                "daterange :: '[0044-03-15 BC,infinity)'",
                "tstzrange :: '[2026-01-01 00:00+02,infinity]'",
                "int4multirange :: '{}' | '{[1,3),[5,7)}'",
                "point :: '(1.5,-0)' | '(Infinity,NaN)'",
                "line :: '{1,-1,0.1}'",
                "lseg :: '[(0,0),(1,1e300)]'",
                "box :: '(2,2),(0.1,0)'",
                "path :: '((0,0),(1,1))' | '[(0,0),(1,1)]'",
                "polygon :: '((0,0),(1,1),(1,0))'",
                "circle :: '<(0.1,0.2),3>'",
                "tsvector :: '''a b'':1A,2 c' | ''",
                "tsquery :: '''a b'' & !c:*A'",
                "oid :: 0 | 4294967295",
                "xid :: '4294967295'",
                "pg_lsn :: '16/B374D848'",
                "$mood :: 'sad' | 'very ''happy''' | '' | NULL",
                "$mood[] :: '{sad,\"very ''happy''\",\"\"}'",
                "$score :: 0 | 99 | NULL",
                "$short :: 'ab' | 'abc'",
                "$place :: ROW(NULL,NULL,NULL) | ROW('',0,'ab') | ROW('a\"b,(c)',-1,NULL) | NULL",
                "$place[] :: ARRAY[ROW('x',1,'a')::$place, NULL]",
            })
    void restore_valuesOfEachType_areEqual(String type, String values) {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TYPE $mood AS ENUM ('sad', 'very ''happy''', '')",
                    "CREATE DOMAIN $score AS integer CHECK (VALUE < 100)",
                    "CREATE DOMAIN $short AS char(3)",
                    "CREATE TYPE $place AS (city text, zip integer, code char(4))",
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v " + type + ")");
            int id = 1;
            for (String value : values.split(" \\| ", 0)) {
                in.run("INSERT INTO $kept VALUES (" + id++ + ", " + value + ")");
            }
            roundTrip(in, "format('%s', @)");
            assertThat(Backup.of(in.table("kept", "id")).prove(archive()).get().problems())
                    .isEmpty();
        }
    }

    @Test
    void restore_hstore_isEqual() {
        try (BackupTables in = BackupTables.postgres()) {
            assumeTrue(
                    !in.rows("SELECT 1 FROM pg_available_extensions WHERE name = 'hstore'")
                            .isEmpty(),
                    "hstore is not installed on this server");
            in.run(
                    "CREATE EXTENSION IF NOT EXISTS hstore",
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v hstore)",
                    "INSERT INTO $kept VALUES (1, 'a=>1, b=>NULL, \"c d\"=>\"\"'), (2, '')");
            roundTrip(in, "@::text");
        }
    }

    @Test
    void restore_identityAndSerialColumns_keepTheirValuesAndTheNextInsertWorks() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE SEQUENCE $own START 500",
                    "CREATE TABLE $kept (id bigserial PRIMARY KEY, a int GENERATED ALWAYS AS IDENTITY UNIQUE,"
                            + " d int GENERATED BY DEFAULT AS IDENTITY (INCREMENT -1) UNIQUE, s smallserial UNIQUE,"
                            + " o bigint UNIQUE DEFAULT nextval('$own'), code text UNIQUE DEFAULT 'P' || nextval('$own'))",
                    "INSERT INTO $kept DEFAULT VALUES",
                    "INSERT INTO $kept DEFAULT VALUES",
                    "INSERT INTO $kept DEFAULT VALUES",
                    "DELETE FROM $kept WHERE id = 3");
            String all = "SELECT * FROM $kept ORDER BY id";
            List<String> before = in.rows(all);
            Table kept = in.table("kept", "id");
            backUp(kept);
            // As in a database that was made anew.
            in.run(
                    "TRUNCATE $kept RESTART IDENTITY",
                    "ALTER SEQUENCE $own RESTART",
                    "SELECT setval('$kept_d_seq', -1, false)");
            restore(kept);
            assertThat(in.rows(all)).isEqualTo(before);
            in.run("INSERT INTO $kept DEFAULT VALUES");
            assertThat(in.rows("SELECT id, a, d, s FROM $kept ORDER BY id DESC LIMIT 1"))
                    .as("an id is not given twice, not even that of a row deleted before the backup")
                    .containsExactly("4|4|-4|4");
        }
    }

    @Test
    void restore_sequenceThatIsAhead_isNotMovedBack() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run("CREATE TABLE $kept (id serial PRIMARY KEY, v text)", "INSERT INTO $kept (v) VALUES ('a')");
            Table kept = in.table("kept", "id");
            backUp(kept);
            in.run("SELECT setval('$kept_id_seq', 70)");
            restore(kept);
            in.run("INSERT INTO $kept (v) VALUES ('b')");
            assertThat(in.rows("SELECT max(id) FROM $kept")).containsExactly("71");
        }
    }

    @Test
    void restore_generatedColumn_isComputedAgain() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v numeric, twice numeric GENERATED ALWAYS AS (v * 2) STORED)",
                    "INSERT INTO $kept (id, v) VALUES (1, 1.50), (2, NULL)");
            roundTrip(in, "@::text");
            assertThat(in.rows("SELECT twice FROM $kept ORDER BY id")).containsExactly("3.00", null + "");
        }
    }

    @Test
    void restore_partitionedAndInheritedTables_areKeptOnce() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TABLE $parts (id integer PRIMARY KEY, v text) PARTITION BY RANGE (id)",
                    "CREATE TABLE $low PARTITION OF $parts FOR VALUES FROM (0) TO (10)",
                    "CREATE TABLE $high PARTITION OF $parts FOR VALUES FROM (10) TO (20)",
                    "INSERT INTO $parts VALUES (1, 'a'), (11, 'b')",
                    "CREATE TABLE $base (id integer, v text)",
                    "CREATE TABLE $heir (more text) INHERITS ($base)",
                    "INSERT INTO $base VALUES (1, 'base')",
                    "INSERT INTO $heir VALUES (2, 'heir', 'x')");
            Table[] tables = {in.table("parts", "id"), in.table("base", "id")};
            backUp(tables);
            in.run("DELETE FROM $parts", "UPDATE ONLY $base SET v = 'gone'");
            restore(tables);
            assertThat(in.rows("SELECT tableoid::regclass::text ~ 'low', id FROM $parts ORDER BY id"))
                    .containsExactly("t|1", "f|11");
            assertThat(in.rows("SELECT id, v FROM $base ORDER BY id")).containsExactly("1|base", "2|heir");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"regclass", "regrole[]", "$holder", "$holder_domain", "aclitem", "pg_node_tree"})
    void backup_typeThatRefersToTheCatalogue_isRefusedByNameBeforeAnythingIsWritten(String type) {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TYPE $holder AS (what regtype)",
                    "CREATE DOMAIN $holder_domain AS $holder",
                    "CREATE TABLE $kept (id integer PRIMARY KEY, \"of what\" " + type + ")");
            assertThatThrownBy(() -> backUp(in.table("kept", "id")))
                    .isInstanceOf(ExchangeException.class)
                    .hasMessageContaining(in.db.table("kept") + ", column of what: ")
                    .hasMessageContaining(type.replace("$", ""))
                    .hasMessageContaining("keep its text in a column of type text instead");
            assertThat(folder.toFile().list()).isEmpty();
        }
    }

    @Test
    void backup_view_isRefused() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run("CREATE TABLE $kept (id integer PRIMARY KEY)", "CREATE VIEW $seen AS SELECT id FROM $kept");
            assertThatThrownBy(() -> backUp(in.table("seen", "id")))
                    .hasMessageContaining(in.db.table("seen") + " is no table whose rows can be replaced");
            assertThat(folder.toFile().list()).isEmpty();
        }
    }

    @Test
    void restore_sessionWithOtherSettings_isEqual() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY, v interval, m money, f float8)",
                    "INSERT INTO $kept VALUES (1, '-1 days +02:03:00', '12.34', 0.1::float8 + 0.2)");
            Table kept = in.table("kept", "id");
            String all = "SELECT v, m::numeric, f FROM $kept";
            List<String> before = in.rows(all);
            in.run(
                    "ALTER ROLE CURRENT_USER SET intervalstyle = 'sql_standard'",
                    "ALTER ROLE CURRENT_USER SET extra_float_digits = -5");
            try {
                backUp(kept);
                in.run("DELETE FROM $kept");
                restore(kept);
            } finally {
                in.run(
                        "ALTER ROLE CURRENT_USER RESET intervalstyle",
                        "ALTER ROLE CURRENT_USER RESET extra_float_digits");
            }
            assertThat(in.rows(all)).isEqualTo(before);
        }
    }

    @Test
    void restore_columnThatBecameNarrower_failsAndKeepsWhatWasThere() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run("CREATE TABLE $kept (id integer PRIMARY KEY, v numeric)", "INSERT INTO $kept VALUES (1, 1.005)");
            Table kept = in.table("kept", "id");
            backUp(kept);
            in.run("ALTER TABLE $kept ALTER v TYPE numeric(10,2)", "UPDATE $kept SET v = 7");
            assertThat(Restore.from(archive())
                            .restore(kept)
                            .get()
                            .problems()
                            .findFirst()
                            .orElseThrow()
                            .note())
                    .contains("nothing was restored", "id 1, column v", "another value");
            assertThat(in.rows("SELECT v FROM $kept")).containsExactly("7.00");
            assertThat(Restore.from(archive()).prove(kept).get().problems().toString())
                    .contains("id 1, column v: has another value");
        }
    }

    @Test
    void prove_referenceToARowThatIsNotInTheBackup_isAProblemAndNothingStays() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TABLE $players (id serial PRIMARY KEY, name text)",
                    "CREATE TABLE $results (id serial PRIMARY KEY, player int REFERENCES $players)",
                    "INSERT INTO $players (name) VALUES ('Ann'), ('Ben')",
                    "INSERT INTO $results (player) VALUES (1), (2)");
            Table players = in.table("players", "id");
            Table results = in.table("results", "id");
            Backup backup = Backup.of(results, players);
            backup.to(archive()).get();
            assertThat(backup.prove(archive()).get().holds()).isTrue();
            assertThat(in.rows("SELECT last_value FROM $players_id_seq")).containsExactly("2");
            assertThat(in.rows("SELECT nspname FROM pg_namespace WHERE nspname LIKE 'bw_proof%'"))
                    .isEmpty();
            backUp(results);
            in.run("DELETE FROM $results WHERE player = 2", "DELETE FROM $players WHERE id = 2");
            assertThat(Restore.from(archive()).prove(results).get().problems().toString())
                    .contains("1 rows break the foreign key results_player_fkey");
        }
    }

    @Test
    void rows_valuesThatJsonAndIso8601DoNotHave_areReadSoThatTheyCanBeWrittenAgain() {
        try (BackupTables in = BackupTables.postgres()) {
            in.run(
                    "CREATE TABLE $kept (id integer PRIMARY KEY, d date, t timestamp, z timestamptz, h time, o timetz, b bit(3),"
                            + " c bit(1), x xml, m money, i interval, l integer[], r int4range, f real)",
                    "INSERT INTO $kept VALUES (1, 'infinity', '0044-03-15 12:00 BC', '-infinity', '24:00', '12:00+05:30', B'101',"
                            + " B'1', '<a/>', '12.34', '1 day 02:00', '{1,NULL}', '[1,5)', 'NaN')",
                    "INSERT INTO $kept (id, d, t, z, h) VALUES (2, '2026-11-21', '2026-11-21 18:30', '2026-11-21 18:30+01', '18:30')");
            Table kept = in.table("kept", "id");
            List<String> before = in.rows("SELECT k::text FROM $kept k ORDER BY id");
            List<Map<String, Object>> rows = new ArrayList<>();
            in.db.read(connection -> {
                        Query.of("SELECT * FROM " + in.db.table("kept") + " ORDER BY id")
                                .rows(connection)
                                .forEach(rows::add);
                        return rows.size();
                    })
                    .get();
            assertThat(rows.get(0))
                    .containsEntry("d", "infinity")
                    .containsEntry("h", "24:00:00")
                    .containsEntry("o", "12:00:00+05:30")
                    .containsEntry("b", "101")
                    .containsEntry("x", "<a/>");
            assertThat(rows.get(1))
                    .containsEntry("d", "2026-11-21")
                    .containsEntry("t", "2026-11-21T18:30")
                    .containsEntry("z", "2026-11-21T17:30Z")
                    .containsEntry("h", "18:30");
            kept.replace(new ArrayList<>(rows)).get();
            assertThat(in.rows("SELECT k::text FROM $kept k ORDER BY id")).isEqualTo(before);
        }
    }
}
