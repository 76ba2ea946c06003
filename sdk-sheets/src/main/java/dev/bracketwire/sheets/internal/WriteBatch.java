// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SpreadsheetId;
import dev.bracketwire.sheets.internal.PendingWrite.Kind;
import dev.bracketwire.sheets.internal.PendingWrite.Outcome;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Merges writes that wait into one request, and divides its reply among them. */
final class WriteBatch {
    private static final int MOST_WRITES = 1_000;

    private WriteBatch() {}

    /** Takes the writes from the head of the queue that can travel in one request without a change of its meaning. */
    static List<PendingWrite> take(ArrayDeque<PendingWrite> pending, int mostBytes) {
        List<PendingWrite> batch = new ArrayList<>();
        PendingWrite first = pending.removeFirst();
        batch.add(first);
        if (first.kind == Kind.CHANGE || first.kind == Kind.TAB_CHANGE || first.kind == Kind.TABLE) {
            return batch; // it is carried out whole or not at all
        }
        long bytes = PendingWrite.size(first.rows());
        for (Iterator<PendingWrite> each = pending.iterator(); each.hasNext(); ) {
            PendingWrite next = each.next();
            bytes += PendingWrite.size(next.rows());
            boolean full = bytes > mostBytes || batch.size() >= MOST_WRITES;
            if (next.kind != first.kind || full || !fits(batch, next)) {
                return batch;
            }
            each.remove();
            batch.add(next);
        }
        return batch;
    }

    private static boolean fits(List<PendingWrite> batch, PendingWrite next) {
        if (next.kind == Kind.APPEND) {
            return next.address.equals(batch.get(0).address);
        }
        return batch.stream()
                .allMatch(write -> write.address.equals(next.address)
                        ? write.treatsFormulasLike(next)
                        : areApart(write.address, next.address));
    }

    private static boolean areApart(CellAddress one, CellAddress other) {
        return one instanceof A1 first
                && other instanceof A1 second
                && (first.tab() == null) == (second.tab() == null)
                && first.name() == null
                && second.name() == null
                && !first.overlaps(second);
    }

    /** Sends a batch; the outcomes are in its order. */
    static Call<List<Outcome>> send(SheetsService service, SpreadsheetId id, List<PendingWrite> batch) {
        SheetsEndpoints endpoints = service.endpoints;
        PendingWrite first = batch.get(0);
        return switch (first.kind) {
            case CHANGE ->
                endpoints
                        .change(id.value(), "updatedSpreadsheet(" + SpreadsheetInfoReader.FIELDS + ")", first.body())
                        .map(reply -> List.of(new Outcome(null, 0, null, reply)));
            case TAB_CHANGE ->
                endpoints
                        .change(id.value(), "updatedSpreadsheet(" + TabImageReader.FIELDS + ")", first.body())
                        .map(reply -> List.of(new Outcome(null, 0, null, reply)));
            case TABLE ->
                endpoints
                        .batchUpdateByDataFilter(
                                id.value(),
                                ValueRequests.json(ValuesWriter.batchByFilter(first.blocks, ReadMode.VALUES)))
                        .map(reply -> List.of(new Outcome(null, 0, null, reply)));
            case APPEND -> append(endpoints, id, batch);
            case CLEAR ->
                endpoints.batchClear(id.value(), ranges(addresses(batch))).map(reply -> cleared(batch, reply));
            case CLEAR_BY_FILTER ->
                endpoints.batchClearByDataFilter(id.value(), filters(batch)).map(reply -> cleared(batch, reply));
            case RAW, ENTERED -> values(endpoints, id, batch);
            case RAW_BY_FILTER, ENTERED_BY_FILTER -> {
                Map<CellAddress, List<List<Cell>>> merged = merged(batch);
                yield endpoints
                        .batchUpdateByDataFilter(
                                id.value(), ValueRequests.json(ValuesWriter.batchByFilter(blocks(merged), null)))
                        .map(reply -> updated(batch, merged, reply));
            }
        };
    }

    private static Call<List<Outcome>> values(SheetsEndpoints endpoints, SpreadsheetId id, List<PendingWrite> batch) {
        Map<CellAddress, List<List<Cell>>> merged = merged(batch);
        boolean entered = batch.get(0).kind.isEntered();
        if (merged.size() > 1) {
            return endpoints
                    .batchUpdate(id.value(), ValueRequests.json(ValuesWriter.batch(blocks(merged), null)))
                    .map(reply -> updated(batch, merged, reply));
        }
        CellAddress range = batch.get(0).address;
        return endpoints
                .update(
                        id.value(),
                        range.toString(),
                        ValuesWriter.inputOption(entered),
                        ValueRequests.json(ValuesWriter.range(blocks(merged).get(0), entered)))
                .map(reply -> batch.stream().map(write -> updated(reply)).toList());
    }

    /** Joins writes for the same cells: the later one goes over the earlier one. */
    static Map<CellAddress, List<List<Cell>>> merged(List<PendingWrite> batch) {
        Map<CellAddress, PendingWrite> last = new LinkedHashMap<>();
        for (PendingWrite write : batch) {
            PendingWrite earlier = last.get(write.address);
            if (earlier != null) {
                PendingWrite joined = PendingWrite.values(write.address, earlier.rows(), true);
                joined.replace(write);
                last.put(write.address, joined);
            } else {
                last.put(write.address, write);
            }
        }
        Map<CellAddress, List<List<Cell>>> rows = new LinkedHashMap<>();
        last.forEach((address, write) -> rows.put(address, write.rows()));
        return rows;
    }

    private static List<Outcome> updated(
            List<PendingWrite> batch, Map<CellAddress, List<List<Cell>>> merged, JsonNode reply) {
        Map<CellAddress, Outcome> outcomes = new HashMap<>();
        int i = 0;
        for (CellAddress address : merged.keySet()) {
            JsonNode response = reply.path("responses").path(i++);
            if (response.isMissingNode() && !(address instanceof A1)) {
                throw nowhere(address);
            }
            outcomes.put(address, updated(response));
        }
        return batch.stream()
                .map(write -> Objects.requireNonNull(outcomes.get(write.address)))
                .toList();
    }

    private static NotFoundException nowhere(CellAddress address) {
        return new NotFoundException(
                SheetsService.where("write"), "no cells are at " + address + ": the metadata or the tab is gone");
    }

    private static Outcome updated(JsonNode response) {
        return new Outcome(
                required(response.path("updatedRange"), "updatedRange"),
                response.path("updatedCells").asInt(),
                null,
                null);
    }

    /** Returns the ranges of a table's blocks as Google names them; none if it does not name them all. */
    static List<A1> ranges(PendingWrite write, Outcome outcome) {
        List<A1> ranges = new ArrayList<>();
        JsonNode responses = outcome.reply() == null ? null : outcome.reply().path("responses");
        for (int i = 0; responses != null && i < write.blocks.size(); i++) {
            A1 range = range(responses.path(i).path("updatedRange"));
            if (responses.size() != write.blocks.size() || range == null || range.tab() == null) {
                return List.of();
            }
            ranges.add(range);
        }
        return ranges;
    }

    private static List<Outcome> cleared(List<PendingWrite> batch, JsonNode reply) {
        List<Outcome> outcomes = new ArrayList<>();
        for (int i = 0; i < batch.size(); i++) {
            JsonNode range = reply.path("clearedRanges").path(i);
            if (range.isMissingNode() && !(batch.get(i).address instanceof A1)) {
                throw nowhere(batch.get(i).address);
            }
            outcomes.add(new Outcome(required(range, "clearedRanges[" + i + "]"), 0, null, null));
        }
        return outcomes;
    }

    private static Call<List<Outcome>> append(SheetsEndpoints endpoints, SpreadsheetId id, List<PendingWrite> batch) {
        A1 anchor = (A1) batch.get(0).address;
        List<List<Cell>> rows =
                batch.stream().flatMap(write -> write.rows().stream()).toList();
        CellBlock block = new CellBlock(anchor, rows);
        boolean entered = block.hasFormulas();
        return endpoints
                .append(
                        id.value(),
                        anchor.toString(),
                        ValuesWriter.inputOption(entered),
                        "INSERT_ROWS",
                        ValueRequests.json(ValuesWriter.range(block, entered)))
                .then(reply -> checked(endpoints, id, anchor, appended(batch, reply)));
    }

    // Google looks for the table itself, and may find one that begins in another column.
    private static Call<List<Outcome>> checked(
            SheetsEndpoints endpoints, SpreadsheetId id, A1 anchor, List<Outcome> outcomes) {
        List<A1> ranges = outcomes.stream()
                .map(outcome -> Objects.requireNonNull(outcome.range(), "range"))
                .toList();
        if (ranges.get(0).cells().startColumn() == anchor.cells().startColumn()) {
            return Call.done(outcomes);
        }
        RejectedException refusal = new RejectedException(
                SheetsService.where("append"),
                "the rows came to " + ranges.get(0) + " instead of the column of " + anchor
                        + " and were cleared again: name the first cell of the table's header");
        RejectedException left = new RejectedException(
                SheetsService.where("append", true),
                "the rows came to " + ranges.get(0) + " instead of the column of " + anchor
                        + " and could not be cleared: clear them by hand");
        Call<RejectedException> cleared =
                endpoints.batchClear(id.value(), ranges(ranges)).map(reply -> refusal);
        return cleared.orElse((failure, last) -> left).then(Call::failed);
    }

    private static List<Outcome> appended(List<PendingWrite> batch, JsonNode reply) {
        A1 all = required(reply.path("updates").path("updatedRange"), "updates.updatedRange");
        A1 table = range(reply.path("tableRange"));
        List<Outcome> outcomes = new ArrayList<>();
        int row = all.cells().startRow();
        for (PendingWrite write : batch) {
            CellBounds bounds = all.cells();
            int height = Math.max(1, write.rows().size());
            CellBounds mine = new CellBounds(row, row + height, bounds.startColumn(), bounds.endColumn());
            outcomes.add(
                    new Outcome(A1.of(Objects.requireNonNull(all.tab(), "tab"), mine), write.cellCount(), table, null));
            row += height;
        }
        return outcomes;
    }

    /** Reads the cells that a batch writes. */
    static Call<List<CellGrid>> readBack(SheetsService service, SpreadsheetId id, List<PendingWrite> batch) {
        return ValueRequests.read(service, id, addresses(batch), ReadMode.VALUES);
    }

    private static List<CellAddress> addresses(List<PendingWrite> batch) {
        return batch.stream().map(write -> write.address).toList();
    }

    private static A1 required(JsonNode text, String path) {
        A1 found = range(text);
        if (found == null || found.tab() == null) {
            throw new MalformedReplyException(
                    SheetsService.where("write", true), path, "a range with its tab", "is " + text.getNodeType());
        }
        return found;
    }

    private static @Nullable A1 range(JsonNode text) {
        return text.isTextual() ? A1.tryParse(text.textValue()).orElse(null) : null;
    }

    private static List<CellBlock> blocks(Map<CellAddress, List<List<Cell>>> merged) {
        List<CellBlock> blocks = new ArrayList<>();
        merged.forEach((address, rows) -> blocks.add(new CellBlock(address, rows)));
        return blocks;
    }

    private static Body ranges(List<? extends CellAddress> addresses) {
        return ValueRequests.json(ValuesWriter.json(json -> {
            json.writeArrayFieldStart("ranges");
            for (CellAddress address : addresses) {
                json.writeString(address.toString());
            }
            json.writeEndArray();
        }));
    }

    private static Body filters(List<PendingWrite> batch) {
        return ValueRequests.json(DataFilters.body(addresses(batch)));
    }
}
