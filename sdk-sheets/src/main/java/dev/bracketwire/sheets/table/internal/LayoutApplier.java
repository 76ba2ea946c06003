// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.WorkRun;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.SheetChange;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.SpreadsheetInfo;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.LayoutChange;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Carries out planned changes of the structure of a table. The reply of each request shows the whole tab: if people moved
 * columns at the same moment, a mark that came to a wrong column is taken off again.
 */
final class LayoutApplier {
    private static final int BATCH = 20_000;

    private final TableState state;
    private final WorkRun run;
    private final IdentityHashMap<LayoutChange, Outcome<LayoutChange>> outcomes = new IdentityHashMap<>();

    private LayoutApplier(TableState state, WorkRun run) {
        this.state = state;
        this.run = run;
    }

    static Plan<LayoutChange> plan(TableState state, String title, List<LayoutChange> changes) {
        return Plan.builder(title, BATCH, (List<LayoutChange> batch) -> apply(state, batch))
                .onFailure(Plan.OnFailure.CONTINUE)
                .measuredBy(state.access.service.threads.nanos())
                .addAll(changes)
                .build();
    }

    private static Call<List<Outcome<LayoutChange>>> apply(TableState state, List<LayoutChange> changes) {
        return state.access.service.threads.call(
                "apply", run -> state.alone(run, inner -> new LayoutApplier(state, inner).apply(changes)));
    }

    private List<Outcome<LayoutChange>> apply(List<LayoutChange> changes) {
        of(LayoutChange.KEEP, changes).forEach(change -> outcomes.put(change, Outcome.skipped(change, change.note())));
        if (changes.stream().anyMatch(change -> change.kind().equals(LayoutChange.CREATE))) {
            step(changes, this::create);
        } else {
            step(of(LayoutChange.DELETE, changes), this::deleteTab);
            step(of(LayoutChange.UNPIN, changes), this::unpin);
            step(of(LayoutChange.PIN, changes), this::pin);
            step(of(LayoutChange.ADD, changes), this::add);
            step(of(LayoutChange.REMOVE, changes), this::remove);
        }
        return changes.stream()
                .map(change -> Objects.requireNonNull(outcomes.get(change), change.kind()))
                .toList();
    }

    private static List<LayoutChange> of(String kind, List<LayoutChange> changes) {
        return changes.stream().filter(change -> change.kind().equals(kind)).toList();
    }

    /** Runs a step. A refusal leaves everything as it was, as Google carries out a request as a whole or not at all. */
    private void step(List<LayoutChange> changes, Step step) {
        if (changes.isEmpty()) {
            return;
        }
        try {
            step.run(changes);
        } catch (CallException e) {
            String message = String.valueOf(e.getMessage());
            changes.forEach(change -> outcomes.putIfAbsent(
                    change, e.maybeDone() ? Outcome.unknown(change, message) : Outcome.failed(change, message)));
        }
    }

    private LayoutTab read(Duration age) {
        return new LayoutTab(state, run.await(state.access.recent(age, run)).image());
    }

    /** Sends requests once. If the reply is lost, the tab is read to see the result. */
    private Sent send(LayoutRequests requests) {
        CallException lost = null;
        try {
            TabImage image = run.await(state.access.change(requests.requests, run));
            if (image != null) {
                return new Sent(new LayoutTab(state, image), "");
            }
        } catch (CallException e) {
            if (!e.maybeDone()) {
                throw e;
            }
            lost = e;
        }
        String message = lost == null ? "the reply does not show the tab" : String.valueOf(lost.getMessage());
        try {
            return new Sent(read(Duration.ZERO), message);
        } catch (CallException e) {
            return new Sent(null, message);
        }
    }

    private void pin(List<LayoutChange> changes) {
        LayoutTab tab = read(state.age());
        LayoutRequests requests = new LayoutRequests(tab.image.tab());
        List<LayoutChange> due = new ArrayList<>();
        for (LayoutChange change : changes) {
            List<Integer> marked = tab.marked(change.name());
            boolean same = tab.headerRow >= 0 && tab.header(change.column()).equals(change.header());
            if (!marked.isEmpty() && !marked.equals(List.of(change.column()))) {
                put(Outcome.stale(change, "the mark is on " + letters(marked) + " by now: plan again"));
            } else if (!same) {
                put(Outcome.stale(change, "the header is not in column " + change.letters() + " any more: plan again"));
            } else if (!marked.isEmpty()) {
                put(Outcome.unchanged(change));
                state.mark(Set.of(change.name()));
            } else {
                requests.pin(change.column(), change.name());
                due.add(change);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        Sent sent = send(requests);
        LayoutTab after = sent.tab;
        List<LayoutChange> wrong = new ArrayList<>();
        for (LayoutChange change : due) {
            List<Integer> marked = after == null ? List.of() : after.marked(change.name());
            if (after == null || marked.isEmpty()) {
                put(Outcome.unknown(change, sent.lostOr("the mark is gone again")));
            } else if (isRight(after, change, marked)) {
                put(Outcome.applied(change));
                state.mark(Set.of(change.name()));
            } else {
                wrong.add(change);
            }
        }
        if (after != null && !wrong.isEmpty()) {
            unpinWrong(after, wrong);
        }
    }

    private static boolean isRight(LayoutTab tab, LayoutChange change, List<Integer> marked) {
        Integer place = tab.byHeader(change.name());
        return marked.size() == 1
                && tab.headerRow >= 0
                && tab.header(marked.get(0)).equals(change.header())
                && (place == null || place.equals(marked.get(0)));
    }

    /** Takes marks off that came to wrong columns, because people moved columns between the check and the request. */
    private void unpinWrong(LayoutTab tab, List<LayoutChange> wrong) {
        LayoutRequests requests = new LayoutRequests(tab.image.tab());
        wrong.forEach(change -> requests.unpin(change.name()));
        LayoutTab after = null;
        String reason = "";
        try {
            Sent sent = send(requests);
            after = sent.tab;
            reason = sent.lostOr("it was set again");
        } catch (CallException e) {
            reason = String.valueOf(e.getMessage());
        }
        for (LayoutChange change : wrong) {
            String moved = "people moved columns or changed headers at the same moment, so the mark came to "
                    + letters(tab.marked(change.name()));
            boolean gone = after != null && after.marked(change.name()).isEmpty();
            put(
                    gone
                            ? Outcome.stale(change, moved + " and was taken off again: plan again")
                            : Outcome.unknown(change, moved + " and may be there still: call unpin(); " + reason));
        }
    }

    private void unpin(List<LayoutChange> changes) {
        LayoutTab tab = read(state.age());
        LayoutRequests requests = new LayoutRequests(tab.image.tab());
        List<LayoutChange> due = new ArrayList<>();
        for (LayoutChange change : changes) {
            List<Integer> marked = tab.marked(change.name());
            if (marked.isEmpty()) {
                put(Outcome.unchanged(change));
                state.relayout();
            } else if (marked.stream().noneMatch(place -> tab.header(place).equals(change.header()))) {
                put(Outcome.stale(change, "the mark is on " + letters(marked) + " by now: plan again"));
            } else {
                due.add(change);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        due.stream().map(LayoutChange::name).distinct().forEach(requests::unpin);
        Sent sent = send(requests);
        for (LayoutChange change : due) {
            if (sent.tab != null && sent.tab.marked(change.name()).isEmpty()) {
                put(Outcome.applied(change));
                state.relayout();
            } else {
                put(Outcome.unknown(change, sent.lostOr("the mark is there again")));
            }
        }
    }

    private void add(List<LayoutChange> changes) {
        LayoutTab tab = read(state.age());
        List<LayoutChange> due = new ArrayList<>();
        for (LayoutChange change : changes) {
            if (tab.headerRow < 0) {
                put(Outcome.stale(change, "the header of the table is not found any more: plan again"));
            } else if (!tab.places(change.header()).isEmpty()) {
                put(Outcome.unchanged(change));
            } else {
                due.add(change);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        LayoutRequests requests = new LayoutRequests(tab.image.tab());
        requests.add(due, tab.end(), tab.headerRow, tab.prepared(), tab.map.endRow());
        TableInfo table = tab.googleTable();
        if (table != null) {
            requests.widen(table, due.size());
        }
        Sent sent = send(requests);
        state.relayout();
        for (LayoutChange change : due) {
            boolean there = sent.tab != null && sent.tab.places(change.header()).size() == 1;
            put(
                    there
                            ? Outcome.applied(change)
                            : Outcome.unknown(
                                    change,
                                    sent.lostOr("people moved rows at the same moment, so the header may stand in a"
                                            + " row above or below: move it to the others")));
        }
    }

    /**
     * Removes empty columns in two requests. Google deletes columns by their place alone, which changes if people insert or
     * delete columns at the same moment. So they are first moved behind all others and an empty column, and the reply shows
     * whether they are the right ones. A deletion that goes wrong by one column then meets the empty one.
     */
    private void remove(List<LayoutChange> changes) {
        LayoutTab tab = read(state.age());
        List<LayoutChange> due = new ArrayList<>();
        for (LayoutChange change : changes) {
            List<Integer> places = tab.places(change.header());
            String content = places.size() == 1 ? tab.content(places.get(0)) : null;
            if (places.isEmpty() && tab.headerRow >= 0) {
                put(Outcome.unchanged(change));
            } else if (places.size() != 1) {
                put(Outcome.stale(change, "its header is not found any more, or stands there twice: plan again"));
            } else if (content != null) {
                put(Outcome.stale(change, content));
            } else {
                due.add(change);
            }
        }
        if (due.isEmpty()) {
            return;
        }
        due.sort(Comparator.comparing(
                        (LayoutChange change) -> tab.places(change.header()).get(0))
                .reversed());
        LayoutRequests moves = new LayoutRequests(tab.image.tab());
        moves.moveToEnd(
                due.stream().map(change -> tab.places(change.header()).get(0)).toList());
        LayoutTab moved = send(moves).tab;
        int first = tab.image.tab().columnCount() + 1 - due.size();
        if (moved == null || !isMoved(moved, due, first)) {
            state.relayout();
            due.forEach(change -> put(Outcome.unknown(
                    change,
                    "people changed columns at the same moment, so that nothing was deleted: columns may stand at the end of"
                            + " the tab that stood elsewhere")));
            return;
        }
        LayoutRequests deletion = new LayoutRequests(moved.image.tab());
        deletion.deleteColumns(first, due.size());
        Sent sent;
        try {
            sent = send(deletion);
        } catch (CallException e) {
            due.forEach(change -> put(
                    Outcome.failed(change, "it was moved to the end of the tab and not deleted: " + e.getMessage())));
            return;
        } finally {
            state.relayout();
        }
        for (LayoutChange change : due) {
            boolean gone = sent.tab != null
                    && sent.tab.headerRow >= 0
                    && sent.tab.places(change.header()).isEmpty();
            put(
                    gone
                            ? Outcome.applied(change)
                            : Outcome.unknown(change, sent.lostOr("it stands at the end of the tab: plan again")));
        }
    }

    /** Whether exactly these columns stand at the end of the tab, and hold nothing. */
    private static boolean isMoved(LayoutTab tab, List<LayoutChange> columns, int first) {
        boolean right = tab.image.tab().columnCount() == first + columns.size();
        for (int i = 0; right && i < columns.size(); i++) {
            right = tab.places(columns.get(i).header()).equals(List.of(first + i)) && tab.content(first + i) == null;
        }
        return right;
    }

    private void create(List<LayoutChange> changes) {
        LayoutChange tab = of(LayoutChange.CREATE, changes).get(0);
        List<LayoutChange> columns = of(LayoutChange.ADD, changes);
        int header = Objects.requireNonNullElse(state.hints.headerRow(), 0);
        List<SheetChange> requests = LayoutRequests.tab(tab.tab(), header, tab.rows(), columns);
        String lost = "";
        boolean there;
        try {
            SpreadsheetInfo info = run.get(state.spreadsheet.change(requests));
            there = info.findTab(tab.tab()).isPresent();
        } catch (CallException e) {
            lost = String.valueOf(e.getMessage());
            Optional<Boolean> found = isCreated(tab.tab(), header, columns);
            if (!e.maybeDone()) {
                String message = lost;
                boolean taken = found.isPresent();
                changes.forEach(change -> put(
                        taken
                                ? Outcome.stale(change, "a tab of this title was made meanwhile: plan again")
                                : Outcome.failed(change, message)));
                return;
            }
            there = found.orElse(false);
        } finally {
            state.refresh();
        }
        for (LayoutChange change : changes) {
            put(there ? Outcome.applied(change) : Outcome.unknown(change, lost));
        }
    }

    /** Whether the tab has these headers; empty if there is no such tab, or that is unknown. */
    private Optional<Boolean> isCreated(String title, int header, List<LayoutChange> columns) {
        try {
            if (run.get(state.spreadsheet.info().fresh()).findTab(title).isEmpty()) {
                return Optional.empty();
            }
            TabImage image = run.await(state.access.recent(Duration.ZERO, run)).image();
            return Optional.of(columns.stream()
                    .allMatch(column ->
                            image.values().text(header, column.column()).equals(column.header())));
        } catch (CallException e) {
            return Optional.empty();
        }
    }

    private void deleteTab(List<LayoutChange> changes) {
        LayoutChange change = changes.get(0);
        LayoutTab tab = read(state.age());
        Set<String> headers = tab.headerRow < 0 ? Set.of() : Set.copyOf(textsOf(tab));
        String content = tab.content(headers, Math.max(0, tab.headerRow));
        if (content != null) {
            put(Outcome.stale(change, content));
            return;
        }
        boolean gone;
        String lost = "";
        try {
            gone = run.get(state.spreadsheet.change(SheetChange.deleteTab(change.tab())))
                    .findTab(change.tab())
                    .isEmpty();
        } catch (CallException e) {
            if (!e.maybeDone()) {
                throw e;
            }
            lost = String.valueOf(e.getMessage());
            gone = run.get(state.spreadsheet.info().fresh())
                    .findTab(change.tab())
                    .isEmpty();
        } finally {
            state.refresh();
        }
        put(gone ? Outcome.applied(change) : Outcome.unknown(change, lost));
    }

    private static List<String> textsOf(LayoutTab tab) {
        List<String> headers = new ArrayList<>();
        for (int column = 0; column < tab.image.values().columnCount(); column++) {
            headers.add(tab.header(column));
        }
        return headers.stream().distinct().toList();
    }

    private void put(Outcome<LayoutChange> outcome) {
        outcomes.put(outcome.change(), outcome);
    }

    private static String letters(List<Integer> columns) {
        return "column " + columns.stream().map(CellBounds::columnLetters).collect(Collectors.joining(" and column "));
    }

    private interface Step {
        void run(List<LayoutChange> changes);
    }

    /**
     * The tab after a request.
     *
     * @param tab the tab; null if it could not be read
     * @param lost the failure, if the reply was lost; else empty
     */
    private record Sent(@Nullable LayoutTab tab, String lost) {
        String lostOr(String reason) {
            return lost.isEmpty() ? reason : lost;
        }
    }
}
