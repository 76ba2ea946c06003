// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.PersonalData.TableChange;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PersonalDataTest {
    private static final Migrations TABLES = Migrations.named("people").step("V1__people", """
                    CREATE TABLE ${players} (id bigint PRIMARY KEY, name text, email blob);
                    CREATE TABLE ${results} (id bigint PRIMARY KEY, player_id bigint, name text, score int);
                    CREATE TABLE ${chat} (id bigint PRIMARY KEY, author_id bigint REFERENCES ${players}, said text,
                        sent_at bigint)""", """
                    CREATE TABLE ${players} (id bigint PRIMARY KEY, name text, email bytea);
                    CREATE TABLE ${results} (id bigint PRIMARY KEY, player_id bigint, name text, score int);
                    CREATE TABLE ${chat} (id bigint PRIMARY KEY, author_id bigint REFERENCES ${players}, said text,
                        sent_at bigint, seen timestamptz, day timestamp)""");
    private static final KeyRing OLD = KeyRing.of("old", key(1));
    private static final KeyRing ROTATED = KeyRing.of("new", key(2)).and("old", key(1));
    private static final long DAY = Duration.ofDays(1).toMillis();

    @TempDir
    Path folder;

    private static Secret key(int fill) {
        byte[] bytes = new byte[32];
        Arrays.fill(bytes, (byte) fill);
        return Secret.of(Base64.getEncoder().encodeToString(bytes));
    }

    private Database filled(Place place) {
        Database db = place.open(Database.builder().migrations(TABLES), folder);
        long now = System.currentTimeMillis();
        SealedColumn email = email(db, OLD);
        for (int id : new int[] {1, 2}) {
            player(db, email, id);
            execute(db, "INSERT INTO ${results} VALUES (" + id + ", " + id + ", 'canary-name" + id + "', 7)");
            execute(
                    db,
                    "INSERT INTO ${chat} (id, author_id, said, sent_at) VALUES (" + id + ", " + id + ", 'old', "
                            + (now - 100 * DAY) + "), (" + (id + 10) + ", " + id + ", 'new', " + (now - 10 * DAY)
                            + ")");
        }
        return db;
    }

    private static void player(Database db, SealedColumn email, int id) {
        db.write(connection -> {
                    try (PreparedStatement insert = connection.prepareStatement(
                            "INSERT INTO " + db.table("players") + " (id, name, email) VALUES (?, ?, ?)")) {
                        insert.setLong(1, id);
                        insert.setString(2, "canary-name" + id);
                        insert.setBytes(3, email.seal(id, "canary" + id + "@example.org"));
                        return insert.executeUpdate();
                    }
                })
                .get();
    }

    private static SealedColumn email(Database db, KeyRing keys) {
        return SealedColumn.of(db, "players", "id", "email", keys);
    }

    private static PersonalData people(Database db) {
        return PersonalData.of(
                db,
                PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), "sent_at"),
                PersonalTable.of("results", "player_id").blanking("name"),
                PersonalTable.of("players", "id").sealed(email(db, OLD)));
    }

    private static String named(Database db, String sql) {
        return Stream.of("players", "results", "chat")
                .reduce(sql, (text, name) -> text.replace("${" + name + "}", db.table(name)));
    }

    private static void execute(Database db, String sql) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate(named(db, sql));
                    }
                })
                .get();
    }

    private static long count(Database db, String sql) {
        return db.read(connection -> {
                    try (Statement statement = connection.createStatement();
                            ResultSet row = statement.executeQuery("SELECT count(*) FROM " + named(db, sql))) {
                        row.next();
                        return row.getLong(1);
                    }
                })
                .get();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void export_unknownPerson_writesNothing(Place place) {
        try (Database db = filled(place)) {
            Path file = folder.resolve("nobody.json");
            assertThat(people(db).export(99, file).get().outcomes()).isEmpty();
            assertThat(file).doesNotExist();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void export_person_containsAllUnsealedRowsOfThatPersonOnly(Place place) throws Exception {
        try (Database db = filled(place)) {
            Path file = folder.resolve("one.json");
            Plan<TableChange> plan = people(db).planExport(1, file).get();
            assertThat(plan.toString()).contains("3 export").doesNotContain("canary");
            assertThat(file).doesNotExist();
            plan.apply().get().orThrow();
            assertThat(Files.readString(file))
                    .contains("canary1@example.org", "canary-name1", "\"score\" : 7", db.table("chat"))
                    .doesNotContain("canary2", "canary-name2");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void erase_person_leavesOthersAndWhatIsBlanked(Place place) {
        try (Database db = filled(place)) {
            Report<TableChange> report = people(db).erase(1).get();
            report.orThrow();
            assertThat(report.toString()).doesNotContain("canary");
            assertThat(count(db, "${players} WHERE id = 1")).isZero();
            assertThat(count(db, "${chat} WHERE author_id = 1")).isZero();
            assertThat(count(db, "${results} WHERE player_id = 1 AND name IS NULL AND score = 7"))
                    .isEqualTo(1);
            assertThat(count(db, "${players}")).isEqualTo(1);
            assertThat(count(db, "${results} WHERE name IS NOT NULL")).isEqualTo(1);
            assertThat(people(db).planErase(1).get().toString()).contains("0 changes");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void erase_aTableFails_keepsAll(Place place) {
        try (Database db = filled(place)) {
            PersonalData wrongOrder =
                    PersonalData.of(db, PersonalTable.of("results", "player_id"), PersonalTable.of("players", "id"));
            Report<TableChange> report = wrongOrder.erase(1).get();
            assertThat(report.outcomes().map(Outcome::status)).containsOnly(Outcome.Status.FAILED);
            assertThat(count(db, "${results} WHERE player_id = 1")).isEqualTo(1);
            assertThat(count(db, "${players} WHERE id = 1")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void expire_keptForLongEnough_isErasedOnce(Place place) {
        try (Database db = filled(place)) {
            Plan<TableChange> plan = people(db).planExpire().get();
            assertThat(plan.toString()).contains("1 change").contains(db.table("chat"));
            plan.apply().get().orThrow();
            assertThat(count(db, "${chat}")).isEqualTo(2);
            assertThat(count(db, "${chat} WHERE said = 'old'")).isZero();
            assertThat(people(db).expire().get().outcomes()).isEmpty();
        }
    }

    @Test
    void expire_timestampsOfPostgres_areReadAsUtc() {
        try (Database db = filled(Place.POSTGRES)) {
            execute(
                    db,
                    "UPDATE ${chat} SET seen = to_timestamp(sent_at / 1000),"
                            + " day = to_timestamp(sent_at / 1000) AT TIME ZONE 'UTC'");
            for (String column : new String[] {"seen", "day"}) {
                PersonalData by = PersonalData.of(
                        db, PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), column));
                assertThat(by.planExpire().get().toString()).contains("rows=2");
                PersonalData all = PersonalData.of(
                        db, PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(9), column));
                assertThat(all.planExpire().get().toString()).contains("rows=4");
            }
        }
    }

    @Test
    void expire_columnWithoutTimes_isReported() {
        try (Database db = filled(Place.MEMORY)) {
            PersonalData wrong =
                    PersonalData.of(db, PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(9), "said"));
            assertThatThrownBy(() -> wrong.expire().get())
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("bw_chat.said");
            assertThatThrownBy(() -> PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(-1), "said"))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PersonalTable.of("chat", "author_id").blanking())
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> PersonalTable.of("chat", "author_id").sealed(email(db, OLD)))
                    .hasMessageContaining("must be of the table chat");
            assertThatThrownBy(() -> PersonalData.of(db)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    private static @Nullable String opened(Database db, SealedColumn email, int id, int as) {
        return db.read(connection -> Optional.ofNullable(email.open(as, kept(db, connection, id))))
                .get()
                .orElse(null);
    }

    private static byte[] kept(Database db, Connection connection, int id) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows =
                        statement.executeQuery("SELECT email FROM " + db.table("players") + " WHERE id = " + id)) {
            rows.next();
            return rows.getBytes(1);
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sealed_keyRotated_isReadAndSealedUnderTheNewKey(Place place) {
        try (Database db = filled(place)) {
            SealedColumn email = email(db, ROTATED);
            String kept = db.read(connection -> new String(kept(db, connection, 1), StandardCharsets.ISO_8859_1))
                    .get();
            assertThat(kept).doesNotContain("canary");
            assertThat(opened(db, email, 1, 1)).isEqualTo("canary1@example.org");
            assertThat(email.reseal().get()).isEqualTo(2);
            assertThat(email.reseal().get()).isZero();
            SealedColumn newOnly = email(db, KeyRing.of("new", key(2)));
            assertThat(opened(db, newOnly, 1, 1)).isEqualTo("canary1@example.org");
            assertThatThrownBy(() -> opened(db, email(db, OLD), 1, 1))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED))
                    .hasMessageContaining(db.table("players") + ".email");
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void sealed_movedToAnotherRowOrNoSeal_doesNotOpen(Place place) {
        try (Database db = filled(place)) {
            SealedColumn email = email(db, OLD);
            assertThatThrownBy(() -> opened(db, email, 1, 2))
                    .isInstanceOfSatisfying(
                            StoreException.class, e -> assertThat(e.reason()).isEqualTo(Reason.DAMAGED));
            assertThat(email.seal(1, null)).isNull();
            assertThat(email.open(1, null)).isNull();
            assertThat(email).hasToString("SealedColumn(" + db.table("players") + ".email)");
            execute(db, "UPDATE ${players} SET email = NULL WHERE id = 2");
            db.write(connection -> {
                        try (PreparedStatement update = connection.prepareStatement(
                                "UPDATE " + db.table("players") + " SET email = ? WHERE id = 1")) {
                            update.setBytes(1, new byte[] {1, 2, 3});
                            return update.executeUpdate();
                        }
                    })
                    .get();
            assertThatThrownBy(() -> email.reseal().get()).isInstanceOf(StoreException.class);
        }
    }
}
