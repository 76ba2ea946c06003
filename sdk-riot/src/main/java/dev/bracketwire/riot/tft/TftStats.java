// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tft;

import dev.bracketwire.riot.Puuid;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * How a player fared in matches of Teamfight Tactics. Matches that were aborted, that the player was not in, or whose
 * placement Riot left out, do not count.
 *
 * <pre>{@code
 * TftStats stats = TftStats.of(ann.puuid(), riot.tft().matches(home, ann.puuid(), MatchFilter.all()));
 * OptionalDouble average = stats.averagePlacement();
 * Map<Integer, TftStats> bySet = stats.bySet();
 * }</pre>
 */
public final class TftStats {
    private static final int PLACES = 8;
    private static final int TOP = 4;

    private final List<Game> games;

    private TftStats(List<Game> games) {
        this.games = List.copyOf(games);
    }

    /** Goes through matches; pages of matches are fetched meanwhile. */
    public static TftStats of(Puuid player, Iterable<TftMatch> matches) {
        List<Game> games = new ArrayList<>();
        for (TftMatch match : matches) {
            TftMatch.Info info = match.info();
            String result = info.endOfGameResult();
            if (result == null || !result.startsWith("Abort")) {
                match.of(player)
                        .filter(fared -> fared.placement() >= 1 && fared.placement() <= PLACES)
                        .ifPresent(
                                fared -> games.add(new Game(info.tftSetNumber(), info.queueId(), fared.placement())));
            }
        }
        return new TftStats(games);
    }

    /** How many matches count. */
    public int games() {
        return games.size();
    }

    /** How often the player came first, second and so on to eighth. */
    public List<Integer> placements() {
        Integer[] counts = new Integer[PLACES];
        for (int i = 0; i < PLACES; i++) {
            int place = i + 1;
            counts[i] =
                    (int) games.stream().filter(game -> game.placement == place).count();
        }
        return List.of(counts);
    }

    /** The mean of the placements; empty without matches. */
    public OptionalDouble averagePlacement() {
        return games.stream().mapToInt(Game::placement).average();
    }

    /** Which part of the matches ended among the first four, from 0 to 1; empty without matches. */
    public OptionalDouble topFourRate() {
        return rate(TOP);
    }

    /** Which part of the matches was won, from 0 to 1; empty without matches. */
    public OptionalDouble winRate() {
        return rate(1);
    }

    private OptionalDouble rate(int within) {
        return games.stream().mapToInt(game -> game.placement <= within ? 1 : 0).average();
    }

    /** The same for each set, by its number. */
    public Map<Integer, TftStats> bySet() {
        return by(Game::set);
    }

    /** The same for each queue, by its number. */
    public Map<Integer, TftStats> byQueue() {
        return by(Game::queue);
    }

    private Map<Integer, TftStats> by(Function<Game, Integer> part) {
        Map<Integer, List<Game>> parts = new TreeMap<>();
        games.forEach(game ->
                parts.computeIfAbsent(part.apply(game), of -> new ArrayList<>()).add(game));
        Map<Integer, TftStats> stats = new TreeMap<>();
        parts.forEach((number, of) -> stats.put(number, new TftStats(of)));
        return stats;
    }

    /** Games and average, for logs. */
    @Override
    public String toString() {
        return "TftStats[" + games.size() + " games, placements " + placements() + "]";
    }

    private record Game(int set, int queue, int placement) {}
}
