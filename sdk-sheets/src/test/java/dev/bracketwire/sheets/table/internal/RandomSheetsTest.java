// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.SheetTab;
import dev.bracketwire.sheets.SheetTab.TableInfo;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.LayoutColumn;
import dev.bracketwire.sheets.table.RoleMatch;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class RandomSheetsTest {
    private static final String[] HEADERS = {
        "Discord",
        "IGN",
        "Riot ID",
        "Alt IGN",
        "Pronouns",
        "Registered",
        "Checked In",
        "Team",
        "Rank",
        "Discord ID",
        "",
        "Timestamp",
        "Social media",
        "Team Captain",
        "שם משתמש",
        "🎮",
        "column A",
        "discord",
        "#"
    };

    @Test
    void detect_anySheet_holdsTheRules() {
        SeededDraw.rounds(1_500, draw -> {
            TabImage image = image(draw);
            LayoutHints hints = hints(draw);
            DetectedLayout layout = ColumnDetector.detect(image, hints);
            assertThat(ColumnDetector.detect(image, hints)).isEqualTo(layout);
            Set<String> names = new HashSet<>();
            Map<Integer, String> roles = new HashMap<>();
            int previous = -1;
            for (LayoutColumn column : layout.columns()) {
                assertThat(names.add(column.name().strip().toLowerCase(Locale.ROOT)))
                        .as(column.name())
                        .isTrue();
                assertThat(column.index()).isGreaterThan(previous);
                previous = column.index();
                if (column.role() != null) {
                    roles.put(column.index(), column.role());
                }
            }
            assertThat(layout.roles()).hasSameSizeAs(hints.roles());
            int given = 0;
            for (RoleMatch match : layout.roles()) {
                assertThat(match.reasons()).isNotEmpty();
                assertThat(match.toString()).isNotBlank();
                if (match.column() != null) {
                    given++;
                    assertThat(roles).containsEntry(match.column(), match.role());
                } else {
                    assertThat(match.source()).isEqualTo(RoleMatch.Source.NONE);
                }
            }
            assertThat(roles).hasSize(given);
            assertThat(layout.problems()).hasSizeLessThanOrEqualTo(101);
            assertThat(layout.key() == null
                            || names.contains(layout.key().strip().toLowerCase(Locale.ROOT)))
                    .isTrue();
            assertThat(layout.endRow())
                    .isGreaterThan(layout.headerRow() < image.tab().rowCount() ? layout.headerRow() : 0);
        });
    }

    @Test
    void detect_columnsInAnotherOrder_givesTheSameRoles() {
        SeededDraw.rounds(300, draw -> {
            List<Integer> order = new ArrayList<>();
            List<String> headers = draw.list(1, 10, () -> draw.element(HEADERS));
            for (int i = 0; i < headers.size(); i++) {
                order.add(i);
            }
            Collections.shuffle(order, draw.random());
            List<String> shuffled = order.stream().map(headers::get).toList();
            Map<String, Integer> expected = roles(headers);
            Map<String, Integer> got = roles(shuffled);
            got.replaceAll((role, column) -> order.get(column));
            assertThat(got).isEqualTo(expected);
        });
    }

    private static Map<String, Integer> roles(List<String> headers) {
        LayoutHints hints = new LayoutHints(ColumnRole.registration(), Map.of(), Set.of(), 0, null);
        Map<String, Integer> roles = new TreeMap<>();
        for (RoleMatch match :
                ColumnDetector.detect(HeaderCorpus.image(headers), hints).roles()) {
            if (match.column() != null) {
                roles.put(match.role(), match.column());
            }
        }
        return roles;
    }

    private static TabImage image(SeededDraw draw) {
        int width = draw.random().nextInt(40) == 0 ? 300 : draw.between(0, 12);
        List<List<Cell>> rows = draw.list(0, 25, () -> draw.list(0, width, () -> cell(draw)));
        int rowCount = Math.max(1, rows.size() + draw.between(0, 3));
        int columnCount = Math.max(1, width + draw.between(0, 3));
        List<TableInfo> tables = draw.random().nextInt(4) > 0
                ? List.of()
                : draw.list(
                        1,
                        2,
                        () -> new TableInfo(
                                "t",
                                "Table",
                                new GridRange(0, bounds(draw, rowCount, columnCount)),
                                List.of(),
                                draw.flag()));
        SheetTab tab =
                new SheetTab(0, "Players", 0, false, rowCount, columnCount, draw.between(0, 3), List.of(), tables);
        CellGrid grid =
                CellGrid.of(A1.of("Players", new CellBounds(0, rowCount, 0, columnCount)), ReadMode.VALUES, rows);
        Map<Integer, List<String>> pins = new HashMap<>();
        if (draw.random().nextInt(4) == 0) {
            pins.put(draw.between(0, 14), draw.list(1, 2, () -> draw.element("discord", "ign", "other")));
        }
        return new TabImage(
                tab,
                grid,
                draw.list(0, 25, () -> BitSet.valueOf(new long[] {draw.anyLong()})),
                draw.list(0, 25, () -> BitSet.valueOf(new long[] {draw.random().nextInt(64)})),
                draw.list(0, 2, () -> bounds(draw, rowCount, columnCount)),
                pins);
    }

    private static CellBounds bounds(SeededDraw draw, int rowCount, int columnCount) {
        int row = draw.between(0, rowCount - 1);
        int column = draw.between(0, columnCount - 1);
        return new CellBounds(
                row,
                draw.flag() ? CellBounds.UNBOUNDED : draw.between(row + 1, rowCount),
                column,
                draw.flag() ? CellBounds.UNBOUNDED : draw.between(column + 1, columnCount));
    }

    private static Cell cell(SeededDraw draw) {
        return switch (draw.random().nextInt(8)) {
            case 0 -> Cell.clear();
            case 1 -> Cell.bool(draw.flag());
            case 2 -> Cell.number(draw.element(1.0, -2.5, 45_000.0, 123456789012345664.0));
            case 3 -> new Cell.Error(draw.element("#REF!", "#N/A", "Loading..."));
            case 4 -> new Cell.Text(draw.text());
            case 5 ->
                new Cell.Text(draw.element("Ann#EUW", "ann", "she/her", "\ud83c", "a\0b", "=1+1", "ann@example.org"));
            default -> new Cell.Text(draw.element(HEADERS));
        };
    }

    private static LayoutHints hints(SeededDraw draw) {
        Map<String, String> columns = draw.flag()
                ? Map.of()
                : Map.of(draw.element("ign", "x"), draw.element("B", "IGN", "ZZZ", "", "\ud83c"));
        return new LayoutHints(
                ColumnRole.registration(),
                columns,
                draw.flag() ? Set.of() : Set.of("team"),
                draw.random().nextInt(4) > 0 ? null : draw.element(-1, 0, 3, 999, Integer.MAX_VALUE),
                draw.flag() ? null : draw.element("ign", "Rank", "", "#"));
    }
}
