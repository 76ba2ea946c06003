// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.ShowSheet;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.work.SheetFollower.SheetView;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A tournament whose sheet has eight prepared rows, in an imitation of Google. */
final class SheetScene implements AutoCloseable, SheetPort {
    static final int ROWS = 8;

    final FakeSheets google = FakeSheets.builder().withoutQuota().start().token("t-1");
    final FakeSpreadsheet file = google.spreadsheet("Cup");
    final FakeTab tab = prepared("Players");
    final WorkScene scene;
    private final Sheets sheets;

    SheetScene(int places, int teamSize) {
        this(Database::inMemory, places, teamSize);
    }

    SheetScene(Supplier<Database> nodes, int places, int teamSize) {
        sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                .base(google.uri())
                .writePace(Duration.ZERO)
                .build();
        scene = new WorkScene(nodes.get(), this).cup(WorkScene.CUP, places, teamSize);
        follow(WorkScene.CUP, "Players");
        awaitCurrent();
    }

    FakeTab prepared(String title) {
        List<List<?>> rows = new ArrayList<>();
        rows.add(List.of("Discord", "Riot ID", "Registered", "Checked in", "Team", "Notes"));
        for (int row = 0; row < ROWS; row++) {
            rows.add(List.of("", "", false, false, "", "seat " + row));
        }
        return file.tab(title, rows).checkboxes("C2:D" + (ROWS + 1));
    }

    void follow(String tournament, String title) {
        scene.done(
                new ChangeSettings(tournament, null, null, null, null, null, null, null, null, file.id(), title, null));
    }

    @Override
    public Optional<SheetTable> table(Tournament tournament) {
        if (tournament.spreadsheet() == null || tournament.tab() == null) {
            return Optional.empty();
        }
        return Optional.of(sheets.spreadsheet(SpreadsheetId.parse(tournament.spreadsheet()))
                .table(tournament.tab())
                .roles(
                        ColumnRole.DISCORD,
                        ColumnRole.IGN,
                        ColumnRole.REGISTERED,
                        ColumnRole.CHECK_IN,
                        ColumnRole.TEAM));
    }

    SheetView view() {
        return scene.done(new ShowSheet(WorkScene.CUP)).data(SheetView.class);
    }

    void awaitCurrent() {
        WorkScene.await().untilAsserted(() -> {
            SheetView view = view();
            assertThat(view.current()).as(view.toString()).isTrue();
        });
    }

    /** Lets the sheet be read again. */
    void look() {
        scene.clock.advance(Duration.ofSeconds(15));
        WorkScene.await().until(() -> scene.clock.instant().equals(view().readAt()));
    }

    /** Returns the rows with a key: the key, the name, registered, checked in, the team. */
    Map<String, List<@Nullable Object>> rows() {
        Map<String, List<@Nullable Object>> rows = new HashMap<>();
        for (List<@Nullable Object> row : tab.rows().subList(1, tab.rows().size())) {
            if (!row.isEmpty() && row.get(0) != null && !"".equals(row.get(0))) {
                List<@Nullable Object> cells = new ArrayList<>(row.subList(1, Math.min(row.size(), 5)));
                while (cells.size() < 4) {
                    cells.add(null);
                }
                assertThat(rows.put(String.valueOf(row.get(0)), cells))
                        .as("twice in the sheet")
                        .isNull();
            }
        }
        return rows;
    }

    String place(String key) {
        List<List<@Nullable Object>> all = tab.rows();
        for (int row = 1; row < all.size(); row++) {
            if (!all.get(row).isEmpty() && key.equals(all.get(row).get(0))) {
                return Integer.toString(row + 1);
            }
        }
        throw new AssertionError(key + " is not in the sheet");
    }

    /** Whether the sheet has exactly the people with a place, each as the store has them. */
    void assertSame() {
        EntryList entries = scene.app
                .read(state -> state.entries(state.tournament(WorkScene.CUP)))
                .get();
        Map<String, String> names = new HashMap<>();
        scene.app
                .read(state -> {
                    state.people().values().forEach(person -> names.put(person.id(), person.name()));
                    return true;
                })
                .get();
        Map<String, List<@Nullable Object>> wanted = new HashMap<>();
        for (Entry entry : entries.registered()) {
            List<@Nullable Object> cells = new ArrayList<>();
            cells.add(entry.riotId());
            cells.add(true);
            cells.add(entry.checkedIn() != null);
            cells.add(entry.team());
            wanted.put(names.getOrDefault(entry.person(), "?"), cells);
        }
        assertThat(rows()).isEqualTo(wanted);
    }

    void awaitSame() {
        WorkScene.await().untilAsserted(this::assertSame);
        awaitCurrent();
        assertSame();
    }

    @Override
    public void close() {
        scene.close();
        sheets.close();
        google.close();
    }
}
