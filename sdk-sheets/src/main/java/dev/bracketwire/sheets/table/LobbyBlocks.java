// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.Spreadsheet;
import dev.bracketwire.sheets.internal.TabAccess;
import dev.bracketwire.sheets.table.internal.LobbyPlans;
import dev.bracketwire.sheets.table.internal.LobbyProblems;
import dev.bracketwire.sheets.table.internal.LobbyRules;
import dev.bracketwire.sheets.table.internal.LobbyState;
import dev.bracketwire.store.Database;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Is a tab with a block of players for each lobby, and columns of places that all blocks share. Made by
 * {@link Spreadsheet#lobbies}, which sends nothing.
 *
 * <pre>{@code
 * LobbyBlocks lobbies = cup.lobbies("Lobbies");
 * for (LobbyBlock block : lobbies.blocks().get()) {
 *     System.out.println(block.name() + ": " + block.players());
 * }
 * PlacePlan preview = lobbies.planPlaces("Round 2", Map.of("Ann", 1, "Ben", 2)).get();
 * System.out.println(preview);
 * Report<RowChange> report = preview.plan().apply().get();
 * lobbies.undo(report).get();
 * }</pre>
 *
 * <p>A round is a column whose header holds the word Round or Finals; the row with the most of them, the first of several, is
 * the header. A cell of column A such as {@code Lobby A} opens a block, which ends at the next one; empty rows do not matter.
 * The name of a player is the first text in the columns A to C that is no number.
 *
 * <p>Players are addressed by name and rounds by header, never by row or column. A write sets the cells of the places alone,
 * and never a cell that holds a formula. It is checked as that of a {@link SheetTable}: if people sorted rows or inserted
 * columns meanwhile, overwritten cells are given back, and the write is tried again in the right place.
 *
 * <p>Instances are immutable and safe for several threads. The methods that name an option return another object.
 */
public final class LobbyBlocks {
    private final LobbyState state;
    private final @Nullable Database database;

    private LobbyBlocks(Spreadsheet spreadsheet, TabAccess access, LobbyRules rules, @Nullable Database database) {
        this.state = new LobbyState(spreadsheet, access, rules, database);
        this.database = database;
    }

    /** For {@link Spreadsheet#lobbies}, which a program calls instead. */
    @SuppressWarnings("exports") // a program has no TabAccess
    public LobbyBlocks(Spreadsheet spreadsheet, TabAccess access) {
        this(spreadsheet, access, LobbyRules.usual(), null);
    }

    /** Sets the words that the title of a lobby begins with; {@code Lobby} unless set. */
    public LobbyBlocks lobbyWords(String... words) {
        LobbyRules rules = state.rules;
        return with(new LobbyRules(
                words(words),
                rules.roundWords(),
                rules.firstPlace(),
                rules.lastPlace(),
                rules.lobbyColumn(),
                rules.playerColumns()));
    }

    /** Sets the words of which the header of a round has one; {@code Round} and {@code Finals} unless set. */
    public LobbyBlocks roundWords(String... words) {
        LobbyRules rules = state.rules;
        return with(new LobbyRules(
                rules.lobbyWords(),
                words(words),
                rules.firstPlace(),
                rules.lastPlace(),
                rules.lobbyColumn(),
                rules.playerColumns()));
    }

    private static List<String> words(String... words) {
        List<String> stripped = Stream.of(words).map(String::strip).toList();
        if (stripped.isEmpty() || stripped.contains("")) {
            throw new IllegalArgumentException("name at least one word, and none that is blank");
        }
        return stripped;
    }

    /** Sets the lowest and the highest place; 1 and 8 unless set. */
    public LobbyBlocks placeRange(int first, int last) {
        if (first < 0 || last < first || last > 100_000) {
            throw new IllegalArgumentException(
                    "places go from 0 or more to 100000 at most, not " + first + " to " + last);
        }
        LobbyRules rules = state.rules;
        return with(new LobbyRules(
                rules.lobbyWords(), rules.roundWords(), first, last, rules.lobbyColumn(), rules.playerColumns()));
    }

    /** Sets the letters of the column that holds the titles of the lobbies; A unless set. */
    public LobbyBlocks lobbyColumn(String letters) {
        LobbyRules rules = state.rules;
        return with(new LobbyRules(
                rules.lobbyWords(),
                rules.roundWords(),
                rules.firstPlace(),
                rules.lastPlace(),
                CellBounds.columnIndex(letters),
                rules.playerColumns()));
    }

    /** Sets the letters of the columns in which the names of players are looked for, in this order; A, B, C unless set. */
    public LobbyBlocks playerColumns(String... letters) {
        if (letters.length == 0) {
            throw new IllegalArgumentException("name at least one column");
        }
        LobbyRules rules = state.rules;
        return with(new LobbyRules(
                rules.lobbyWords(),
                rules.roundWords(),
                rules.firstPlace(),
                rules.lastPlace(),
                rules.lobbyColumn(),
                Stream.of(letters).map(CellBounds::columnIndex).toList()));
    }

    /** Lets only one of all nodes write at a time that share this database. A node that is refused waits for its turn. */
    public LobbyBlocks lease(Database db) {
        return new LobbyBlocks(state.spreadsheet, state.access, state.rules, Objects.requireNonNull(db, "db"));
    }

    private LobbyBlocks with(LobbyRules rules) {
        return new LobbyBlocks(state.spreadsheet, state.access, rules, database);
    }

    /** Returns the title of the tab. */
    public String tab() {
        return state.access.title();
    }

    /** Returns the spreadsheet. */
    public Spreadsheet spreadsheet() {
        return state.spreadsheet;
    }

    /** Forgets all cells. The next call goes to Google. */
    public void refresh() {
        state.access.forget();
    }

    /**
     * Returns all lobbies with their players and places. They come from memory while they are current, as ranges do, and
     * otherwise from one read.
     *
     * @throws SheetException (the call) if the tab has no header of a round
     */
    public Call<LobbyPlaces> blocks() {
        return state.read((grid, age) -> {
            if (!grid.hasRounds()) {
                throw new SheetException(List.of(LobbyProblems.noRounds(grid)));
            }
            return new LobbyPlaces(tab(), grid, age);
        });
    }

    /** Reads the sheet anew and returns everything that is wrong in it, in sentences for an organiser; empty if it is right. */
    public Call<List<SheetProblem>> check() {
        return state.read((grid, age) -> LobbyProblems.all(grid)).fresh();
    }

    /**
     * Plans the places of a round. A player whose place cannot be set is left out and named in {@link PlacePlan#failures()};
     * the others are planned. A place that is there already is not set again; two players may swap theirs.
     *
     * <p>To apply the plan fails as stale for a place that another user has changed or given to another player since.
     *
     * @param round the header of the round; case and blanks do not matter
     * @param places the place of each player; null takes it away
     * @throws SheetException (the call) if the tab has no such round
     */
    public Call<PlacePlan> planPlaces(String round, Map<String, ? extends @Nullable Integer> places) {
        return LobbyPlans.places(state, round, places);
    }

    /**
     * Plans the places of a round and applies the plan, if no player has to be left out of it.
     *
     * @throws SheetException (the call) if the place of a player cannot be set; nothing is written then
     */
    public Call<Report<RowChange>> places(String round, Map<String, ? extends @Nullable Integer> places) {
        return planPlaces(round, places).then(preview -> {
            if (!preview.failures().isEmpty()) {
                throw new SheetException(List.copyOf(preview.failures().values()));
            }
            return preview.plan().apply();
        });
    }

    /** Plans to undo the changes of a report. A place that was changed since is left alone, as stale. */
    public Call<Plan<RowChange>> planUndo(Report<RowChange> report) {
        return LobbyPlans.undo(state, report);
    }

    /** Undoes the changes of a report; see {@link #planUndo}. */
    public Call<Report<RowChange>> undo(Report<RowChange> report) {
        return planUndo(report).then(Plan::apply);
    }
}
