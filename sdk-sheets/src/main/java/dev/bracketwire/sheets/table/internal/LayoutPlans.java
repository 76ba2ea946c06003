// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.Column;
import dev.bracketwire.exchange.TableSchema;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.SheetTab.ProtectedCells;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutChange;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plans changes of the structure of a table, and refuses impossible ones. */
public final class LayoutPlans {
    private final TableState state;
    private final List<LayoutChange> changes = new ArrayList<>();
    private final List<SheetProblem> problems = new ArrayList<>();

    private LayoutPlans(TableState state) {
        this.state = state;
    }

    private static Call<Plan<LayoutChange>> plan(
            TableState state, String title, Consumer<LayoutTab> work, LayoutPlans plans) {
        return state.access.service.threads.callAsync("plan", state.access.service.options.call(), run -> {
            plans.checkScope();
            return state.access.recent(RowQueue.RECENT, run).thenApply(found -> {
                work.accept(new LayoutTab(state, found.image()));
                return plans.planned(title);
            });
        });
    }

    private Plan<LayoutChange> planned(String title) {
        if (!problems.isEmpty()) {
            throw new SheetException(problems);
        }
        return LayoutApplier.plan(state, title, changes);
    }

    private void checkScope() {
        if (!state.access.service.options.writes()) {
            problem(
                    title(),
                    "cannot be changed, because the scopes of the credential allow to read only",
                    "",
                    "add GoogleScope.SPREADSHEETS by GoogleAccess.scopes");
            throw new SheetException(problems);
        }
    }

    /** Plans to mark every column that has a role. */
    public static Call<Plan<LayoutChange>> pin(TableState state) {
        LayoutPlans plans = new LayoutPlans(state);
        return plan(state, "marks of the columns of " + plans.title(), plans::pin, plans);
    }

    /** Plans to take the marks of the table's columns off, wherever they are. */
    public static Call<Plan<LayoutChange>> unpin(TableState state) {
        LayoutPlans plans = new LayoutPlans(state);
        return plan(state, "no marks on the columns of " + plans.title(), plans::unpin, plans);
    }

    /** Plans to add the columns that are not there; those of the roles if there is no schema. */
    public static Call<Plan<LayoutChange>> add(TableState state, @Nullable TableSchema schema) {
        LayoutPlans plans = new LayoutPlans(state);
        TableSchema wanted = schema == null ? schema(state.hints) : schema;
        return plan(state, "new columns of " + plans.title(), tab -> plans.add(tab, wanted), plans);
    }

    /** Plans to make the tab with a header and prepared rows. */
    public static Call<Plan<LayoutChange>> create(TableState state, TableSchema schema, int rows) {
        if (rows < 1) {
            throw new IllegalArgumentException("a new table has at least 1 row, not " + rows);
        }
        return Call.done(new LayoutPlans(state)).then(plans -> {
            plans.checkScope();
            return state.spreadsheet.info().fresh().map(info -> {
                info.findTab(plans.title())
                        .ifPresent(tab -> plans.problem(
                                tab.title(),
                                "is there already",
                                "",
                                "delete or rename it, or give the new tab another title"));
                plans.create(schema, rows);
                return plans.planned("new tab " + plans.title());
            });
        });
    }

    /** Plans to take back the changes of a report. */
    public static Call<Plan<LayoutChange>> undo(TableState state, Report<LayoutChange> report) {
        List<LayoutChange> done = report.outcomes()
                .filter(outcome ->
                        outcome.status() == Outcome.Status.APPLIED || outcome.status() == Outcome.Status.UNKNOWN)
                .map(Outcome::change)
                .toList();
        String title = "undo of " + report.title();
        LayoutPlans plans = new LayoutPlans(state);
        List<LayoutChange> created = done.stream()
                .filter(change -> change.kind().equals(LayoutChange.CREATE))
                .toList();
        if (created.isEmpty()) {
            return plan(state, title, tab -> done.forEach(change -> plans.back(tab, change)), plans);
        }
        Set<String> headers = done.stream().map(LayoutChange::header).collect(Collectors.toSet());
        return state.spreadsheet
                .findTab(plans.title())
                .then(found -> found.isEmpty()
                        ? Call.done(plans.planned(title))
                        : plan(state, title, tab -> plans.uncreate(tab, created.get(0), headers), plans));
    }

    /** Returns the columns that the roles of a table need, by the names of the roles. */
    public static TableSchema schema(LayoutHints hints) {
        return TableSchema.of(hints.roles().stream()
                .filter(role -> !hints.without().contains(role.name()))
                .map(role -> Column.of(role.name(), kind(role.content())))
                .toList());
    }

    private static Column.Kind kind(ColumnRole.Content content) {
        return switch (content) {
            case NUMBER -> Column.Kind.DECIMAL;
            case FLAG -> Column.Kind.TRUTH;
            case DATE -> Column.Kind.DATE;
            default -> Column.Kind.TEXT;
        };
    }

    private void pin(LayoutTab tab) {
        problems.addAll(TabRows.moved(state, tab.image));
        if (!problems.isEmpty()) {
            return;
        }
        Map<String, Integer> places = new LinkedHashMap<>();
        tab.layout.columns().stream()
                .filter(column -> column.role() != null)
                .forEach(column -> places.put(column.name(), tab.map.columns().get(column.name())));
        places.forEach((name, place) -> pin(tab, name, place));
        state.hints.roles().stream()
                .map(ColumnRole::name)
                .filter(name -> !places.containsKey(name) && !tab.marked(name).isEmpty())
                .forEach(name -> pin(tab, name, -1));
    }

    private void pin(LayoutTab tab, String name, int place) {
        List<Integer> marked = tab.marked(name);
        String advice = "call refresh(), or take the marks off by unpin() and pin again";
        if (!CellValues.isSendable(name)) {
            problem(letters(place), "has a role whose name Google refuses", name, "give the role another name");
        } else if (marked.isEmpty()) {
            changes.add(change(LayoutChange.PIN, name, tab.header(place), place, null));
        } else if (marked.size() > 1) {
            problem(
                    letters(marked),
                    "are both marked as " + name,
                    "",
                    "delete the copy, or take the marks off by unpin() and pin again");
        } else if (marked.get(0) != place) {
            String other = place < 0 ? "no column" : "column " + CellBounds.columnLetters(place);
            problem(
                    letters(marked),
                    "is marked as " + name + ", which " + other + " is",
                    tab.header(marked.get(0)),
                    advice);
        }
    }

    private void unpin(LayoutTab tab) {
        Set<String> names = new LinkedHashSet<>();
        state.hints.roles().forEach(role -> names.add(role.name()));
        tab.layout.columns().forEach(column -> names.add(column.name()));
        new TreeMap<>(tab.image.pins())
                .forEach((place, marks) -> new TreeSet<>(marks)
                        .stream()
                                .filter(names::contains)
                                .forEach(name ->
                                        changes.add(change(LayoutChange.UNPIN, name, tab.header(place), place, null))));
    }

    private void add(LayoutTab tab, TableSchema schema) {
        if (tab.headerRow < 0) {
            problem(title(), "has no row that looks like the header of the table", "", "restore it, or call refresh()");
            return;
        }
        int place = tab.end();
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (Column column : schema.columns()) {
            String header = header(column.name());
            if (isMissing(tab, column.name(), header) && isHeader(header, headers)) {
                changes.add(change(LayoutChange.ADD, column.name(), header, place, column.kind()));
                place++;
            }
        }
        int first = tab.end();
        for (ProtectedCells cells : tab.image.tab().protections()) {
            CellBounds bounds = cells.range().cells();
            boolean around = bounds.startColumn() < first
                    && bounds.endColumn() > first
                    && bounds.startRow() < tab.map.endRow()
                    && bounds.endRow() > tab.headerRow;
            if (!cells.editable() && around && !changes.isEmpty()) {
                problem(
                        cells.range().toA1(title()).toString(),
                        "is protected, so that no column can be added there",
                        cells.description(),
                        "have the protection removed, or this account allowed to edit it");
            }
        }
    }

    /** Whether a column is not there; one that may be there is a problem. */
    private boolean isMissing(LayoutTab tab, String name, String header) {
        Predicate<LayoutColumn> same = column -> column.header().strip().equalsIgnoreCase(header.strip());
        long alike = tab.layout.columns().stream().filter(same).count();
        if (tab.layout.columns().stream().anyMatch(column -> name.equals(column.role()))) {
            return false;
        }
        ColumnRole role = role(name);
        if (role == null) {
            if (alike > 1) {
                problem(title(), "has several columns of this header", header, "give all but one another header");
            }
            return alike == 0 && tab.layout.find(name) == null;
        }
        String set = state.hints.columns().get(name);
        if (set != null) {
            problem(
                    title(),
                    "has no column " + set + ", which the role " + name + " was given",
                    "",
                    "correct column(...)");
            return false;
        }
        List<RoleMatch.Candidate> rivals = tab.layout.roles().stream()
                .filter(match -> match.role().equals(name))
                .flatMap(match -> match.candidates().stream())
                .filter(candidate -> tab.layout.columns().stream()
                        .noneMatch(column -> column.index() == candidate.column() && column.role() != null))
                .toList();
        if (!rivals.isEmpty() || alike > 0) {
            String which = rivals.isEmpty()
                    ? "a column of the header " + header
                    : letters(rivals.stream().map(RoleMatch.Candidate::column).toList());
            problem(
                    title(),
                    "may have a column of the role " + name + " already: " + which,
                    "",
                    "name it by column(\"" + name + "\", ...), or give it another header");
            return false;
        }
        return true;
    }

    private @Nullable ColumnRole role(String name) {
        return state.hints.roles().stream()
                .filter(role -> role.name().equals(name))
                .findFirst()
                .orElse(null);
    }

    /** Returns the header of a new column: the first of its role, or its name. */
    private String header(String name) {
        ColumnRole role = role(name);
        return role == null || role.headers().get(0).isBlank()
                ? name
                : role.headers().get(0);
    }

    private boolean isHeader(String header, Set<String> others) {
        try {
            CellValues.check(Cell.text(header));
        } catch (IllegalArgumentException e) {
            problem(title(), "cannot get this header: " + e.getMessage(), header, "give the column another name");
            return false;
        }
        if (header.isBlank()) {
            problem(title(), "cannot get a column without a header", "", "give the column a name");
        } else if (!others.add(header.strip())) {
            problem(title(), "would get two columns of this header", header, "give one of them another name");
        }
        return true;
    }

    private void create(TableSchema schema, int rows) {
        int header = Objects.requireNonNullElse(state.hints.headerRow(), 0);
        Set<String> headers = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        List<LayoutChange> columns = new ArrayList<>();
        for (Column column : schema.columns()) {
            String text = header(column.name());
            if (isHeader(text, headers)) {
                columns.add(change(LayoutChange.ADD, column.name(), text, columns.size(), column.kind()));
            }
        }
        if (columns.isEmpty()) {
            problem(title(), "would have no column", "", "give it roles or a schema");
        }
        if (problems.isEmpty()) {
            try {
                LayoutRequests.tab(title(), header, rows, columns);
            } catch (IllegalArgumentException e) {
                problem(title(), "cannot be made: " + e.getMessage(), "", "");
            }
        }
        changes.add(new LayoutChange(title(), LayoutChange.CREATE, "", "", 0, null, rows, ""));
        changes.addAll(columns);
    }

    private void back(LayoutTab tab, LayoutChange change) {
        String name = change.name();
        List<Integer> marked = tab.marked(name);
        List<Integer> places = tab.places(change.header());
        switch (change.kind()) {
            case LayoutChange.PIN ->
                marked.forEach(
                        place -> changes.add(0, change(LayoutChange.UNPIN, name, tab.header(place), place, null)));
            case LayoutChange.UNPIN -> {
                if (marked.isEmpty() && places.size() == 1) {
                    changes.add(0, change(LayoutChange.PIN, name, change.header(), places.get(0), null));
                } else if (marked.isEmpty()) {
                    keep(change, change.column(), "the header stands there " + places.size() + " times");
                }
            }
            case LayoutChange.ADD -> {
                if (places.size() == 1) {
                    String content = tab.content(places.get(0));
                    if (content == null) {
                        changes.add(
                                0, change(LayoutChange.REMOVE, name, change.header(), places.get(0), change.content()));
                    } else {
                        keep(change, places.get(0), content);
                    }
                } else {
                    keep(change, change.column(), places.size() + " columns have its header by now");
                }
            }
            case LayoutChange.REMOVE -> {
                if (places.isEmpty() && tab.headerRow >= 0) {
                    changes.add(0, change(LayoutChange.ADD, name, change.header(), tab.end(), change.content()));
                }
            }
            default -> {} // a tab that was deleted held nothing but its header: planCreate makes it again
        }
    }

    private void uncreate(LayoutTab tab, LayoutChange created, Set<String> headers) {
        String content = tab.content(headers, Objects.requireNonNullElse(state.hints.headerRow(), 0));
        String kind = content == null ? LayoutChange.DELETE : LayoutChange.KEEP;
        changes.add(
                new LayoutChange(created.tab(), kind, "", "", 0, null, created.rows(), content == null ? "" : content));
    }

    private void keep(LayoutChange change, int place, String note) {
        changes.add(new LayoutChange(
                title(), LayoutChange.KEEP, change.name(), change.header(), place, change.content(), 0, note));
    }

    private LayoutChange change(String kind, String name, String header, int place, Column.@Nullable Kind content) {
        return new LayoutChange(title(), kind, name, header, place, content, 0, "");
    }

    private static String letters(int column) {
        return letters(List.of(column));
    }

    private static String letters(Collection<Integer> columns) {
        String all = columns.stream().map(CellBounds::columnLetters).collect(Collectors.joining(" and "));
        return (columns.size() == 1 ? "column " : "the columns ") + all;
    }

    private String title() {
        return state.access.title();
    }

    private void problem(String place, String rule, String value, String advice) {
        problems.add(new SheetProblem(place, rule, value, advice));
    }
}
