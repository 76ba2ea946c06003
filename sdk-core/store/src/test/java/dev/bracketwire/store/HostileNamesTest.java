// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.ExchangeException;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.RowException;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import java.nio.charset.StandardCharsets;
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

/** Names of columns that come from outside: headers of CSV, keys of JSON, and changes made by hand. */
class HostileNamesTest {
    private static final String COLUMNS =
            "(id bigint PRIMARY KEY, name text, note text, admin bigint NOT NULL DEFAULT 0, secret text, \"order\" text,"
                    + " \"Clan Tag\" text, \"it's \"\"x\"\"; --\" text)";
    private static final Migrations MEMBERS = Migrations.named("members")
            .step("V1__members", "CREATE TABLE ${members} " + COLUMNS)
            .step(
                    "V2__rows",
                    "INSERT INTO ${members} (id, name, secret) VALUES (1, 'Ann', 'canary'), (2, 'Ben', 's2')");
    private static final String AS_IT_WAS = "[{id=1, name=Ann, note=null, admin=0, secret=canary, order=null, Clan"
            + " Tag=null, it's \"x\"; --=null}, {id=2, name=Ben, note=null, admin=0, secret=s2, order=null, Clan"
            + " Tag=null, it's \"x\"; --=null}]";

    /** Names that no column of the table has. */
    private static List<String> hostile() {
        return List.of(
                "admin = 1, note = (SELECT secret FROM bw_members LIMIT 1), name",
                "name\" = 'x', \"admin\" = 1, \"note",
                "name = 'x' WHERE id = 2; UPDATE bw_members SET admin = 1; --",
                "name\") VALUES (9, 'x'); DROP TABLE bw_members; --",
                "name' OR '1'='1",
                "`name`",
                "[name]",
                "name\0admin",
                "name\n, admin",
                "name -- ",
                "name /*",
                "\ud800",
                "n".repeat(1 << 20),
                " ",
                "name .",
                "Name",
                "NAME",
                "ADMIN",
                "select",
                "rowid",
                "ctid",
                "bw_members.name",
                "?",
                "${members}",
                "ｎａｍｅ");
    }

    @TempDir
    Path folder;

    private Database open(Place place) {
        return place.open(Database.builder().migrations(MEMBERS), folder);
    }

    private static String all(Database db) {
        return db.read(connection -> {
                    List<Map<String, @Nullable Object>> all = new ArrayList<>();
                    Query.of("SELECT * FROM " + db.table("members") + " ORDER BY id")
                            .rows(connection)
                            .forEach(all::add);
                    return all.toString();
                })
                .get();
    }

    private static void assertRefused(Database db, Sync sync) {
        assertThatThrownBy(() -> sync.plan().get())
                .isInstanceOfSatisfying(
                        RowException.class,
                        e -> assertThat(e.problem().rule())
                                .contains("no column of " + db.table("members"), "id, name, note"))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
        assertThat(all(db)).isEqualTo(AS_IT_WAS);
    }

    private static String quoted(String field) {
        return '"' + field.replace("\"", "\"\"") + '"';
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_headerThatNamesNoColumn_isAProblemOfThePlan_andWritesNothing(Place place) throws Exception {
        try (Database db = open(place)) {
            Path csv = folder.resolve("roster.csv");
            for (String name : hostile()) {
                // Not by writeString, which refuses a lone surrogate.
                Files.write(csv, ("id," + quoted(name) + "\n1,7\n2,\n3,8\n").getBytes(StandardCharsets.UTF_8));
                assertRefused(
                        db,
                        Sync.of(Table.file(csv, Format.csv()), db.rows("members", "id"))
                                .by("id"));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_keyOfJsonThatNamesNoColumn_isAProblemOfThePlan_andWritesNothing(Place place) {
        try (Database db = open(place)) {
            for (String name : hostile()) {
                for (int id : new int[] {1, 3}) {
                    Map<String, Object> row = Map.of("id", id, "name", "Ann", name, 7);
                    assertRefused(
                            db,
                            Sync.of(Table.of("feed", List.of(row)), db.rows("members", "id"))
                                    .by("id"));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void apply_changeThatNamesNoColumn_failsAloneAndWritesNothing(Place place) {
        try (Database db = open(place)) {
            for (String name : hostile()) {
                assertFailsAlone(db, name);
            }
        }
    }

    private static void assertFailsAlone(Database db, String name) {
        Table members = db.rows("members", "id");
        RowChange.Field field = new RowChange.Field(name, null, "7");
        List<RowChange> changes = List.of(
                new RowChange("m", RowChange.CHANGE, Map.of("id", "1"), List.of(field)),
                new RowChange(
                        "m", RowChange.ADD, Map.of("id", "3"), List.of(new RowChange.Field("id", null, 3), field)),
                new RowChange("m", RowChange.REMOVE, Map.of(name, "7"), List.of(field)),
                new RowChange(
                        "m",
                        RowChange.ADD,
                        Map.of("id", "4"),
                        List.of(new RowChange.Field("id", null, 4), new RowChange.Field("name", null, "Dee"))));
        assertThat(members.apply(changes).get().stream().map(Outcome::status))
                .containsExactly(
                        Outcome.Status.FAILED, Outcome.Status.FAILED, Outcome.Status.FAILED, Outcome.Status.APPLIED);
        assertThatThrownBy(() ->
                        members.replace(List.of(Map.of("id", 5, name, "7"))).get())
                .hasMessageContaining("has no column")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(1000));
        assertThat(all(db))
                .isEqualTo(AS_IT_WAS.replace(
                        "]",
                        ", {id=4, name=Dee, note=null, admin=0, secret=null, order=null, Clan Tag=null,"
                                + " it's \"x\"; --=null}]"));
        execute(db, "DELETE FROM " + db.table("members") + " WHERE id = 4");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_namesThatDifferInCase_onlyTheColumnsOwnIsWritten(Place place) throws Exception {
        try (Database db = open(place)) {
            Path json = folder.resolve("roster.json");
            Files.writeString(json, "[{\"id\":1,\"name\":\"Ann\",\"NAME\":\"Eve\"}]", StandardCharsets.UTF_8);
            assertRefused(
                    db,
                    Sync.of(Table.file(json, Format.json()), db.rows("members", "id"))
                            .by("id")
                            .withoutRemoving());
            Path csv = folder.resolve("roster.csv");
            Files.writeString(csv, "id,name,Name\n1,Ann,Eve\n");
            assertRefused(
                    db,
                    Sync.of(Table.file(csv, Format.csv()), db.rows("members", "id"))
                            .by("id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_emptyOrRepeatedName_writesNothing(Place place) throws Exception {
        try (Database db = open(place)) {
            Table members = db.rows("members", "id");
            for (String header : List.of("id,\n1,7\n", "id,name,name\n1,Eve,Eva\n", "id,\"\"\n1,7\n")) {
                Path csv = folder.resolve("roster.csv");
                Files.writeString(csv, header);
                assertThatThrownBy(() -> Sync.of(Table.file(csv, Format.csv()), members)
                                .by("id")
                                .plan()
                                .get())
                        .as(header)
                        .isInstanceOf(ExchangeException.class);
            }
            assertRefused(
                    db,
                    Sync.of(Table.of("feed", List.of(Map.of("id", 1, "", "7"))), members)
                            .by("id"));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_unknownColumnWithoutAValue_isAProblemToo_unlessItIsNotAskedFor(Place place) throws Exception {
        try (Database db = open(place)) {
            Path csv = folder.resolve("roster.csv");
            Files.writeString(csv, "id,name,rank\n1,Anna,\n2,Ben,\n");
            Sync sync = Sync.of(Table.file(csv, Format.csv()), db.rows("members", "id"))
                    .by("id");
            assertRefused(db, sync);
            Plan<RowChange> plan = sync.columns("name").plan().get();
            assertThat(plan.changes().map(RowChange::toString))
                    .containsExactly(db.table("members") + ", id 1: name \"Ann\" → \"Anna\"");
            plan.apply().get().orThrow();
            assertThat(all(db)).isEqualTo(AS_IT_WAS.replace("Ann", "Anna"));
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sync_columnsWithHostileNamesOfTheirOwn_areWrittenAsTheyAreCalled(Place place) throws Exception {
        try (Database db = open(place)) {
            Path csv = folder.resolve("roster.csv");
            Files.writeString(
                    csv,
                    "id,order,Clan Tag," + quoted("it's \"x\"; --") + "\n1,first,[A],'; DROP TABLE x\n2,,,\n3,,B,\n");
            Sync sync = Sync.of(Table.file(csv, Format.csv()), db.rows("members", "ID"))
                    .by("id");
            assertThat(sync.run().get().orThrow().size()).isEqualTo(2);
            assertThat(all(db))
                    .contains(
                            "{id=1, name=Ann, note=null, admin=0, secret=canary, order=first, Clan Tag=[A],"
                                    + " it's \"x\"; --='; DROP TABLE x}",
                            "{id=3, name=null, note=null, admin=0, secret=null, order=, Clan Tag=B");
            assertThat(sync.plan().get().isEmpty()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void upsertAndClaim_reservedWords_areNames_andOthersAreRefused(Place place) {
        try (Database db = open(place)) {
            db.migrate(Migrations.named("queue")
                            .step("V1__queue", "CREATE TABLE ${queue} (\"order\" bigint PRIMARY KEY, \"group\" text)"))
                    .get();
            Upsert upsert = Upsert.into(db.table("queue"), "order").set("group");
            db.write(connection -> upsert.run(
                            connection, List.of(Map.of("order", 1, "group", "a"), Map.of("order", 2, "group", "b"))))
                    .get();
            QueueClaim queueClaim = QueueClaim.from(db, "queue", "order")
                    .where("\"group\" = 'a'")
                    .set("\"group\" = 'taken'");
            assertThat(db.write(connection -> queueClaim.take(connection, 9, query -> {}, row -> row.getLong("order")))
                            .get())
                    .containsExactly(1L);
            for (String name : hostile()) {
                if (!List.of("Name", "NAME", "ADMIN", "select", "rowid", "ctid", "bw_members.name")
                                .contains(name)
                        && name.length() < 1000) {
                    assertThatThrownBy(() -> Upsert.into(db.table("queue"), name))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> QueueClaim.from(db, "queue", name))
                            .isInstanceOf(IllegalArgumentException.class);
                    assertThatThrownBy(() -> PersonalTable.of("queue", name))
                            .isInstanceOf(IllegalArgumentException.class);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void nameInTheProgramThatNoColumnHas_isAnErrorAndNotAText(Place place) {
        // SQLite reads a quoted name that no column has as a text, and would find no row of a person.
        try (Database db = open(place)) {
            PersonalData people = PersonalData.of(db, PersonalTable.of("members", "nmae"));
            assertThatThrownBy(() -> people.erase("Ann").get()).hasMessageContaining("nmae");
            QueueClaim queueClaim = QueueClaim.from(db, "members", "idd").set("note = 'taken'");
            assertThatThrownBy(() -> db.write(
                                    connection -> queueClaim.take(connection, 9, query -> {}, row -> row.getLong("id")))
                            .get())
                    .hasMessageContaining("idd");
            assertThatThrownBy(() -> db.rows("members", "idd").rows().get()).hasMessageContaining("no column idd");
            execute(db, "DELETE FROM " + db.table("members") + " WHERE id = 2");
            assertThat(all(db)).startsWith("[{id=1, name=Ann");
        }
    }

    private static void execute(Database db, String sql) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(sql);
                    }
                })
                .get();
    }
}
