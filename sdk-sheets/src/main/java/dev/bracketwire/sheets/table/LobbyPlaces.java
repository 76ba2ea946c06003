// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.sheets.table.internal.LobbyGrid;
import dev.bracketwire.sheets.table.internal.LobbyProblems;
import dev.bracketwire.sheets.table.internal.LobbyRules;
import java.time.Duration;
import java.util.Collections;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Holds the lobbies, players and places of {@link LobbyBlocks} at one moment. Immutable. */
public final class LobbyPlaces implements Iterable<LobbyBlock> {
    private final String tab;
    private final List<LobbyBlock> blocks;
    private final List<String> rounds;
    private final List<SheetProblem> problems;
    private final Map<String, Map<String, Integer>> places = new LinkedHashMap<>();
    private final Duration age;

    LobbyPlaces(String tab, LobbyGrid grid, Duration age) {
        this.tab = tab;
        this.blocks = grid.lobbies();
        this.rounds = grid.roundNames();
        this.problems = LobbyProblems.all(grid);
        this.age = age;
        Set<String> unique = grid.uniqueNames();
        blocks.forEach(block -> block.players().forEach(player -> {
            if (unique.contains(player.name())) {
                places.put(player.name(), player.places());
            }
        }));
    }

    /** Returns the lobbies from top to bottom. */
    public List<LobbyBlock> list() {
        return blocks;
    }

    /** Returns the lobby of a title, if exactly one has it. Case and blanks do not matter. */
    public Optional<LobbyBlock> find(String lobby) {
        String wanted = LobbyRules.folded(lobby);
        List<LobbyBlock> found = blocks.stream()
                .filter(block -> LobbyRules.folded(block.name()).equals(wanted))
                .toList();
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }

    /** Returns the headers of the rounds from left to right. */
    public List<String> rounds() {
        return rounds;
    }

    /**
     * Returns the places of each player by round. Players whose name is in several rows are left out, since a name would
     * mean either; {@link #problems()} names them.
     */
    public Map<String, Map<String, Integer>> places() {
        return Collections.unmodifiableMap(places);
    }

    /**
     * Returns the places of a round by player; players without one are left out. Case and blanks of its header do not matter.
     *
     * @throws SheetException if no round has this header
     */
    public Map<String, Integer> places(String round) {
        String name = rounds.stream()
                .filter(each -> LobbyRules.folded(each).equals(LobbyRules.folded(round)))
                .findFirst()
                .orElseThrow(() -> new SheetException(List.of(LobbyProblems.noRound(tab, rounds, round))));
        Map<String, Integer> found = new LinkedHashMap<>();
        places.forEach((player, each) -> {
            Integer place = each.get(name);
            if (place != null) {
                found.put(player, place);
            }
        });
        return Collections.unmodifiableMap(found);
    }

    /** Returns everything that is wrong in the tab, in sentences for an organiser; empty if it is right. */
    public List<SheetProblem> problems() {
        return problems;
    }

    /** Returns the time since the lobbies were read from Google: zero if this call went to Google. */
    public Duration age() {
        return age;
    }

    @Override
    public Iterator<LobbyBlock> iterator() {
        return blocks.iterator();
    }

    /** Names the tab and the number of lobbies and players. */
    @Override
    public String toString() {
        return tab + ": " + blocks.size() + " lobbies, "
                + blocks.stream().mapToInt(block -> block.players().size()).sum() + " players";
    }
}
