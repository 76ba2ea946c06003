// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CellGridTest {
    private static final A1 RANGE = A1.parse("Players!B3:E20");

    private static CellGrid grid(List<List<Cell>> rows) {
        return CellGrid.of(RANGE, ReadMode.VALUES, rows);
    }

    private static List<Cell> row(Object... values) {
        return Arrays.stream(values).map(Cell::of).toList();
    }

    @Test
    void rows_ragged_arePaddedAndTrimmed() {
        CellGrid grid = grid(List.of(row("a", ""), row(), row("", 1.5, true), row("", Cell.keep()), row()));

        assertThat(grid.rowCount()).isEqualTo(3);
        assertThat(grid.columnCount()).isEqualTo(3);
        assertThat(grid.rows())
                .containsExactly(row("a", "", ""), row("", "", ""), row("", 1.5, true))
                .first()
                .isEqualTo(grid.row(0));
        assertThat(grid.cell(99, 99)).isSameAs(Cell.clear());
        assertThat(grid.row(99)).isEqualTo(row("", "", ""));
        assertThat(grid.text(2, 1)).isEqualTo("1.5");
        assertThat(grid.text(2, 2)).isEqualTo("TRUE");
        assertThat(grid.text(9, 9)).isEmpty();
        assertThat(grid).hasToString("'Players'!B3:E20: 3 rows of 3 columns");
        assertThatThrownBy(() -> grid.cell(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.row(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.rows().get(3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> grid.row(0).get(3)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void read_wrongContent_namesTheAddress() {
        CellGrid grid = grid(List.of(row("a"), row("b", "1,5")));

        assertThat(grid.read(0, 0, CellType.text())).contains("a");
        assertThat(grid.read(7, 0, CellType.decimal())).isEmpty();
        assertThatThrownBy(() -> grid.read(1, 1, CellType.decimal()))
                .isInstanceOf(CellTypeException.class)
                .hasMessageStartingWith("'Players'!C4 should hold a number but holds the text \"1,5\"");
    }

    @Test
    void cell_errorsAndFormulas_areToldByTheirText() {
        List<List<Cell>> rows = List.of(row("#N/A", "#n/a", "Loading...", "=A1", "#"));

        assertThat(grid(rows).row(0))
                .containsExactly(
                        new Cell.Error("#N/A"),
                        Cell.text("#n/a"),
                        new Cell.Error("Loading..."),
                        Cell.text("=A1"),
                        Cell.text("#"));
        assertThat(CellGrid.of(RANGE, ReadMode.FORMULAS, rows).cell(0, 3)).isEqualTo(Cell.formula("=A1"));
    }

    @Test
    void aged_changesTheAgeAlone() {
        CellGrid grid = grid(List.of(row("a")));

        assertThat(grid.age()).isZero();
        assertThat(grid.aged(Duration.ofSeconds(3)).age()).hasSeconds(3);
        assertThat(grid.aged(Duration.ofSeconds(3))).isEqualTo(grid).hasSameHashCodeAs(grid);
        assertThat(grid.mode()).isEqualTo(ReadMode.VALUES);
    }

    @Test
    void equals_looksAtRangeModeAndCells() {
        CellGrid grid = grid(List.of(row("a")));

        assertThat(grid).isNotEqualTo(grid(List.of(row("b")))).isNotEqualTo(grid(List.of(row("a", "b"))));
        assertThat(grid).isNotEqualTo(CellGrid.of(A1.tab("Players"), ReadMode.VALUES, grid.rows()));
        assertThat(grid).isNotEqualTo(CellGrid.of(RANGE, ReadMode.DISPLAYED, grid.rows()));
        assertThat(CellGrid.of(RANGE, ReadMode.DISPLAYED, grid.rows()).rows()).isEqualTo(grid.rows());
    }

    @Test
    void contentHash_changesWithAnyCell() {
        List<CellGrid> grids = List.of(
                grid(List.of()),
                grid(List.of(row("Aa"))),
                grid(List.of(row("BB"))),
                grid(List.of(row("", "Aa"))),
                grid(List.of(row(), row("Aa"))),
                grid(List.of(row("A", "a"))),
                grid(List.of(row(true))),
                grid(List.of(row("TRUE"))),
                grid(List.of(row(1))),
                grid(List.of(row("1"))),
                grid(List.of(row(Cell.formula("=1")))),
                grid(List.of(row("=1"))));

        assertThat(grids.stream().map(CellGrid::contentHash)).doesNotHaveDuplicates();
        assertThat(grid(List.of(row("Aa"))).contentHash())
                .isEqualTo(CellGrid.of(A1.parse("A1"), ReadMode.VALUES, List.of(row("Aa", "")))
                        .contentHash());
    }

    @Test
    void part_isClippedToTheRange() {
        CellGrid grid = grid(List.of(row("a", "b", "c"), row("d"), row("e", "f")));

        CellGrid part = grid.part(CellBounds.parse("C4:D"));
        assertThat(part.range()).isEqualTo(A1.parse("Players!C4:D20"));
        assertThat(part.rows()).containsExactly(row(""), row("f"));
        assertThat(part.part(CellBounds.parse("C5")).rows()).containsExactly(row("f"));
        assertThat(part.part(CellBounds.parse("D4:D9")).rows()).isEmpty();
        assertThat(part.contentHash()).isEqualTo(grid(List.of(row(), row("f"))).contentHash());
        assertThatThrownBy(() -> grid.part(CellBounds.parse("A1"))).hasMessageContaining("has no cell of A1");
        assertThatThrownBy(() -> CellGrid.of(A1.name("roster"), ReadMode.VALUES, List.of())
                        .part(CellBounds.ALL))
                .isInstanceOf(IllegalStateException.class);
        CellGrid whole = CellGrid.of(A1.tab("Players"), ReadMode.VALUES, grid.rows());
        assertThat(whole.part(CellBounds.parse("B1:B")).rows()).containsExactly(row("b"), row(""), row("f"));
        assertThat(whole.part(CellBounds.ALL)).isEqualTo(whole);
    }

    @Test
    void with_keepsWhatWasNotWritten() {
        CellGrid grid = grid(List.of(row("a", "b"), row("c", 2)));

        assertThat(grid.with(CellBounds.parse("B4:D5"), List.of(row(Cell.keep(), "", "z"), row("n")))
                        .rows())
                .containsExactly(row("a", "b", ""), row("c", "", "z"), row("n", "", ""));
        assertThat(grid.with(CellBounds.parse("A2:C3"), List.of(row("w", "x", "y"), row("out", 5, Cell.keep())))
                        .rows())
                .containsExactly(row(5, "b"), row("c", 2));
        assertThat(grid.with(CellBounds.parse("E20:F21"), List.of(row("in", "out"), row("out")))
                        .columnCount())
                .isEqualTo(4);
        assertThat(grid.with(CellBounds.parse("B3"), List.of(row(Cell.link("site", URI.create("https://example.org")))))
                        .cell(0, 0))
                .isEqualTo(Cell.text("site"));
        assertThat(grid.with(CellBounds.parse("B3"), List.of(row(Cell.formula("=1"))))
                        .cell(0, 0))
                .isEqualTo(Cell.formula("=1"));
        assertThat(grid.rows()).containsExactly(row("a", "b"), row("c", 2));
        assertThatThrownBy(() -> grid.with(CellBounds.parse("B3"), List.of(row("a", "b"))))
                .hasMessageContaining("larger than B3");
    }

    @Test
    void partAndWith_ofAnyGrid_agreeWithPlainLists() {
        SeededDraw.rounds(400, draw -> {
            Cell[][] plain = new Cell[6][5];
            List<List<Cell>> rows = new ArrayList<>();
            for (Cell[] line : plain) {
                Arrays.setAll(line, i -> Cell.of(draw.element("", "", "x", 1, true)));
                rows.add(List.of(line));
            }
            CellGrid grid = CellGrid.of(A1.parse("A1:E6"), ReadMode.VALUES, rows);
            int top = draw.between(0, 5);
            int left = draw.between(0, 4);
            CellBounds bounds = new CellBounds(top, draw.between(top + 1, 8), left, draw.between(left + 1, 7));
            List<List<Cell>> written = draw.list(
                    0,
                    bounds.rowCount().orElseThrow(),
                    () -> draw.list(
                            0,
                            bounds.columnCount().orElseThrow(),
                            () -> draw.element(Cell.keep(), Cell.clear(), Cell.text("new"))));
            CellGrid patched = grid.with(bounds, written);
            for (int i = 0; i < 6; i++) {
                for (int j = 0; j < 5; j++) {
                    Cell expected = plain[i][j];
                    if (i >= top
                            && i - top < written.size()
                            && j >= left
                            && j - left < written.get(i - top).size()
                            && !written.get(i - top).get(j - left).equals(Cell.keep())) {
                        expected = written.get(i - top).get(j - left);
                    }
                    assertThat(patched.cell(i, j)).isEqualTo(expected);
                    if (bounds.contains(CellBounds.cell(i, j))) {
                        assertThat(patched.part(bounds).cell(i - top, j - left)).isEqualTo(expected);
                    }
                }
            }
            assertThat(patched.cell(7, 7)).isEqualTo(Cell.clear());
        });
    }
}
