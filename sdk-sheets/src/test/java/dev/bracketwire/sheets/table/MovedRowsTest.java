// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.table.ClaimResult.Registered;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A second user moves rows or columns after the program has read and before its write arrives. */
@SuppressWarnings("NullAway") // the people are there
class MovedRowsTest {
    enum Edit {
        SORT_DOWN(tab -> tab.sort("A3:G10", 1, false)),
        SORT_UP(tab -> tab.sort("A3:G10", 1, true)),
        INSERT_ROW_ABOVE(tab -> tab.insertRow(3)),
        INSERT_ROW_AT_THE_TOP(tab -> tab.insertRow(1)),
        INSERT_COLUMN_A(tab -> tab.insertColumn(1)),
        INSERT_COLUMN_D(tab -> tab.insertColumn(4)),
        DELETE_PRONOUNS(tab -> tab.deleteColumn(2)),
        MOVE_IGN_TO_THE_LEFT(tab -> tab.moveColumn(3, 1)),
        MOVE_DISCORD_TO_THE_RIGHT(tab -> tab.moveColumn(1, 8)),
        DELETE_A_FREE_ROW(tab -> tab.deleteRow(10)),
        RENAME_NOTHING(tab -> {});

        @SuppressWarnings("ImmutableEnumChecker") // none of them holds anything
        final Consumer<FakeTab> edit;

        Edit(Consumer<FakeTab> edit) {
            this.edit = edit;
        }
    }

    private static TableScene scene() {
        return new TableScene(
                8,
                List.of(
                        List.of("cid", "he/him", "Cid#EUW", "c2", true, false, "Red"),
                        List.of("ann", "she/her", "Ann#EUW", "a2", true, true, "Red"),
                        List.of("dan", "", "Dan#EUW", "", true, false, "Blue"),
                        List.of("ben", "they/them", "Ben#EUW", "b2", false, false, "Blue")));
    }

    /** Reads the people by header, whatever the order of rows and columns. A checkbox that is not set counts as nothing. */
    static Map<String, Map<String, Object>> people(FakeTab tab) {
        List<List<@Nullable Object>> rows = tab.rows();
        int header = 0;
        while (header < rows.size() && !rows.get(header).contains("Discord Tag")) {
            header++;
        }
        assertThat(header).as("row of the header in " + rows).isLessThan(rows.size());
        List<@Nullable Object> names = rows.get(header);
        Map<String, Map<String, Object>> people = new TreeMap<>();
        for (int r = header + 1; r < rows.size(); r++) {
            Map<String, Object> person = new TreeMap<>();
            for (int c = 0; c < names.size(); c++) {
                Object value = c < rows.get(r).size() ? rows.get(r).get(c) : null;
                boolean unset = value == null || "".equals(value) || Boolean.FALSE.equals(value);
                if (names.get(c) != null && !unset) {
                    person.put(String.valueOf(names.get(c)), value);
                }
            }
            if (person.get("Discord Tag") instanceof String key) {
                assertThat(people.put(key, person)).as("rows of " + key).isNull();
            } else {
                assertThat(person.values()).as("a row without a key").isEmpty();
            }
        }
        return people;
    }

    @ParameterizedTest
    @EnumSource
    void change_whileRowsOrColumnsMove_reachesItsRecordAndNoOther(Edit edit) {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            if (edit == Edit.DELETE_PRONOUNS) {
                expected.values().forEach(person -> person.remove("Pronouns"));
            }
            expected.get("ann").remove("Check-in");
            expected.get("ann").put("Team", "Green");
            expected.get("ben").put("IGN", "Ben#NA1");
            scene.google.beforeNextWrite(() -> edit.edit.accept(scene.tab));
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("ann", "checkin", false)
                            .set("ann", "team", "Green")
                            .set("ben", "ign", "Ben#NA1"))
                    .get();
            assertThat(people(scene.tab)).isEqualTo(expected);
            assertThat(report.count(Outcome.Status.APPLIED))
                    .as(report.toString())
                    .isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void claim_whileRowsOrColumnsMove_overwritesNobody(Edit edit) {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            if (edit == Edit.DELETE_PRONOUNS) {
                expected.values().forEach(person -> person.remove("Pronouns"));
            }
            scene.google.beforeNextWrite(() -> edit.edit.accept(scene.tab));
            RegistrationList list = scene.players().registration(8);
            Call<ClaimResult> claim = list.claim(Map.of("discord", "abe", "ign", "Abe#EUW"));
            if (edit == Edit.DELETE_PRONOUNS) {
                assertThatThrownBy(claim::get)
                        .isInstanceOf(SheetException.class)
                        .hasMessageContaining("pronouns");
                assertThat(people(scene.tab)).isEqualTo(expected);
                return;
            }
            ClaimResult result = claim.get();
            Map<String, Map<String, Object>> found = people(scene.tab);
            Map<String, Object> abe = found.remove("abe");
            assertThat(found).isEqualTo(expected);
            assertThat(abe).isEqualTo(Map.of("Discord Tag", "abe", "IGN", "Abe#EUW", "Registered", true));
            assertThat(result).isInstanceOf(Registered.class);
        }
    }

    @ParameterizedTest
    @EnumSource
    void release_whileRowsOrColumnsMove_freesThatPersonAlone(Edit edit) {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            if (edit == Edit.DELETE_PRONOUNS) {
                expected.values().forEach(person -> person.remove("Pronouns"));
            }
            scene.google.beforeNextWrite(() -> edit.edit.accept(scene.tab));
            Call<Boolean> release = scene.players().registration(8).release("dan");
            if (edit == Edit.DELETE_PRONOUNS) {
                assertThatThrownBy(release::get)
                        .isInstanceOf(SheetException.class)
                        .hasMessageContaining("pronouns");
                assertThat(people(scene.tab)).isEqualTo(expected);
                return;
            }
            expected.remove("dan");
            assertThat(release.get()).isTrue();
            assertThat(people(scene.tab)).isEqualTo(expected);
        }
    }

    @Test
    void change_whileRowsAreSortedAgainAndAgain_endsInTheRightPlace() {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            expected.get("ann").put("IGN", "Ann#KR");
            List<Runnable> edits = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                boolean up = i % 2 == 0;
                edits.add(() -> scene.tab.sort("A3:G10", 1, up));
            }
            edits.forEach(scene.google::beforeNextWrite);
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("ann", "ign", "Ann#KR"))
                    .get();
            assertThat(people(scene.tab)).isEqualTo(expected);
            assertThat(report.complete()).as(report.toString()).isTrue();
        }
    }

    @Test
    void changeOfTheFirstRecord_whileARowIsInsertedAtTheTop_givesTheHeaderBack() {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            expected.get("cid").putAll(Map.of("IGN", "Cid#KR", "Team", "Green", "Check-in", true));
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(1));
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("cid", "ign", "Cid#KR")
                            .set("cid", "team", "Green")
                            .set("cid", "checkin", true))
                    .get();
            assertThat(people(scene.tab)).isEqualTo(expected);
            assertThat(report.complete()).as(report.toString()).isTrue();
        }
    }

    @Test
    void claimOfTheFirstRow_whileARowIsInsertedAtTheTop_givesTheHeaderBack() {
        try (TableScene scene = new TableScene(4, List.of())) {
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(1));
            ClaimResult result = scene.players()
                    .registration(4)
                    .claim(Map.of("discord", "abe", "ign", "Abe#EUW"))
                    .get();
            assertThat(people(scene.tab))
                    .isEqualTo(Map.of("abe", Map.of("Discord Tag", "abe", "IGN", "Abe#EUW", "Registered", true)));
            assertThat(result).isInstanceOf(Registered.class);
        }
    }

    @Test
    void claimOfTheFirstRow_whileARowIsInsertedAtTheTopOfAFilledTable_givesTheHeaderBack() {
        try (TableScene scene = scene()) {
            scene.tab.set("A3", "").set("C3", "");
            Map<String, Map<String, Object>> expected = people(
                    scene.tab.set("B3", "").set("D3", "").set("E3", false).set("G3", ""));
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(2));
            scene.players().registration(8).claim(Map.of("discord", "abe")).get();
            Map<String, Map<String, Object>> found = people(scene.tab);
            assertThat(found.remove("abe")).isNotNull();
            assertThat(found).isEqualTo(expected);
        }
    }

    /** Edits that come one by one, each just before a write: the second and third meet the write that gives cells back. */
    enum Edits {
        COLUMNS_COME_IN(tab -> tab.insertColumn(3), tab -> tab.insertColumn(6)),
        SORT_THEN_COLUMN_THEN_ROW(
                tab -> tab.sort("A3:P10", 1, false), tab -> tab.insertColumn(1), tab -> tab.insertRow(6)),
        COLUMN_MOVES_THEN_ROWS_COME_IN(tab -> tab.moveColumn(1, 8), tab -> tab.insertRow(6), tab -> tab.insertRow(5)),
        COLUMNS_MOVE_THEN_ROW(tab -> tab.moveColumn(2, 8), tab -> tab.moveColumn(4, 1), tab -> tab.addRow(List.of())),
        ROW_ABOVE_THE_HEADER_THEN_COLUMN(tab -> tab.insertRow(1), tab -> tab.insertColumn(2));

        @SuppressWarnings("ImmutableEnumChecker") // none of them holds anything
        final List<Consumer<FakeTab>> edits;

        @SafeVarargs
        @SuppressWarnings("varargs") // they are read alone
        Edits(Consumer<FakeTab>... edits) {
            this.edits = List.of(edits);
        }

        void before(TableScene scene) {
            edits.forEach(edit -> scene.google.beforeNextWrite(() -> edit.accept(scene.tab)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void claim_whileEditsFollowEachOther_overwritesNobody(Edits edits) {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            edits.before(scene);
            scene.players()
                    .registration(8)
                    .claim(Map.of("discord", "abe", "ign", "Abe#EUW"))
                    .get();
            expected.put("abe", new TreeMap<>(Map.of("Discord Tag", "abe", "IGN", "Abe#EUW", "Registered", true)));
            assertThat(people(scene.tab)).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @EnumSource
    void release_whileEditsFollowEachOther_freesThatPersonAlone(Edits edits) {
        for (String name : List.of("cid", "ann", "dan", "ben")) {
            try (TableScene scene = scene()) {
                Map<String, Map<String, Object>> expected = people(scene.tab);
                edits.before(scene);
                expected.remove(name);
                assertThat(scene.players().registration(8).release(name).get()).isTrue();
                assertThat(people(scene.tab)).as(name).isEqualTo(expected);
            }
        }
    }

    @Test
    void release_whosePlaceIsTakenByARowWithoutCheckboxes_givesTheFlagsBack() {
        try (TableScene scene = scene()) {
            Map<String, Map<String, Object>> expected = people(scene.tab);
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(1));
            scene.google.beforeNextWrite(() -> scene.tab.insertRow(1));
            scene.google.beforeNextWrite(() -> scene.tab.addRow(List.of()).sort("A5:P13", 1, false));
            expected.remove("dan");
            assertThat(scene.players().registration(8).release("dan").get()).isTrue();
            assertThat(people(scene.tab)).isEqualTo(expected);
        }
    }

    @Test
    void change_thatRowsMoveAwayFromEachTime_failsAndNamesWhatWasOverwritten() {
        try (TableScene scene = scene()) {
            for (int i = 0; i < 30; i++) {
                boolean up = i % 2 == 0;
                scene.google.beforeNextWrite(() -> scene.tab.sort("A3:G10", 1, up));
            }
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("ann", "ign", "Ann#KR"))
                    .get();
            assertThat(report.count(Outcome.Status.FAILED))
                    .as(report.toString())
                    .isEqualTo(1);
            String note = report.outcomes().findFirst().orElseThrow().note();
            assertThat(note).contains("C4 was overwritten and held", "C5 was overwritten and held");
        }
    }

    @Test
    void change_whoseCellCameToAFormula_givesTheValueBackAndNamesTheCell() {
        try (TableScene scene = scene()) {
            scene.tab.formula("F4", "=NOT(FALSE)", true);
            Map<String, Map<String, Object>> expected = people(scene.tab);
            expected.get("ann").put("Team", "Green");
            scene.google.beforeNextWrite(() -> scene.tab.insertColumn(1));
            Report<RowChange> report = scene.players()
                    .change(change -> change.set("ann", "team", "Green"))
                    .get();
            assertThat(report.complete()).as(report.toString()).isTrue();
            assertThat(report.outcomes().findFirst().orElseThrow().note())
                    .contains("G4 held a formula", "it showed \"TRUE\"");
            assertThat(people(scene.tab)).isEqualTo(expected);
        }
    }
}
