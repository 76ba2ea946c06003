// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Secret;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.SheetsBuilder;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Plays Google with one registration sheet as organisers keep it: a banner, the header in row 2, prepared rows. */
final class TableScene implements AutoCloseable {
    /** Stands still, so that what was read a moment ago stays fresh on a busy machine. */
    final ManualClock clock = ManualClock.create();

    private final boolean still;
    final FakeSheets google;
    final FakeSpreadsheet file;
    final FakeTab tab;
    final Sheets sheets;
    final Spreadsheet cup;

    TableScene(int preparedRows, List<? extends List<? extends @Nullable Object>> players) {
        this(preparedRows, players, true, Duration.ZERO);
    }

    private TableScene(
            int preparedRows,
            List<? extends List<? extends @Nullable Object>> players,
            boolean still,
            Duration latency) {
        this.still = still;
        google = FakeSheets.builder().withoutQuota().latency(latency).start().token("a-token");
        file = google.spreadsheet("Spring Cup");
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(List.of("Spring Cup 2026"));
        rows.add(List.of("Discord Tag", "Pronouns", "IGN", "Alt IGNs", "Registered", "Check-in", "Team"));
        players.forEach(player -> rows.add(new ArrayList<>(player)));
        while (rows.size() < preparedRows + 2) {
            rows.add(List.of("", "", "", "", false, false, ""));
        }
        tab = file.tab("Players", rows);
        tab.checkboxes("E3:F" + (preparedRows + 2));
        sheets = client();
        cup = sheets.spreadsheet(file.id());
    }

    /** Plays it with the system's clock, for tests in which a client waits before it tries again. */
    static TableScene ticking(int preparedRows, List<? extends List<? extends @Nullable Object>> players) {
        return ticking(preparedRows, players, Duration.ZERO);
    }

    /** Plays it with the system's clock and with answers that take so long. */
    static TableScene ticking(
            int preparedRows, List<? extends List<? extends @Nullable Object>> players, Duration latency) {
        return new TableScene(preparedRows, players, false, latency);
    }

    /** Opens another client of the same spreadsheet. */
    Sheets client() {
        return builder().build();
    }

    SheetsBuilder builder() {
        return builder(GoogleAccess.token(Secret.of("a-token")));
    }

    SheetsBuilder builder(GoogleAccess access) {
        SheetsBuilder builder = Sheets.builder(access)
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO);
        return still ? builder.clock(clock) : builder;
    }

    SheetTable players() {
        return cup.table("Players");
    }

    static List<Object> player(String discord, String ign) {
        return List.of(discord, "", ign, "", true, false, "");
    }

    @Override
    public void close() {
        sheets.close();
        google.close();
    }
}
