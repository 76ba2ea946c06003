// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import dev.bracketwire.store.Database;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests rows that another program, or a broken disk, has changed. SQLite keeps any value in any column. */
@SuppressWarnings("NullAway.Init") // the database is opened before each test
class StoreDamageTest {
    private Database db;
    private ImportStore store;

    @BeforeEach
    void open() {
        db = Database.inMemory();
        store = ImportStore.of(db);
        store.write(session -> {
                    session.matches()
                            .add(List.of(StoreContractBase.played(1)
                                    .edit()
                                    .source(StoreContractBase.source(5))
                                    .crew(List.of(StoreContractBase.member(2)))
                                    .absence(new MatchAbsence(1, StoreContractBase.NOON, StoreContractBase.NOON))
                                    .done()));
                    session.matches().log(List.of(StoreContractBase.entry(1, "a")));
                    session.people().add(List.of(StoreContractBase.person("a")));
                    session.people()
                            .addAliases(List.of(StoreContractBase.alias(1, PersonAlias.Kind.DISPLAY_NAME, "a")));
                    session.people().suggest(StoreContractBase.suggestion(Suggestion.Kind.CONFLICT, 1, 2));
                    ImportRun run = session.runs().begin(StoreContractBase.run());
                    session.runs().stage(run.number(), new byte[10_000]);
                    session.runs().save(TournamentFeed.of("examplecup"), true);
                    session.runs().setApplied(List.of("examplecup"), 3);
                    return true;
                })
                .get();
    }

    @AfterEach
    void close() {
        db.close();
    }

    private void damage(String table, String column, String value) {
        db.write(connection -> {
                    try (Statement statement = connection.createStatement()) {
                        return statement.executeUpdate("UPDATE " + db.table(table) + " SET " + column + " = " + value);
                    }
                })
                .get();
    }

    private void assertDamaged(ImportStore.Work<?> work, String row, String column) {
        assertThatThrownBy(() -> store.read(work).get())
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(StoreException.Reason.DAMAGED, StoreException::reason)
                .extracting(Throwable::getMessage, InstanceOfAssertFactories.STRING)
                .contains(row, column);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "state | 'SLEEPING'",
                "state | ''",
                "streams | '{'",
                "streams | '{}'",
                "streams | '[[1,2,3]]'",
                "streams | '[[\"en\",\"u\"]]'",
                "host_fields | '[\"LENGTH\"]'",
                "host_fields | '[5]'",
                "host_fields | 'null'",
                "approved | 2",
                "approved | 'yes'",
                "version | 'x'",
                "minutes | 99999999999",
                "race_at | 'noon'",
                "part | NULL",
                "roster_hash | NULL",
                "absent_since | NULL",
                "created_at | 1.5"
            })
    void match_damaged_namesRowAndColumn(String column, String value) {
        damage("sg_match", column, value);
        assertDamaged(session -> session.matches().find(1), "match 1", column);
        assertDamaged(session -> session.matches().list(ScheduleFilter.all()), "match 1", column);
    }

    @Test
    void match_damaged_cannotBeReplaced() {
        ScheduledMatch before =
                store.read(session -> session.matches().find(1).orElseThrow()).get();
        damage("sg_match", "version", "'x'");
        assertThatThrownBy(() -> store.write(session -> session.matches().replace(List.of(before)))
                        .get())
                .isInstanceOf(StoreException.class);
    }

    @ParameterizedTest
    @CsvSource({"sg_player,person_id,x", "sg_crew,role,COOK", "sg_crew,ready,7", "sg_crew,sign_up,y"})
    void personOfAMatch_damaged_namesTheMatch(String table, String column, String value) {
        damage(table, column, "'" + value + "'");
        assertDamaged(session -> session.matches().find(1), "match 1", column);
    }

    @Test
    void otherRows_damaged_nameRowAndColumn() {
        damage("sg_log", "at", "'x'");
        assertDamaged(session -> session.matches().logOf(1), "log entry 1", "at");
        damage("sg_person", "merged_into", "'x'");
        assertDamaged(session -> session.people().find(1), "person 1", "merged_into");
        damage("sg_alias", "kind", "'SHOE_SIZE'");
        assertDamaged(session -> session.people().aliasesOf(1), "person 1", "kind");
        damage("sg_suggestion", "reasons", "'x'");
        assertDamaged(session -> session.people().suggestions(true), "suggestion 1", "reasons");
        damage("sg_run", "counts", "'{\"create\":1.5}'");
        assertDamaged(session -> session.runs().find(1), "run 1", "counts");
        damage("sg_body", "body", "x'1f8b0800'");
        assertDamaged(session -> session.runs().body(1), "run 1", "body");
        damage("sg_applied", "run", "'x'");
        assertDamaged(session -> session.runs().applied("examplecup"), "examplecup", "run");
        damage("sg_tournament", "stream_delay", "-1");
        assertDamaged(session -> session.runs().enabled(), "tournament examplecup", "stream_delay");
    }

    @Test
    void tables_openedAgain_keepWhatTheyHave() {
        ImportStore again = ImportStore.of(db);
        Map<Long, MatchStore.Known> known =
                again.read(session -> session.matches().known(List.of(5L))).get();
        assertThat(known).containsOnlyKeys(5L);
    }

    @Test
    void connection_ofAWrite_isInItsTransaction() {
        int changed = store.write(session -> {
                    try (Statement statement = session.connection().createStatement()) {
                        return statement.executeUpdate("UPDATE " + db.table("sg_person") + " SET name = 'b'");
                    }
                })
                .get();
        assertThat(changed).isEqualTo(1);
    }

    @Test
    void connection_ofAStoreInMemory_isRefused() {
        assertThatThrownBy(() ->
                        ImportStore.inMemory().read(StoreSession::connection).get())
                .isInstanceOf(IllegalStateException.class);
    }
}
