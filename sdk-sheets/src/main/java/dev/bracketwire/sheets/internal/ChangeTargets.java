// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import com.google.api.services.sheets.v4.model.DimensionRange;
import com.google.api.services.sheets.v4.model.GridRange;
import com.google.api.services.sheets.v4.model.SheetProperties;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.SheetTab.ProtectedCells;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.SpreadsheetInfo;
import dev.bracketwire.sheets.SpreadsheetInfo.NamedCells;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Finds the numbers of the tabs, names and tables that the changes of one request name. Changes see the effect of earlier ones in the
 * request on tabs.
 */
public final class ChangeTargets {
    private final SpreadsheetInfo info;
    private final List<Target> tabs = new ArrayList<>();

    /** Begins with the tabs that there are. */
    public ChangeTargets(SpreadsheetInfo info) {
        this.info = info;
        info.tabs().forEach(tab -> tabs.add(new Target(tab.title(), tab.sheetId(), null)));
    }

    /** Returns the element of this title: the one that is equal, or else the first that differs by case alone. */
    public static <T> Optional<T> match(Collection<T> all, Function<T, String> title, String wanted) {
        Optional<T> exact =
                all.stream().filter(one -> title.apply(one).equals(wanted)).findFirst();
        return exact.isPresent()
                ? exact
                : all.stream()
                        .filter(one -> title.apply(one).equalsIgnoreCase(wanted))
                        .findFirst();
    }

    /** Returns the failure for a title that no tab has. */
    public static NotFoundException noTab(String wanted, List<String> titles) {
        return missing("tab", wanted, titles);
    }

    private static NotFoundException missing(String noun, String wanted, List<String> names) {
        return new NotFoundException(
                Where.of("google-sheets", noun),
                "the spreadsheet has no " + noun + " \"" + wanted + "\"; it has "
                        + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    /** Returns the number of a tab. A tab that is added by the same request gets one now. */
    int sheetId(String title) {
        Target target = target(title);
        if (target.sheetId == null) {
            int id;
            do {
                id = ThreadLocalRandom.current().nextInt(1, Integer.MAX_VALUE);
            } while (isTaken(id));
            target.sheetId = id;
            Objects.requireNonNull(target.added, "added").setSheetId(id);
        }
        return target.sheetId;
    }

    private boolean isTaken(int id) {
        return tabs.stream().anyMatch(tab -> Objects.equals(tab.sheetId, id));
    }

    private Target target(String title) {
        return match(tabs, tab -> tab.title, title)
                .orElseThrow(
                        () -> noTab(title, tabs.stream().map(tab -> tab.title).toList()));
    }

    void added(SheetProperties properties) {
        tabs.add(new Target(properties.getTitle(), null, properties));
    }

    void deleted(String title) {
        tabs.remove(target(title));
    }

    void renamed(String title, String to) {
        target(title).title = to;
    }

    /** Returns the cells of a range by the number of its tab. */
    GridRange range(A1 address) {
        if (address.name() != null) {
            return range(named(address.name()));
        }
        return range(new dev.bracketwire.sheets.GridRange(sheetIdOf(address), address.cells()));
    }

    // A name is a named range, or else the tab of that title, as Google takes it.
    private dev.bracketwire.sheets.GridRange named(String name) {
        Optional<NamedCells> found = findName(name);
        if (found.isPresent() && found.get().range() != null) {
            return found.get().range();
        }
        if (match(tabs, tab -> tab.title, name).isPresent()) {
            return new dev.bracketwire.sheets.GridRange(sheetId(name), CellBounds.ALL);
        }
        throw missing(
                "named range",
                name,
                info.namedRanges().stream().map(NamedCells::name).toList());
    }

    private int sheetIdOf(A1 address) {
        if (address.tab() != null) {
            return sheetId(address.tab());
        }
        return info.tabs().stream()
                .filter(tab -> !tab.hidden())
                .findFirst()
                .map(SheetTab::sheetId)
                .orElseThrow(() -> noTab("(the first visible one)", List.of()));
    }

    // A start of 0 is written if there is an end, as Google's examples do.
    private static GridRange range(dev.bracketwire.sheets.GridRange cells) {
        CellBounds bounds = cells.cells();
        GridRange range = new GridRange().setSheetId(cells.sheetId());
        if (bounds.endRow() != CellBounds.UNBOUNDED || bounds.startRow() > 0) {
            range.setStartRowIndex(bounds.startRow());
        }
        if (bounds.endRow() != CellBounds.UNBOUNDED) {
            range.setEndRowIndex(bounds.endRow());
        }
        if (bounds.endColumn() != CellBounds.UNBOUNDED || bounds.startColumn() > 0) {
            range.setStartColumnIndex(bounds.startColumn());
        }
        if (bounds.endColumn() != CellBounds.UNBOUNDED) {
            range.setEndColumnIndex(bounds.endColumn());
        }
        return range;
    }

    DimensionRange dimension(String tab, String dimension, int start, int count) {
        return new DimensionRange()
                .setSheetId(sheetId(tab))
                .setDimension(dimension)
                .setStartIndex(start)
                .setEndIndex(Math.addExact(start, count));
    }

    Optional<NamedCells> findName(String name) {
        return info.namedRanges().stream()
                .filter(range -> range.name().equalsIgnoreCase(name))
                .findFirst();
    }

    NamedCells name(String name) {
        return findName(name)
                .orElseThrow(() -> missing(
                        "named range",
                        name,
                        info.namedRanges().stream().map(NamedCells::name).toList()));
    }

    TableInfo table(String name) {
        List<TableInfo> tables =
                info.tabs().stream().flatMap(tab -> tab.tables().stream()).toList();
        return match(tables, TableInfo::name, name)
                .orElseThrow(() -> missing(
                        "table", name, tables.stream().map(TableInfo::name).toList()));
    }

    /** Returns the protections of exactly these cells. */
    List<ProtectedCells> protections(A1 address) {
        GridRange wanted = range(address);
        List<ProtectedCells> all =
                info.tabs().stream().flatMap(tab -> tab.protections().stream()).toList();
        List<ProtectedCells> found = all.stream()
                .filter(cells -> range(cells.range()).equals(wanted))
                .toList();
        if (found.isEmpty()) {
            throw missing(
                    "protection of",
                    address.toString(),
                    all.stream()
                            .map(cells -> cells.range()
                                    .toA1(info.tab(cells.range().sheetId()).title())
                                    .toString())
                            .toList());
        }
        return found;
    }

    private static final class Target {
        private String title;
        private @Nullable Integer sheetId;
        private final @Nullable SheetProperties added;

        Target(String title, @Nullable Integer sheetId, @Nullable SheetProperties added) {
            this.title = title;
            this.sheetId = sheetId;
            this.added = added;
        }
    }
}
