// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the header row of a tab, its columns and the column of each role. */
public final class ColumnDetector {
    private static final Pattern LETTERS = Pattern.compile("\\s*[A-Za-z]{1,3}\\s*");

    private ColumnDetector() {}

    /** Returns the layout of a tab. Never throws because of the tab's content. */
    public static DetectedLayout detect(TabImage image, LayoutHints hints) {
        Map<String, RoleHeaders> byName = new LinkedHashMap<>();
        for (ColumnRole role : hints.roles()) {
            byName.putIfAbsent(role.name(), new RoleHeaders(role));
        }
        List<RoleHeaders> roles = List.copyOf(byName.values());
        TableArea area = withNamedColumns(image, hints, HeaderRowFinder.find(image, roles, hints.headerRow()));
        ContentEvidence[] evidence = ContentEvidence.of(image, area);
        String[] headers = new String[evidence.length];
        for (int i = 0; i < headers.length; i++) {
            headers[i] = HeaderRowFinder.header(image, area, area.startColumn() + i);
        }
        ProblemList problems = new ProblemList(image.tab().title());
        SheetValidation validation = new SheetValidation(image, area, problems);
        validation.checkHeader(headers, evidence);
        List<RoleMatch> matches = new RoleChoice(image, hints, area, roles, headers, evidence, problems).choose();
        List<LayoutColumn> columns = columns(image, area, headers, evidence, matches);
        LayoutColumn key = key(hints, roles, columns, problems);
        validation.checkRoles(matches, hints);
        validation.checkRecords(columns, roles, key);
        return new DetectedLayout(
                area.headerRow(),
                area.endRow(),
                columns,
                matches,
                key == null ? null : key.name(),
                area.table() == null ? null : area.table().name(),
                problems.toList());
    }

    /** Returns the index of column letters; -1 for any other text. */
    static int columnIndex(String text) {
        return LETTERS.matcher(text).matches()
                ? CellBounds.columnIndex(text.strip().toUpperCase(Locale.ROOT))
                : -1;
    }

    /** Widens the area by columns without data that metadata or settings name. */
    private static TableArea withNamedColumns(TabImage image, LayoutHints hints, TableArea area) {
        if (area.table() != null) {
            return area;
        }
        int end = area.endColumn();
        for (int row = area.firstRow();
                row < Math.min(area.endRow(), image.checkboxes().size());
                row++) {
            end = Math.max(end, image.checkboxes().get(row).length());
        }
        for (int column : image.pins().keySet()) {
            end = Math.max(end, column + 1);
        }
        for (String hint : hints.columns().values()) {
            int index = columnIndex(hint);
            end = index < image.tab().columnCount() ? Math.max(end, index + 1) : end;
        }
        return new TableArea(area.headerRow(), area.endRow(), 0, end, null);
    }

    private static List<LayoutColumn> columns(
            TabImage image, TableArea area, String[] headers, ContentEvidence[] evidence, List<RoleMatch> matches) {
        Map<Integer, String> roles = new HashMap<>();
        Map<String, Integer> uses = new HashMap<>();
        Set<String> names = new HashSet<>();
        for (RoleMatch match : matches) {
            // A header that reads like a role is not called so, since the role may have another column or none.
            names.add(folded(match.role()));
            if (match.column() != null) {
                roles.put(match.column(), match.role());
            }
        }
        for (String header : headers) {
            uses.merge(folded(header), 1, Integer::sum);
        }
        List<LayoutColumn> columns = new ArrayList<>();
        for (int i = 0; i < headers.length; i++) {
            int column = area.startColumn() + i;
            String role = roles.get(column);
            boolean pinned = !image.pins().getOrDefault(column, List.of()).isEmpty();
            if (role == null && !pinned && headers[i].isBlank() && !evidence[i].isFilled()) {
                continue;
            }
            String name = role == null ? name(headers[i], column, uses, names) : role;
            names.add(folded(name));
            columns.add(new LayoutColumn(
                    column, name, headers[i], role, pinned, evidence[i].isCheckbox(), evidence[i].isComputed()));
        }
        return columns;
    }

    private static String name(String header, int column, Map<String, Integer> uses, Set<String> names) {
        String letters = CellBounds.columnLetters(column);
        String name = header.isBlank() ? "column " + letters : header.strip();
        if (!header.isBlank() && uses.getOrDefault(folded(header), 0) > 1) {
            name = name + " (" + letters + ")";
        }
        while (names.contains(folded(name))) {
            name = name + " (" + letters + ")";
        }
        return name;
    }

    private static @Nullable LayoutColumn key(
            LayoutHints hints, List<RoleHeaders> roles, List<LayoutColumn> columns, ProblemList problems) {
        String wanted = hints.key();
        if (wanted != null) {
            LayoutColumn found = named(wanted, columns);
            if (found == null) {
                problems.addTab(
                        "has no column " + wanted + ", by which its rows should be told apart",
                        "correct the setting or the header");
            }
            return found;
        }
        for (RoleHeaders each : roles) {
            if (each.role().content() != ColumnRole.Content.FLAG) {
                for (LayoutColumn column : columns) {
                    if (each.role().name().equals(column.role())) {
                        return column;
                    }
                }
            }
        }
        return null;
    }

    private static @Nullable LayoutColumn named(String wanted, List<LayoutColumn> columns) {
        for (LayoutColumn column : columns) {
            if (folded(column.name()).equals(folded(wanted))) {
                return column;
            }
        }
        String key = HeaderText.of(wanted).key();
        List<LayoutColumn> same = columns.stream()
                .filter(column -> key.isEmpty()
                        ? folded(column.header()).equals(folded(wanted))
                        : HeaderText.of(column.header()).key().equals(key))
                .toList();
        return same.size() == 1 ? same.get(0) : null;
    }

    private static String folded(String text) {
        return text.strip().toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }
}
