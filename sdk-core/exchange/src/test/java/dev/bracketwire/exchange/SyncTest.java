// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class SyncTest {
    private static final String ROSTER = "id,name,score,updated\n7,Ann,12,2026-11-21\n007,Bob,3,2026-11-20\n9,Cid,,\n";

    @TempDir
    Path folder;

    private Path left;
    private Path right;

    @BeforeEach
    void files() {
        left = folder.resolve("roster.csv");
        right = folder.resolve("site.jsonl");
    }

    private Sync sync() {
        return Sync.of(Table.file(left, Format.csv()), Table.file(right, Format.jsonLines()))
                .by("id");
    }

    private static String json(String... lines) {
        return String.join("\n", lines).replace('\'', '"') + "\n";
    }

    private static List<String> changes(Plan<RowChange> plan) {
        return plan.changes().map(change -> change.kind() + " " + change).toList();
    }

    private static List<Outcome.Status> statuses(Report<RowChange> report) {
        return report.outcomes().map(Outcome::status).toList();
    }

    @Test
    void plan_namesWhatIsAddedChangedAndRemoved_andApplyDoesIt() throws IOException {
        Files.writeString(left, ROSTER);
        Files.writeString(
                right,
                json(
                        "{'id':5,'name':'Eve'}",
                        "{'id':'9','name':'Cid','lastLogin':'never'}",
                        "{'id':7,'name':'Ann','score':10,'updated':'2026-11-21','lastLogin':1.50}"));
        Plan<RowChange> plan = sync().plan().get();
        assertThat(changes(plan))
                .containsExactly(
                        "change site.jsonl, id 7: score 10 → \"12\"",
                        "add site.jsonl, id 007: name \"Bob\", score \"3\", updated \"2026-11-20\"",
                        "remove site.jsonl, id 5: name \"Eve\"");
        assertThat(plan.title()).isEqualTo("roster.csv into site.jsonl");
        plan.apply().get().orThrow();
        assertThat(right)
                .hasContent(json(
                        "{'id':'9','name':'Cid','lastLogin':'never'}",
                        "{'id':7,'name':'Ann','score':'12','updated':'2026-11-21','lastLogin':1.50}",
                        "{'id':'007','name':'Bob','score':'3','updated':'2026-11-20'}"));
        assertThat(sync().plan().get().isEmpty()).isTrue();
    }

    @Test
    void run_intoAFileThatIsNotThere_makesIt_andPlansNothingAfter_inAnyFormats() throws IOException {
        record Home(String city, @Nullable String street) {}
        record Player(String id, Home home, List<String> tags, double rate, Optional<Long> points, String note) {}
        List<Player> players = List.of(
                new Player("1", new Home("Graz", null), List.of("a", "b"), 1.5, Optional.of(7L), "=1+1"),
                new Player("2", new Home("Wien", "x"), List.of("a"), 10, Optional.empty(), "[no JSON"),
                new Player("1182736450918273645", new Home("", ""), List.of(), 0, Optional.empty(), "-"));
        for (Format format :
                List.of(Format.csv(), Format.json(), Format.jsonLines(), Format.xml("players", "player"))) {
            Files.deleteIfExists(right);
            Sync sync = Sync.of(Table.of("players", players), Table.file(right, format))
                    .by("id");
            assertThat(sync.run().get().orThrow().size()).isEqualTo(3);
            assertThat(changes(sync.plan().get())).as(Files.readString(right)).isEmpty();
        }
    }

    @Test
    void run_removingAll_leavesATable() throws IOException {
        Files.writeString(left, "id,name\n");
        for (Format format : List.of(Format.csv().delimiter(';'), Format.xml("players", "player"))) {
            format.write(right, List.of(Map.of("id", 1)));
            Sync sync = Sync.of(Table.file(left, Format.csv()), Table.file(right, format))
                    .by("id");
            sync.run().get().orThrow();
            assertThat(sync.plan().get().isEmpty()).isTrue();
        }
        Format csv = Format.csv();
        Files.writeString(right, "'=id,No.\n1,2\n");
        Sync.of(Table.of("none", List.of()), Table.file(right, csv))
                .by("=id")
                .run()
                .get()
                .orThrow();
        assertThat(right).hasContent("'=id,No.");
    }

    @Test
    void run_columnsTheFileHasNot_areAddedToItsHeader() throws IOException {
        Files.writeString(left, "id,name,score\n1,Ann,2\n2,Bob,3\n");
        Files.writeString(right, "name,id\nAnn,1\n");
        Sync sync = Sync.of(Table.file(left, Format.csv()), Table.file(right, Format.csv()))
                .by("id");
        sync.columns("name").run().get().orThrow();
        assertThat(right).hasContent("name,id\nAnn,1\nBob,2");
        sync.run().get().orThrow();
        assertThat(right).hasContent("name,id,score\nAnn,1,2\nBob,2,3");
    }

    @Test
    void apply_whatChangedMeanwhile_isStaleOrDone() throws IOException {
        Files.writeString(left, "id,a\n1,new\n2,new\n3,new\n5,new\n6,new\n9,same\n");
        Files.writeString(
                right,
                json(
                        "{'id':1,'a':'x'}",
                        "{'id':2,'a':'x'}",
                        "{'id':3,'a':'x'}",
                        "{'id':4}",
                        "{'id':7,'a':'x'}",
                        "{'id':8,'a':'x'}",
                        "{'id':9,'a':'same'}"));
        Plan<RowChange> plan = sync().plan().get();
        // 1 as it was, 2 done, 3 another, 5 added by another, 6 added the same, 4 as it was, 7 changed, 8 gone
        Files.writeString(
                right,
                json(
                        "{'id':1,'a':'x'}",
                        "{'id':2,'a':'new'}",
                        "{'id':3,'a':'y'}",
                        "{'id':4}",
                        "{'id':5,'a':'y'}",
                        "{'id':6,'a':'new'}",
                        "{'id':7,'a':'y'}"));
        Report<RowChange> report = plan.apply().get();
        assertThat(statuses(report))
                .containsExactly(
                        Outcome.Status.APPLIED,
                        Outcome.Status.UNCHANGED,
                        Outcome.Status.STALE,
                        Outcome.Status.STALE,
                        Outcome.Status.UNCHANGED,
                        Outcome.Status.APPLIED,
                        Outcome.Status.STALE,
                        Outcome.Status.UNCHANGED);
        assertThat(right)
                .hasContent(json(
                        "{'id':1,'a':'new'}",
                        "{'id':2,'a':'new'}",
                        "{'id':3,'a':'y'}",
                        "{'id':5,'a':'y'}",
                        "{'id':6,'a':'new'}",
                        "{'id':7,'a':'y'}"));
        Plan<RowChange> gone = sync().plan().get();
        Files.delete(right);
        assertThat(statuses(gone.apply().get())).contains(Outcome.Status.STALE);
    }

    @Test
    void apply_whereTheFileCannotBeRead_changesNothing() throws IOException {
        Files.writeString(left, ROSTER);
        Files.writeString(right, "{\"id\":7}\n");
        Plan<RowChange> plan = sync().plan().get();
        Files.writeString(right, "{\"id\":\n");
        assertThat(statuses(plan.apply().get())).containsOnly(Outcome.Status.FAILED);
        assertThat(right).hasContent("{\"id\":");
        assertThat(folder.toFile().list()).hasSize(2);
    }

    @Test
    void bothWays_eachGetsWhatItLacks_andDifferencesAreSettled() throws IOException {
        Files.writeString(left, ROSTER);
        Files.writeString(
                right,
                json(
                        "{'id':'007','name':'Rob','updated':'2026-11-22'}",
                        "{'id':'7','name':'Anne','updated':'2026-11-19'}",
                        "{'id':'5','name':'Eve'}"));
        Sync both = sync().bothWays(OnConflict.newest("updated"));
        Plan<RowChange> plan = both.plan().get();
        assertThat(changes(plan))
                .containsExactly(
                        "change site.jsonl, id 7: name \"Anne\" → \"Ann\", updated \"2026-11-19\" → \"2026-11-21\","
                                + " score null → \"12\"",
                        "change site.jsonl, id 007: score null → \"3\"",
                        "add site.jsonl, id 9: name \"Cid\", score \"\", updated \"\"",
                        "change roster.csv, id 007: name \"Bob\" → \"Rob\", updated \"2026-11-20\" → \"2026-11-22\"",
                        "add roster.csv, id 5: name \"Eve\"");
        plan.apply().get().orThrow();
        assertThat(left)
                .hasContent("id,name,score,updated\n7,Ann,12,2026-11-21\n007,Rob,3,2026-11-22\n9,Cid,,\n5,Eve,,");
        assertThat(changes(both.plan().get())).isEmpty();
    }

    @Test
    void onConflict_leftRightOrAsked_saysWhoIsRight() {
        List<Map<String, Object>> one = List.of(row("x", 1));
        List<Map<String, Object>> other = List.of(row("y", 2));
        Sync sync = Sync.of(Table.of("l", one), Table.of("r", other)).by("id");
        assertThat(changes(sync.plan().get())).containsExactly("change r, id 1: " + fields(sync, "y", "x", "2", "1"));
        assertThat(changes(sync.onConflict(OnConflict.right()).plan().get())).isEmpty();
        assertThat(changes(sync.bothWays(OnConflict.right()).plan().get())).hasSize(1);
        Plan<RowChange> asked = sync.bothWays((left, right) -> Map.of("a", right.get("a") + "!"))
                .plan()
                .get();
        assertThat(changes(asked))
                .containsExactly("change r, id 1: a \"y\" → \"y!\", b 2 → 1", "change l, id 1: a \"x\" → \"y!\"");
    }

    private static Map<String, Object> row(String a, int b) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("id", 1);
        row.put("a", a);
        row.put("b", b);
        return row;
    }

    private static String fields(Sync sync, String a, String toA, String b, String toB) {
        RowChange change = sync.plan().get().changes().findFirst().orElseThrow();
        assertThat(change.after()).containsEntry("a", toA).containsEntry("b", Long.valueOf(toB));
        assertThat(change.fields())
                .containsExactlyInAnyOrder(
                        new RowChange.Field("a", a, toA), new RowChange.Field("b", Long.valueOf(b), Long.valueOf(toB)));
        return change.toString().substring("r, id 1: ".length());
    }

    @Test
    void newest_comparesTimesAndNumbers() {
        OnConflict newest = OnConflict.newest("t");
        for (Object[] pair : new Object[][] {
            {"2026-11-21", "2026-11-22"},
            {"2026-11-21T10:00:00+02:00", "2026-11-21T09:00:00Z"},
            {"2026-11-21T09:00", "2026-11-21T10:00"},
            {9, 10L},
            {"", new BigDecimal("0.1")}
        }) {
            Map<String, @Nullable Object> older = Map.of("t", pair[0]);
            Map<String, @Nullable Object> newer = Map.of("t", pair[1]);
            assertThat(newest.settle(older, newer) == newer).isTrue();
            assertThat(newest.settle(newer, older) == newer).isTrue();
        }
        assertThatThrownBy(() -> newest.settle(Map.of("t", "soon"), Map.of("t", "later")))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("the column t");
    }

    @Test
    void plan_keyThatIsMissingOrThereTwice_isRefused() {
        Table none = Table.of("none", List.of());
        List<Map<String, String>> twice = List.of(Map.of("id", "1"), Map.of("id", "2"), Map.of("id", "1"));
        assertThatThrownBy(Sync.of(Table.of("twice", twice), none).by("id").plan()::get)
                .isInstanceOf(RowException.class)
                .hasMessage("twice, row 3, column id: \"1\" is also that of row 1, and rows are told apart by it");
        assertThatThrownBy(Sync.of(none, Table.of("x", List.of(Map.of("id", ""))))
                        .by("id")
                        .plan()::get)
                .hasMessage("x, row 1, column id: is missing, and rows are told apart by it");
        assertThatThrownBy(Sync.of(none, none)::plan)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("by(\"id\")");
    }

    @Test
    void plan_invalidRowInAFile_isNotRemoved() throws IOException {
        Files.writeString(left, "id,a\n1,2\n2\n");
        assertThatThrownBy(sync().plan()::get).isInstanceOf(RowException.class);
        Files.delete(left);
        assertThatThrownBy(sync().plan()::get).isInstanceOf(ExchangeException.class);
    }

    @Test
    void apply_toAPlatform_appliesEachChangeInACall() {
        List<String> sent = new ArrayList<>();
        Table chests = Table.of(
                "chests",
                Call.done(List.of(Map.of("league", "a", "id", 1, "name", "x"))),
                change -> Call.of(context -> {
                    sent.add(change.kind() + change.key() + change.after());
                    return Call.done(Outcome.applied(change)).start();
                }));
        Sync sync = Sync.of(Table.of("rows", List.of(Map.of("league", "a", "id", 2))), chests)
                .by("league", "id");
        assertThat(sync.run().get().complete()).isTrue();
        assertThat(sent).first().asString().startsWith("add{league=a, id=2}").contains("id=2");
        assertThat(sent).last().isEqualTo("remove{league=a, id=1}{}");
        assertThat(sync.withoutRemoving().plan().get().size()).isEqualTo(1);
        Report<RowChange> refused =
                Sync.of(chests, Table.of("pages", List.of())).by("id").run().get();
        assertThat(refused.complete()).isFalse();
        assertThat(refused.problems().findFirst().orElseThrow().note()).contains("pages is only read");
    }

    @Test
    void plan_fingerprint_isTheSameEachTime() throws IOException {
        Files.writeString(left, ROSTER);
        Plan<RowChange> plan = sync().plan().get();
        assertThat(sync().plan().get().fingerprint()).isEqualTo(plan.fingerprint());
        assertThat(plan.counts()).isEqualTo(Map.of("add", 3));
        assertThat(Stream.of(plan.toString().split("\n")).skip(1)).hasSize(3);
    }
}
