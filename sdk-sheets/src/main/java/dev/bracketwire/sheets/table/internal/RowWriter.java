// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.CallException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.SheetChange;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.ArrivedCells.Landed;
import dev.bracketwire.sheets.table.internal.ArrivedCells.Overwritten;
import dev.bracketwire.sheets.table.internal.RowWrite.Result;
import dev.bracketwire.sheets.table.internal.RowWrite.Status;
import dev.bracketwire.sheets.table.internal.TabShift.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows of one table: reads the tab, sends all cells in one request, and checks in its reply that they came to the right
 * rows and columns. If people sorted rows or moved columns meanwhile, it gives back what was overwritten and tries again.
 */
final class RowWriter {
    private static final Logger LOG = LoggerFactory.getLogger(RowWriter.class);
    private static final int MOST_TRIES = 8;
    private static final int MORE_ROWS = 20;
    private static final String MOVED = "people moved rows or columns during each of " + MOST_TRIES + " tries";

    private final Spreadsheet spreadsheet;
    private final TabAccess access;
    private final Function<TabImage, GridMap.Finder> finder;
    private final WorkRun run;
    private final Map<RowWrite, Result> results = new HashMap<>();
    private final Map<RowWrite, CallException> lost = new HashMap<>();
    // By where they are in the state of the tab that was seen last.
    private Map<Place, Overwritten> overwritten = Map.of();
    // For a write that overwrote formulas by mistake, which ones: of a formula the value alone can be given back.
    private final Map<RowWrite, String> lostFormulas = new HashMap<>();
    private int tries;

    RowWriter(Spreadsheet spreadsheet, TabAccess access, Function<TabImage, GridMap.Finder> finder, WorkRun run) {
        this.spreadsheet = spreadsheet;
        this.access = access;
        this.finder = finder;
        this.run = run;
    }

    /**
     * Writes rows; the results are in their order.
     *
     * @param age the most time since the tab was read that the first try goes by
     */
    List<Result> write(List<RowWrite> writes, Duration age) {
        List<RowWrite> open = new ArrayList<>(writes);
        try {
            write(open, run.await(access.recent(age, run)).image());
        } catch (CallException e) {
            open.forEach(write -> results.put(
                    write,
                    overwritten.isEmpty()
                            ? Result.failed(-1, lost.getOrDefault(write, e))
                            : new Result(Status.FAILED, -1, e.getMessage() + damage())));
        }
        if (!overwritten.isEmpty()) {
            LOG.warn("people moved rows or columns of {} during a write{}", access.title(), damage());
        }
        lostFormulas.forEach((write, note) -> results.computeIfPresent(
                write, (same, result) -> new Result(result.status(), result.row(), result.note() + note)));
        return writes.stream().map(results::get).toList();
    }

    private void write(List<RowWrite> open, TabImage first) {
        TabImage image = first;
        while (!open.isEmpty() || !overwritten.isEmpty()) {
            run.checkActive();
            if (tries >= MOST_TRIES) {
                open.forEach(write -> results.put(write, new Result(Status.FAILED, -1, MOVED + damage())));
                return;
            }
            image = overwritten.isEmpty() ? tried(image, open) : repaired(image);
        }
    }

    /** Names the cells that were not given back, and their content before. */
    private String damage() {
        return overwritten.entrySet().stream()
                .map(entry -> "; " + address(entry.getKey()) + " was overwritten and held \""
                        + entry.getValue().right().text() + "\"")
                .sorted()
                .collect(Collectors.joining());
    }

    private String formulas(List<Place> written) {
        StringBuilder formulas = new StringBuilder();
        for (Place place : written) {
            Overwritten cell = overwritten.get(place);
            if (cell != null && cell.formula()) {
                formulas.append(address(place))
                        .append(" held a formula that was overwritten while people moved rows or columns; it showed \"")
                        .append(cell.right().text())
                        .append("\". ");
            }
        }
        return formulas.toString();
    }

    private String address(Place place) {
        return A1.tab(access.title()).cell(place.row(), place.column()).toString();
    }

    private TabImage tried(TabImage image, List<RowWrite> open) {
        WriteRound round = new WriteRound(image, finder.apply(image).map(image), access.service.options.chunkBytes());
        Map<RowWrite, Result> refused = new HashMap<>();
        for (RowWrite write : open) {
            Result result = round.take(write, lost.containsKey(write));
            if (result != null) {
                refused.put(write, result);
            }
        }
        if (round.missingRows() > 0) {
            return grown(round);
        }
        results.putAll(refused);
        open.removeAll(refused.keySet());
        return round.writes().isEmpty() ? image : sent(round, open);
    }

    /** Makes room for new rows, and returns the tab with it. */
    private TabImage grown(WriteRound round) {
        String tab = round.image.tab().title();
        int end = round.map.endRow();
        boolean footer = end < round.image.tab().rowCount();
        run.get(spreadsheet.change(
                footer
                        ? SheetChange.insertRows(tab, end, round.missingRows())
                        : SheetChange.growRows(tab, Math.max(MORE_ROWS, round.missingRows()))));
        return run.await(access.recent(Duration.ZERO, run)).image();
    }

    /** Sends a round and notes what became of it. Returns the state of the tab for the next one. */
    private TabImage sent(WriteRound round, List<RowWrite> open) {
        Sent sent;
        try {
            sent = send(round.cells, round.image, round.map);
        } catch (CallException e) {
            refused(round, open, e);
            return run.await(access.recent(Duration.ZERO, run)).image();
        }
        if (sent.failure() != null) {
            CallException failure = sent.failure();
            round.writes().forEach(write -> lost.put(write, failure));
        }
        ArrivedCells arrived = sent.arrived();
        Set<Integer> wrong = arrived.wrongRows(round.keys, round.cells.counts());
        for (RowWrite write : round.writes()) {
            int row = round.row(write);
            if (!wrong.contains(row) && (sent.failure() == null || arrived.stands(row))) {
                results.put(write, new Result(Status.APPLIED, arrived.row(row), ""));
                open.remove(write);
            }
        }
        overwritten = arrived.overwritten(wrong);
        for (RowWrite write : round.writes()) {
            String formulas = formulas(arrived.landed(round.row(write)));
            if (!formulas.isEmpty()) {
                lostFormulas.merge(write, formulas, String::concat);
            }
        }
        if (!wrong.isEmpty() || sent.failure() != null) {
            tries++;
        } else if (!sent.reply().isRead()) {
            access.hold(sent.reply().image());
        }
        return sent.reply().image();
    }

    /** Gives back what was overwritten by mistake. Returns the state of the tab after it. */
    private TabImage repaired(TabImage image) {
        GridMap map = finder.apply(image).map(image);
        SentCells cells = new SentCells(image, map.firstRow() - 1);
        overwritten.forEach((place, cell) -> cells.set(place.row(), place.column(), cell.right()));
        Sent sent = send(cells, image, map);
        overwritten = sent.arrived().overwritten(Set.of());
        tries++;
        return sent.reply().image();
    }

    /** Sends cells and compares the tab after it with the one before. Throws if Google refused them. */
    private Sent send(SentCells cells, TabImage image, GridMap map) {
        SentCells.Reply reply;
        CallException lostAnswer = null;
        try {
            reply = cells.send(access, run);
        } catch (CallException e) {
            if (!e.maybeDone()) {
                throw e;
            }
            lostAnswer = e;
            reply = new SentCells.Reply(
                    cells.landed(), run.await(access.recent(Duration.ZERO, run)).image(), true);
        }
        ArrivedCells arrived = arrived(image, map, reply);
        if (!reply.isRead() && !arrived.isStill()) {
            // The reply shows a part of the tab and values alone; a read shows all, but people may have gone on
            // meanwhile.
            TabImage read = run.await(access.recent(Duration.ZERO, run)).image();
            TabImage shown = reply.image();
            SentCells.Reply unwritten = new SentCells.Reply(List.of(), read, true);
            List<Landed> landed =
                    arrived(shown, finder.apply(shown).map(shown), unwritten).moved(reply.landed());
            reply = new SentCells.Reply(landed, read, true);
            arrived = arrived(image, map, reply);
        }
        return new Sent(reply, arrived, lostAnswer);
    }

    private ArrivedCells arrived(TabImage before, GridMap map, SentCells.Reply reply) {
        TabImage after = reply.image();
        return new ArrivedCells(before, map, after, finder.apply(after).map(after), reply.landed(), overwritten);
    }

    /** Notes a refusal. Google refuses a request as a whole for one cell, so its rows are then sent one by one. */
    private void refused(WriteRound round, List<RowWrite> open, CallException failure) {
        List<RowWrite> sent = round.writes();
        if (sent.size() == 1 || !TabAccess.isOfOneCell(failure)) {
            sent.forEach(write -> {
                results.put(write, Result.failed(round.row(write), failure));
                open.remove(write);
            });
            return;
        }
        int half = sent.size() / 2;
        for (List<RowWrite> part : List.of(sent.subList(0, half), sent.subList(half, sent.size()))) {
            RowWriter alone = new RowWriter(spreadsheet, access, finder, run);
            List<Result> outcomes = alone.write(part, Duration.ofSeconds(1));
            for (int i = 0; i < part.size(); i++) {
                results.put(part.get(i), outcomes.get(i));
                open.remove(part.get(i));
            }
        }
    }

    /**
     * The result of a request.
     *
     * @param failure why its answer was lost; null if it was not
     */
    private record Sent(
            SentCells.Reply reply,
            ArrivedCells arrived,
            @Nullable CallException failure) {}
}
