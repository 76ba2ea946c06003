// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.RangeWrite;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.SpreadsheetInfo;
import dev.bracketwire.sheets.internal.GoogleReplyRules;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.SheetBinding;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.sheets.table.TableLayout;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Compares a binding with the live spreadsheet: access, tab, header, named columns. */
public final class BindingCheck {
    private static final int MOST_CELLS = 10_000;

    private final Sheets sheets;
    private final StoredBinding stored;
    private final SheetBinding binding;
    private final SheetTable table;
    private final Spreadsheet spreadsheet;

    /**
     * Checks a binding.
     *
     * @param table the table of the binding, which has no layout yet
     */
    public BindingCheck(Sheets sheets, StoredBinding stored, SheetTable table) {
        this.sheets = sheets;
        this.stored = stored;
        this.binding = stored.binding();
        this.table = table;
        this.spreadsheet = table.spreadsheet();
    }

    /**
     * The result.
     *
     * @param tab the tab; null if it cannot be read
     * @param problems everything that is wrong
     */
    public record Checked(@Nullable SheetTab tab, List<SheetProblem> problems) {}

    /** Looks for everything that makes a binding useless. Takes two reads and a write that changes no cell. */
    public Call<Checked> usable() {
        return run(tab -> table.layout().fresh().map(layout -> unfound(tab, layout)));
    }

    /** Looks for everything that is wrong, also in single cells. Takes two reads and a write that changes no cell. */
    public Call<Checked> all() {
        return run(tab -> table.check()
                .then(problems -> table.layout().map(layout -> {
                    List<SheetProblem> all = new ArrayList<>(problems);
                    beyond(tab).ifPresent(all::add);
                    all.addAll(locked(tab, layout));
                    return all;
                })));
    }

    private interface Layouts {
        Call<List<SheetProblem>> check(SheetTab tab);
    }

    private Call<Checked> run(Layouts layouts) {
        return spreadsheet
                .info()
                .fresh()
                .then(info -> {
                    SheetTab tab = info.findTab(binding.tab()).orElse(null);
                    if (tab == null) {
                        return Call.done(new Checked(null, List.of(noTab(info))));
                    }
                    List<SheetProblem> problems = new ArrayList<>(another(info, tab));
                    return layouts.check(tab).then(found -> {
                        problems.addAll(found);
                        return unwritable(tab).map(refusal -> {
                            problems.addAll(refusal);
                            return new Checked(tab, List.copyOf(problems));
                        });
                    });
                })
                .orElse((failure, last) -> new Checked(null, List.of(unreadable(failure))));
    }

    private SheetProblem unreadable(CallException failure) {
        String url = spreadsheet.url().toString();
        if (failure instanceof NotFoundException && failure.status() == 404) {
            return new SheetProblem(
                    url,
                    "does not exist or was deleted",
                    "",
                    "copy the address of the spreadsheet from the browser and bind it again");
        }
        if (failure instanceof ForbiddenException && GoogleReplyRules.asksToShare(failure)) {
            return new SheetProblem(url, "is not shared with this program", "", share());
        }
        throw failure;
    }

    private String share() {
        return "open the spreadsheet, press Share, and add "
                + sheets.findAccount().orElse("the account of this program") + " as an Editor";
    }

    private SheetProblem noTab(SpreadsheetInfo info) {
        Integer sheetId = stored.sheetId();
        Optional<SheetTab> renamed = sheetId == null
                ? Optional.empty()
                : info.tabs().stream().filter(tab -> tab.sheetId() == sheetId).findFirst();
        return renamed.map(tab -> new SheetProblem(
                        binding.tab(),
                        "was renamed and is called \"" + tab.title() + "\" now",
                        "",
                        "give the tab its old title back, or bind it by its new one"))
                .orElseGet(() -> new SheetProblem(
                        spreadsheet.url().toString(),
                        "is the title of no tab",
                        binding.tab(),
                        "the tabs are "
                                + info.tabs().stream().map(SheetTab::title).collect(Collectors.joining(", "))));
    }

    private List<SheetProblem> another(SpreadsheetInfo info, SheetTab tab) {
        Integer sheetId = stored.sheetId();
        if (sheetId == null || sheetId == tab.sheetId()) {
            return List.of();
        }
        String was = info.tabs().stream()
                .filter(each -> each.sheetId() == sheetId)
                .findFirst()
                .map(each -> "is called \"" + each.title() + "\" now")
                .orElse("was deleted");
        return List.of(new SheetProblem(
                binding.tab(),
                "is another tab than the one that was bound, which " + was,
                "",
                "bind the tab again if it is the right one"));
    }

    private List<SheetProblem> unfound(SheetTab tab, TableLayout layout) {
        List<SheetProblem> problems = new ArrayList<>();
        beyond(tab).ifPresent(problems::add);
        if (layout.headerRow().isEmpty()) {
            if (problems.isEmpty()) {
                problems.add(new SheetProblem(
                        tab.title(),
                        "has no row that looks like a header",
                        "",
                        "write the headers, or name their row by headerRow"));
            }
            return problems;
        }
        String headers = layout.columns().stream()
                .filter(column -> !column.header().isBlank())
                .map(column -> column.letters() + " \"" + column.header().strip() + '"')
                .collect(Collectors.joining(", "));
        binding.columns().forEach((role, wanted) -> {
            if (layout.columns().stream().noneMatch(column -> role.equals(column.role()))) {
                problems.add(new SheetProblem(
                        tab.title(), "is no column for " + role, wanted, "the headers are " + headers));
            }
        });
        if (layout.key().isEmpty()) {
            String key = binding.key();
            problems.add(new SheetProblem(
                    tab.title(),
                    key == null
                            ? "has no column by which records are told apart"
                            : "is no column by which rows can be told apart",
                    key == null ? "" : key,
                    headers.isEmpty() ? "write the headers first" : "the headers are " + headers));
        }
        return problems;
    }

    private Optional<SheetProblem> beyond(SheetTab tab) {
        Integer row = binding.headerRow();
        return row == null || row <= tab.rowCount()
                ? Optional.empty()
                : Optional.of(new SheetProblem(
                        tab.title(),
                        "has " + tab.rowCount() + " rows, and the header should be in row " + row,
                        "",
                        "correct the row of the header"));
    }

    private List<SheetProblem> locked(SheetTab tab, TableLayout layout) {
        if (layout.headerRow().isEmpty()) {
            return List.of();
        }
        CellBounds records = CellBounds.rows(layout.headerRow().getAsInt(), CellBounds.UNBOUNDED);
        List<SheetProblem> problems = new ArrayList<>();
        for (CellBounds cells : locks(tab)) {
            List<LayoutColumn> hit = layout.columns().stream()
                    .filter(column -> column.role() != null && !column.computed())
                    .filter(column -> cells.intersection(records)
                            .filter(CellBounds.columns(column.index(), column.index() + 1)::overlaps)
                            .isPresent())
                    .toList();
            if (!hit.isEmpty()) {
                problems.add(new SheetProblem(
                        A1.of(tab.title(), cells).toString(),
                        "is protected, so that "
                                + hit.stream().map(LayoutColumn::name).collect(Collectors.joining(", "))
                                + " cannot be written",
                        "",
                        unlock()));
            }
        }
        return problems;
    }

    private String unlock() {
        return "open Data > Protect sheets and ranges, and let "
                + sheets.findAccount().orElse("the account of this program") + " edit them";
    }

    private static List<CellBounds> locks(SheetTab tab) {
        return tab.protections().stream()
                .filter(each -> !each.editable() && !each.warningOnly())
                .map(each -> each.range().cells())
                .toList();
    }

    /** Writes nothing into a cell that is not protected: Google refuses that too if the account may only read. */
    private Call<List<SheetProblem>> unwritable(SheetTab tab) {
        if (!sheets.capabilities().writes()) {
            return Call.done(List.of()); // the program asked for no more than to read
        }
        CellBounds cell = open(tab).orElse(null);
        if (cell == null) {
            return Call.done(
                    List.of(new SheetProblem(tab.title(), "is protected, so that it cannot be written", "", unlock())));
        }
        return spreadsheet
                .write(new RangeWrite(A1.of(tab.title(), cell), List.of(List.of(Cell.keep())), true))
                .<List<SheetProblem>>map(done -> List.of())
                .orElse((failure, last) -> {
                    if (failure instanceof ForbiddenException && GoogleReplyRules.asksToShare(failure)) {
                        return List.of(new SheetProblem(
                                spreadsheet.url().toString(),
                                "can be read by this program and not written",
                                "",
                                share()));
                    }
                    throw failure;
                });
    }

    private static Optional<CellBounds> open(SheetTab tab) {
        Collection<CellBounds> locks = locks(tab);
        long cells = Math.min(MOST_CELLS, (long) tab.rowCount() * tab.columnCount());
        for (int i = 0; i < cells; i++) {
            CellBounds cell = CellBounds.cell(i / tab.columnCount(), i % tab.columnCount());
            if (locks.stream().noneMatch(lock -> lock.contains(cell))) {
                return Optional.of(cell);
            }
        }
        return Optional.empty();
    }
}
