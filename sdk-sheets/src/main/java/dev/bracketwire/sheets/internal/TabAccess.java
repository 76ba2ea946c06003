// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.api.services.sheets.v4.model.BatchUpdateSpreadsheetRequest;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SpreadsheetId;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Reads and writes one tab as a whole. */
public final class TabAccess {
    public final SheetsService service;
    private final SpreadsheetId id;
    private final String title;
    private final @Nullable Integer sheetId;

    /** Names a tab of a spreadsheet by its title. */
    public TabAccess(SheetsService service, SpreadsheetId id, String title) {
        this(service, id, title, null);
    }

    private TabAccess(SheetsService service, SpreadsheetId id, String title, @Nullable Integer sheetId) {
        this.sheetId = sheetId;
        A1.tab(title); // refuses a title that no tab can have
        this.service = service;
        this.id = id;
        this.title = title;
    }

    /** Returns the same tab, which must have this number: titles may change hands. */
    public TabAccess numbered(int number) {
        return new TabAccess(service, id, title, number);
    }

    private TabImages.AgedImage checked(TabImages.AgedImage found) {
        if (sheetId != null && found.image().tab().sheetId() != sheetId) {
            throw new NotFoundException(
                    SheetsService.where("table"),
                    "another tab is called " + CellValues.shown(title) + " by now: the tab that is meant was renamed");
        }
        return found;
    }

    /** Returns the title. */
    public String title() {
        return title;
    }

    /** Reads the tab, from memory where it is current. */
    public CompletableFuture<TabImages.AgedImage> read(WorkRun run) {
        return images().read(title, run).thenApply(this::checked);
    }

    /** Reads the tab as it was at most this long ago. */
    public CompletableFuture<TabImages.AgedImage> recent(Duration most, WorkRun run) {
        return images().recent(title, most, run).thenApply(this::checked);
    }

    /** Holds the state that a write has returned. */
    public void hold(TabImage image) {
        images().replace(title, image);
    }

    /** Returns the lock that all handles of the tab hold while they read, decide and write. */
    public ReentrantLock lock() {
        return images().lock(title);
    }

    /** Forgets everything that is held of the spreadsheet. */
    public void forget() {
        service.queues(id).refresh();
    }

    /** Sets cells in one request. */
    public CompletableFuture<Written> write(List<CellBlock> blocks, WorkRun run) {
        PendingWrite write = PendingWrite.table(blocks);
        return service.queues(id).writes.add(List.of(write), run).get(0).thenApply(outcome -> {
            JsonNode reply = outcome.reply();
            List<A1> ranges = WriteBatch.ranges(write, outcome);
            return new Written(
                    ranges,
                    reply == null || ranges.isEmpty()
                            ? null
                            : after(reply.path("responses")
                                    .path(ranges.size() - 1)
                                    .path("updatedData")));
        });
    }

    /**
     * Changes the structure of the tab in one request, and holds the state that its reply shows.
     *
     * @param requests requests of {@code spreadsheets.batchUpdate} that keep the tab and its title
     * @return the tab after it; null if the reply does not show it
     */
    public CompletableFuture<@Nullable TabImage> change(List<?> requests, WorkRun run) {
        Map<String, Object> body = new BatchUpdateSpreadsheetRequest()
                .setIncludeSpreadsheetInResponse(true)
                .setResponseIncludeGridData(true)
                .setResponseRanges(List.of(A1.tab(title).toString()));
        body.put("requests", requests);
        PendingWrite change = PendingWrite.tabChange(ModelJson.body(body));
        return service.queues(id).writes.add(List.of(change), run).get(0).thenApply(outcome -> {
            JsonNode reply = outcome.reply();
            TabImage image = reply == null
                    ? null
                    : SheetsService.decoded(
                            "change", true, () -> TabImageReader.read(reply.path("updatedSpreadsheet")));
            if (image != null) {
                hold(image);
            }
            return image;
        });
    }

    private static @Nullable CellGrid after(JsonNode data) {
        if (!data.isObject()) {
            return null;
        }
        try {
            return ValuesReader.read(data.toString().getBytes(StandardCharsets.UTF_8), ReadMode.VALUES);
        } catch (MalformedValuesException e) {
            throw new MalformedReplyException(
                    SheetsService.where("write", true), "updatedData." + e.path(), e.expected(), e.found());
        }
    }

    private TabImages images() {
        return service.queues(id).images;
    }

    /** Whether a refusal may concern one cell of a batch, which Google refuses as a whole. */
    public static boolean isOfOneCell(Throwable failure) {
        return Causes.isOfOneRange(Causes.of(failure));
    }

    /** Returns how many bytes these cells take in a request, about. */
    public static long size(List<List<Cell>> rows) {
        return PendingWrite.size(rows);
    }

    /**
     * The reply to a write.
     *
     * @param ranges the range of each block, as Google names it; none if it does not name them all
     * @param after the cells of the last block after the write; null if the reply does not hold them
     */
    public record Written(List<A1> ranges, @Nullable CellGrid after) {}
}
