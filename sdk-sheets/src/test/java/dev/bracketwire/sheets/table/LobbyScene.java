// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.SheetsBuilder;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Plays Google with one tab of lobbies. Its clock stands still: so an edit after a plan comes between its read and the write. */
final class LobbyScene implements AutoCloseable {
    final FakeSheets google = FakeSheets.builder().withoutQuota().start().token("a-token");
    final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    final FakeTab tab;
    final ManualClock clock = ManualClock.create();
    final Sheets sheets;

    LobbyScene(List<? extends List<? extends @Nullable Object>> rows) {
        tab = file.tab("Lobbies", rows);
        sheets = client();
    }

    /** Opens two lobbies with gaps between and in them: the header in row 3, places of Round 1, seats in column A. */
    static LobbyScene usual() {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        rows.add(row("Spring Cup 2026"));
        rows.add(row());
        rows.add(row("", "Player", "Round 1", "Round 2", "Finals", "Total"));
        rows.add(row("Lobby A"));
        rows.add(row(1, "Ann", 2));
        rows.add(row(2, "Ben", "1"));
        rows.add(row());
        rows.add(row(3, "Cid", 3));
        rows.add(row());
        rows.add(row());
        rows.add(row("Lobby B"));
        rows.add(row());
        rows.add(row(1, "Dan", 1));
        rows.add(row("Eve", "", 2));
        LobbyScene scene = new LobbyScene(rows);
        for (int row : new int[] {5, 6, 8, 13, 14}) {
            scene.tab.formula("F" + row, "=SUM(C" + row + ":E" + row + ")");
        }
        return scene;
    }

    static List<@Nullable Object> row(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }

    Sheets client() {
        return builder().clock(clock).build();
    }

    SheetsBuilder builder() {
        return Sheets.builder(GoogleAccess.token(Secret.of("a-token")))
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO);
    }

    LobbyBlocks lobbies() {
        return sheets.spreadsheet(file.id()).lobbies("Lobbies");
    }

    /** Waits for a call that writes, and lets the clock go on by so little that nothing read before gets old. */
    <T> T done(Call<T> call) {
        CompletableFuture<T> future = call.start();
        while (true) {
            try {
                return future.get(5, TimeUnit.MILLISECONDS);
            } catch (TimeoutException e) {
                clock.advance(Duration.ofNanos(1));
            } catch (ExecutionException e) {
                if (e.getCause() instanceof BracketwireException known) {
                    throw known;
                }
                throw new AssertionError(e);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Override
    public void close() {
        sheets.close();
        google.close();
    }
}
