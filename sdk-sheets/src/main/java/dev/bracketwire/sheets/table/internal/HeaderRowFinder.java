// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.internal.TabImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the header row of a tab, and the cells that belong to its table. */
final class HeaderRowFinder {
    private static final int SEARCHED = 20;
    private static final int LAST_ROW = 9_999_999;
    private static final int COMPARED = 20;
    private static final double LEAST = 0.45;
    private static final double CLEARER = 0.02;
    private static final double MOST_FOR_ROLES = 0.3;
    private static final int LONGEST_TITLE = 100;

    private final TabImage image;
    private final List<RoleHeaders> roles;
    private final int width;
    private final int height;
    private final List<CellKind[]> kinds = new ArrayList<>();

    private HeaderRowFinder(TabImage image, List<RoleHeaders> roles) {
        this.image = image;
        this.roles = roles;
        width = image.values().columnCount();
        height = image.values().rowCount();
        for (int row = 0; row < Math.min(height, SEARCHED + COMPARED); row++) {
            CellKind[] line = new CellKind[width];
            for (int column = 0; column < width; column++) {
                line[column] = CellKind.of(image.values().cell(row, column));
            }
            kinds.add(line);
        }
    }

    /** Returns the area of the table. */
    static TableArea find(TabImage image, List<RoleHeaders> roles, @Nullable Integer given) {
        HeaderRowFinder finder = new HeaderRowFinder(image, roles);
        Integer row = given != null && given >= 0 ? Integer.valueOf(Math.min(given, LAST_ROW)) : null;
        TableInfo table = finder.table(row);
        int rows = Math.max(image.tab().rowCount(), finder.height);
        if (table != null) {
            CellBounds cells = table.range().cells();
            int end = Math.min(cells.endRow(), rows) - (table.hasFooter() ? 1 : 0);
            int columns = Math.max(image.tab().columnCount(), finder.width);
            return new TableArea(
                    cells.startRow(),
                    Math.max(cells.startRow() + 1, end),
                    cells.startColumn(),
                    Math.max(cells.startColumn(), Math.min(cells.endColumn(), columns)),
                    table);
        }
        return new TableArea(row != null ? row : finder.headerRow(), rows, 0, finder.width, null);
    }

    /** Returns the header of a column; a cell that is merged with the ones above has the text of the highest. */
    static String header(TabImage image, TableArea area, int column) {
        if (area.headerRow() < 0) {
            return "";
        }
        String text = textAt(image, area.headerRow(), column);
        TableInfo table = area.table();
        int place = column - area.startColumn();
        return text.isBlank() && table != null && place < table.columns().size()
                ? table.columns().get(place).name()
                : text;
    }

    private static String textAt(TabImage image, int row, int column) {
        String text = image.values().text(row, column);
        if (text.isBlank()) {
            for (CellBounds merge : image.merges()) {
                if (merge.startColumn() == column
                        && merge.endColumn() == column + 1
                        && merge.startRow() < row
                        && row < merge.endRow()) {
                    return image.values().text(merge.startRow(), column);
                }
            }
        }
        return text;
    }

    private @Nullable TableInfo table(@Nullable Integer row) {
        return image.tab().tables().stream()
                .filter(each -> row == null || each.range().cells().startRow() == row)
                .max(Comparator.comparingInt(this::roleHits))
                .orElse(null);
    }

    private int roleHits(TableInfo table) {
        CellBounds cells = table.range().cells();
        int end = Math.min(cells.endColumn(), width);
        int hits = 0;
        for (int column = cells.startColumn(); column < end; column++) {
            hits += isRole(image.values().text(cells.startRow(), column)) ? 1 : 0;
        }
        // Of two tables that fit equally well, the upper one counts, whatever order the reply had.
        return hits * 100_000 - Math.min(99_999, cells.startRow());
    }

    private boolean isRole(String text) {
        if (text.isBlank() || text.length() > LONGEST_TITLE) {
            return false;
        }
        HeaderText header = HeaderText.of(text);
        return roles.stream().anyMatch(role -> role.isExact(header));
    }

    private int headerRow() {
        int found = -1;
        double best = LEAST;
        for (int row = 0; row < Math.min(height, SEARCHED); row++) {
            double least = best + (found < 0 ? 0 : CLEARER);
            double score = shapeScore(row);
            // Most rows of data are out of question before their cells are compared with the roles.
            if (score > 0 && score + MOST_FOR_ROLES > least) {
                score += roleScore(row);
            }
            if (score > least) {
                best = score;
                found = row;
            }
        }
        return found;
    }

    private double roleScore(int row) {
        double score = 0;
        for (int column = 0; column < width && score < MOST_FOR_ROLES; column++) {
            score += isRole(textAt(image, row, column)) ? 0.1 : 0;
        }
        return Math.min(MOST_FOR_ROLES, score);
    }

    private double shapeScore(int row) {
        int filled = 0;
        double contrast = 0;
        Set<String> distinct = new HashSet<>();
        for (int column = 0; column < width; column++) {
            String text = textAt(image, row, column).strip();
            if (!text.isEmpty()) {
                filled++;
                distinct.add(text.toLowerCase(Locale.ROOT));
                contrast += contrast(row, column, text);
            }
        }
        if (filled == 0) {
            return 0;
        }
        double score = 0.5 * contrast / filled
                + 0.15 * distinct.size() / filled
                + 0.35 * Math.min(1, (double) filled / widest(row));
        if (row == image.tab().frozenRows() - 1) {
            score += 0.2;
        }
        return isBanner(row) ? score - 0.25 : score;
    }

    /** Returns how much a cell differs from those below: 1 for a title over numbers, -1 for a number over numbers. */
    private double contrast(int row, int column, String text) {
        CellKind own = kinds.get(row)[column];
        boolean plain =
                own == CellKind.TEXT || own == CellKind.HANDLE || own == CellKind.YES_NO || own == CellKind.EMPTY;
        Map<CellKind, Integer> below = new EnumMap<>(CellKind.class);
        CellKind most = CellKind.EMPTY;
        for (int i = row + 1; i < Math.min(kinds.size(), row + 1 + COMPARED); i++) {
            CellKind kind = kinds.get(i)[column] == CellKind.HANDLE ? CellKind.TEXT : kinds.get(i)[column];
            if (kind == CellKind.EMPTY) {
                continue;
            }
            if (plain && image.values().text(i, column).strip().equalsIgnoreCase(text)) {
                return -1;
            }
            int count = below.merge(kind, 1, Integer::sum);
            most = count > below.getOrDefault(most, 0) ? kind : most;
        }
        if (plain || (most != own && isExample(own, text))) {
            return most == CellKind.EMPTY || most == CellKind.TEXT ? 0.5 : 1;
        }
        if (most == CellKind.EMPTY || most == own) {
            return -1;
        }
        boolean label = own == CellKind.NUMBER || own == CellKind.DATE || own == CellKind.PRONOUNS;
        return !label ? -0.5 : most == CellKind.TEXT ? 0 : 1;
    }

    /** Whether a cell is a header that holds an example, such as {@code Discord Name#1234}. */
    private boolean isExample(CellKind kind, String text) {
        if (kind != CellKind.RIOT_ID && kind != CellKind.NUMBERED_NAME) {
            return false;
        }
        HeaderText header = HeaderText.of(text);
        return roles.stream().anyMatch(role -> role.score(header) >= RoleDetection.THRESHOLD);
    }

    /** Returns the number of cells of the fullest of the next rows, or of any row if nothing follows. */
    private int widest(int row) {
        int most = 0;
        for (int i = row + 1; i < Math.min(kinds.size(), row + 1 + COMPARED); i++) {
            most = Math.max(most, filled(i));
        }
        for (int i = 0; most == 0 && i < kinds.size(); i++) {
            most = Math.max(most, filled(i));
        }
        return Math.max(1, most);
    }

    private int filled(int row) {
        int count = 0;
        for (CellKind kind : kinds.get(row)) {
            count += kind == CellKind.EMPTY ? 0 : 1;
        }
        return count;
    }

    private boolean isBanner(int row) {
        return image.merges().stream()
                .anyMatch(merge -> merge.startRow() <= row
                        && row < merge.endRow()
                        && merge.columnCount().orElse(CellBounds.UNBOUNDED) > 1);
    }
}
