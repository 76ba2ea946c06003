// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.LobbyBlock;
import dev.bracketwire.sheets.table.LobbyPlayer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds the lobbies, players and rounds in one state of a tab. */
public final class LobbyGrid {
    // Organisers write these in front of a player's name.
    private static final Pattern SEAT = Pattern.compile("#?[0-9]+[.):]?");
    private static final Pattern WHOLE = Pattern.compile("-?[0-9]{1,9}");

    private static final int MOST_INSERTED = 3;

    final String tab;
    final LobbyRules rules;
    final CellGrid cells;
    final int headerRow;
    /** The column of the titles, also where people inserted columns to the left of it. */
    final int lobbyColumn;
    /** The rounds by their folded header, from left to right. */
    final Map<String, Round> rounds = new LinkedHashMap<>();
    /** The cells whose header another column has too. */
    final List<Round> doubtful = new ArrayList<>();

    final List<Block> blocks = new ArrayList<>();
    /** The lines with places that belong to no lobby. */
    final List<Line> outside = new ArrayList<>();
    /** The rows of a lobby that hold a place and no name. */
    final List<Integer> nameless = new ArrayList<>();
    /** The lines of each name, in all lobbies. */
    final Map<String, List<Line>> byName = new LinkedHashMap<>();

    private final int endRow;

    /** Finds the lobbies above a row. */
    public LobbyGrid(String tab, CellGrid cells, int endRow, LobbyRules rules) {
        this.tab = tab;
        this.cells = cells;
        this.endRow = Math.min(endRow, cells.rowCount());
        this.rules = rules;
        this.headerRow = findHeader();
        this.lobbyColumn = findLobbyColumn();
        findRounds();
        findLines();
        blocks.removeIf(
                block -> block.row == headerRow && block.lines.isEmpty()); // it is a header such as "Lobby name"
        blocks.forEach(block -> block.lines.forEach(line ->
                byName.computeIfAbsent(line.name, added -> new ArrayList<>()).add(line)));
    }

    /** A column of places. */
    record Round(String name, int column) {}

    /** A lobby. */
    record Block(String name, int row, List<Line> lines) {
        String folded() {
            return LobbyRules.folded(name);
        }
    }

    /** A player in a lobby; the block is null for one outside of any. */
    record Line(@Nullable Block block, String name, int row, int column) {
        String lobby() {
            return block == null ? "" : block.name;
        }

        // Two lines are the same if they are one row: a block holds its lines.
        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Line line && line.row == row;
        }

        @Override
        public int hashCode() {
            return row;
        }

        @Override
        public String toString() {
            return lobby() + ", row " + (row + 1);
        }
    }

    /** Whether a row with rounds was found. */
    public boolean hasRounds() {
        return !rounds.isEmpty();
    }

    /** Returns the headers of the rounds from left to right. */
    public List<String> roundNames() {
        return rounds.values().stream().map(Round::name).toList();
    }

    /** Returns the lobbies with the places that are whole numbers in the range. */
    public List<LobbyBlock> lobbies() {
        return blocks.stream()
                .map(block -> new LobbyBlock(
                        block.name,
                        block.row + 1,
                        block.lines.stream().map(this::player).toList()))
                .toList();
    }

    private LobbyPlayer player(Line line) {
        Map<String, Integer> places = new LinkedHashMap<>();
        for (Round round : rounds.values()) {
            Integer place = place(cell(line, round));
            if (place != null) {
                places.put(round.name, place);
            }
        }
        return new LobbyPlayer(line.name, line.row + 1, places);
    }

    /** Returns the names that exactly one row has, by row. */
    public Set<String> uniqueNames() {
        Set<String> names = new HashSet<>();
        byName.forEach((name, lines) -> {
            if (lines.size() == 1) {
                names.add(name);
            }
        });
        return names;
    }

    /** Returns the folded titles that several lobbies have. */
    Set<String> repeatedLobbies() {
        Set<String> seen = new HashSet<>();
        Set<String> repeated = new HashSet<>();
        blocks.forEach(block -> {
            if (!seen.add(block.folded())) {
                repeated.add(block.folded());
            }
        });
        return repeated;
    }

    Cell cell(Line line, Round round) {
        return cells.cell(line.row, round.column);
    }

    /** Returns the place that a cell holds; null if it holds none. */
    @Nullable
    Integer place(Cell cell) {
        Integer number = number(cell);
        return number != null && number >= rules.firstPlace() && number <= rules.lastPlace() ? number : null;
    }

    /** Returns the whole number that a cell holds, also as text; null if it holds none. */
    static @Nullable Integer number(Cell cell) {
        if (cell instanceof Cell.Number number) {
            boolean fits = CellValues.isWhole(number.value()) && Math.abs(number.value()) < 1e9;
            return fits ? Integer.valueOf((int) number.value()) : null;
        }
        String text = cell.text().strip();
        return cell instanceof Cell.Text && WHOLE.matcher(text).matches() ? Integer.valueOf(text) : null;
    }

    String address(int row, int column) {
        return ProblemList.cell(tab, row, column);
    }

    /** Returns the row with the most headers of rounds, the first of several; -1 if no row has one. */
    private int findHeader() {
        int best = -1;
        int most = 0;
        for (int row = 0; row < endRow; row++) {
            int found = 0;
            for (int column = 0; column < cells.columnCount(); column++) {
                found += isRound(row, column) ? 1 : 0;
            }
            if (found > most) {
                best = row;
                most = found;
            }
        }
        return best;
    }

    private int findLobbyColumn() {
        for (int column = rules.lobbyColumn(); column <= rules.lobbyColumn() + MOST_INSERTED; column++) {
            for (int row = 0; row < endRow; row++) {
                if (row != headerRow && rules.isLobby(cells.text(row, column))) {
                    return column;
                }
            }
        }
        return rules.lobbyColumn();
    }

    private boolean isRound(int row, int column) {
        return column != rules.lobbyColumn() && rules.isRound(cells.text(row, column));
    }

    private void findRounds() {
        Map<String, List<Round>> found = new LinkedHashMap<>();
        for (int column = 0; headerRow >= 0 && column < cells.columnCount(); column++) {
            if (column != lobbyColumn && isRound(headerRow, column)) {
                String name = cells.text(headerRow, column).strip();
                found.computeIfAbsent(LobbyRules.folded(name), added -> new ArrayList<>())
                        .add(new Round(name, column));
            }
        }
        found.forEach((folded, same) -> {
            if (same.size() == 1) {
                rounds.put(folded, same.get(0));
            } else {
                doubtful.addAll(same);
            }
        });
    }

    private void findLines() {
        Set<Integer> taken = new HashSet<>();
        rounds.values().forEach(round -> taken.add(round.column));
        doubtful.forEach(round -> taken.add(round.column));
        List<Integer> nameColumns = rules.playerColumns().stream()
                .map(column -> column + lobbyColumn - rules.lobbyColumn())
                .filter(column -> !taken.contains(column))
                .toList();
        Block block = null;
        for (int row = 0; row < endRow; row++) {
            String title = cells.text(row, lobbyColumn).strip();
            if (rules.isLobby(title)) {
                block = new Block(title, row, new ArrayList<>());
                blocks.add(block);
            } else if (row != headerRow && !isHeader(row)) {
                line(block, row, nameColumns);
            }
        }
    }

    /** Whether a row repeats the headers of the rounds, as some do above each lobby. */
    private boolean isHeader(int row) {
        return rounds.entrySet().stream()
                .anyMatch(entry -> LobbyRules.folded(cells.text(row, entry.getValue().column))
                        .equals(entry.getKey()));
    }

    private void line(@Nullable Block block, int row, List<Integer> nameColumns) {
        Integer column = nameColumns.stream()
                .filter(each -> isName(cells.cell(row, each)))
                .findFirst()
                .orElse(null);
        boolean hasPlaces = rounds.values().stream()
                .anyMatch(round -> !cells.text(row, round.column).isBlank());
        if (column == null) {
            if (block != null && hasPlaces) {
                nameless.add(row);
            }
            return;
        }
        Line line = new Line(block, cells.text(row, column).strip(), row, column);
        if (block != null) {
            block.lines.add(line);
        } else if (row > headerRow && hasPlaces) {
            outside.add(line);
        }
    }

    private static boolean isName(Cell cell) {
        String text = cell.text().strip();
        return (cell instanceof Cell.Text || cell instanceof Cell.Link)
                && !text.isEmpty()
                && !SEAT.matcher(text).matches();
    }

    /** Returns the players of each place in a round of a lobby, after some places were given or taken away. */
    Map<Integer, List<Line>> holders(Block block, Round round, Map<Line, Integer> given, Set<Line> taken) {
        Map<Integer, List<Line>> holders = new HashMap<>();
        for (Line line : block.lines) {
            Integer place = taken.contains(line) ? null : given.getOrDefault(line, place(cell(line, round)));
            if (place != null) {
                holders.computeIfAbsent(place, added -> new ArrayList<>()).add(line);
            }
        }
        return holders;
    }
}
