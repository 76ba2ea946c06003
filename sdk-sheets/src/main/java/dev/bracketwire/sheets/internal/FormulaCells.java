// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.SpreadsheetId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Finds the cells that hold a formula among those that a batch is about to write, and takes them out of it. */
final class FormulaCells {
    private static final String FIELDS =
            "sheets(properties(title),data(startRow,startColumn,rowData(values(userEnteredValue(formulaValue)))))";

    private final SheetsService service;
    private final SpreadsheetId id;

    FormulaCells(SheetsService service, SpreadsheetId id) {
        this.service = service;
        this.id = id;
    }

    /** Completes when all formulas of the batch are kept. Takes one read for all ranges that name their tab. */
    CompletableFuture<?> keep(List<PendingWrite> batch) {
        List<PendingWrite> open =
                batch.stream().filter(PendingWrite::needsFormulaCheck).toList();
        List<PendingWrite> inTabs = open.stream()
                .filter(write -> write.address instanceof A1 range && range.tab() != null)
                .toList();
        CompletableFuture<?> done = CompletableFuture.completedFuture(null);
        if (!inTabs.isEmpty()) {
            List<CellAddress> addresses =
                    inTabs.stream().map(write -> write.address).toList();
            List<String> ranges = addresses.stream().map(CellAddress::toString).toList();
            done = asked(
                    ValueRequests.fitsIntoUrl(ranges)
                            ? service.endpoints.spreadsheet(id.value(), FIELDS, ranges)
                            : service.endpoints.spreadsheetByDataFilter(
                                    id.value(), FIELDS, ValueRequests.json(DataFilters.body(addresses))),
                    inTabs);
        }
        for (PendingWrite write : open) {
            if (!inTabs.contains(write)) {
                done = done.thenCompose(before -> alone(write));
            }
        }
        return done;
    }

    private CompletableFuture<?> alone(PendingWrite write) {
        CellAddress address = write.address;
        return address instanceof A1
                ? asked(service.endpoints.spreadsheet(id.value(), FIELDS, List.of(address.toString())), List.of(write))
                : asked(
                        service.endpoints.spreadsheetByDataFilter(
                                id.value(), FIELDS, ValueRequests.json(DataFilters.body(List.of(address)))),
                        List.of(write));
    }

    private CompletableFuture<?> asked(Call<JsonNode> call, List<PendingWrite> writes) {
        service.usage.readCalls.increment();
        service.usage.charge(writes.get(0).site);
        long deadline = writes.stream().mapToLong(write -> write.deadline).max().orElse(0);
        return call.within(Duration.ofNanos(Math.max(1, deadline - service.now())))
                .start()
                .thenAccept(reply -> {
                    if (!reply.path("sheets").isArray() && writes.get(0).address instanceof A1) {
                        throw new MalformedReplyException(
                                SheetsService.where("formula check"), "sheets", "a list", "is absent");
                    }
                    keep(reply, writes);
                });
    }

    private static void keep(JsonNode reply, List<PendingWrite> writes) {
        for (JsonNode sheet : reply.path("sheets")) {
            String title = sheet.path("properties").path("title").asText();
            for (JsonNode data : sheet.path("data")) {
                List<int[]> formulas = formulas(data);
                for (PendingWrite write : writes) {
                    int[] start = start(write, title, data, writes.size() == 1);
                    if (start != null) {
                        formulas.forEach(cell -> keep(write, cell[0] - start[0], cell[1] - start[1]));
                    }
                }
            }
        }
    }

    private static void keep(PendingWrite write, int row, int column) {
        if (row >= 0 && column >= 0) {
            write.keep(row, column);
        }
    }

    // A range that names no tab was asked for alone, and begins where Google says.
    private static int @Nullable [] start(PendingWrite write, String title, JsonNode data, boolean alone) {
        if (write.address instanceof A1 range && range.tab() != null) {
            return range.tab().equalsIgnoreCase(title)
                    ? new int[] {range.cells().startRow(), range.cells().startColumn()}
                    : null;
        }
        return alone
                ? new int[] {
                    data.path("startRow").asInt(0), data.path("startColumn").asInt(0)
                }
                : null;
    }

    private static List<int[]> formulas(JsonNode data) {
        List<int[]> found = new ArrayList<>();
        int row = data.path("startRow").asInt(0);
        for (JsonNode cells : data.path("rowData")) {
            int column = data.path("startColumn").asInt(0);
            for (JsonNode cell : cells.path("values")) {
                if (cell.path("userEnteredValue").has("formulaValue")) {
                    found.add(new int[] {row, column});
                }
                column++;
            }
            row++;
        }
        return found;
    }
}
