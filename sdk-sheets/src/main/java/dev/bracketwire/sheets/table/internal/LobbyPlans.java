// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.PlacePlan;
import dev.bracketwire.sheets.table.SheetException;
import dev.bracketwire.sheets.table.SheetProblem;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Block;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Line;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Round;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Plans the places of a round: refuses each player whose place cannot be set, and goes on with the others. */
public final class LobbyPlans {
    private static final Duration RECENT = Duration.ofSeconds(1);

    private final LobbyGrid grid;
    private final TabImage image;
    private final Round round;
    private final Map<String, SheetProblem> failures = new LinkedHashMap<>();
    private final Map<Line, String> asked = new HashMap<>();
    private final PlaceRequest request;

    private LobbyPlans(LobbyGrid grid, TabImage image, Round round) {
        this.grid = grid;
        this.image = image;
        this.round = round;
        this.request = new PlaceRequest(grid, round);
    }

    /** Plans places by player; null takes a place away. */
    public static Call<PlacePlan> places(
            LobbyState state, String round, Map<String, ? extends @Nullable Integer> places) {
        Map<String, @Nullable Integer> wanted = new LinkedHashMap<>(places);
        return state.access.service.threads.callAsync(
                "plan",
                state.access.service.options.call(),
                run -> state.access.recent(RECENT, run).thenApply(found -> {
                    LobbyGrid grid = state.grid(found.image());
                    return new LobbyPlans(grid, found.image(), round(grid, round)).plan(state, wanted);
                }));
    }

    /** Plans to give back the places that a report says were set. */
    public static Call<Plan<RowChange>> undo(LobbyState state, Report<RowChange> report) {
        List<RowChange> back = new ArrayList<>();
        report.outcomes()
                .filter(outcome ->
                        outcome.status() == Outcome.Status.APPLIED || outcome.status() == Outcome.Status.UNKNOWN)
                .map(Outcome::change)
                .forEach(change -> back.add(
                        0,
                        new RowChange(
                                change.table(),
                                change.kind(),
                                change.key(),
                                change.fields().stream()
                                        .map(field ->
                                                new RowChange.Field(field.column(), field.after(), field.before()))
                                        .toList())));
        return Call.done(PlaceApplier.plan(state, "undo of " + report.title(), back, true));
    }

    private static Round round(LobbyGrid grid, String name) {
        if (!grid.hasRounds()) {
            throw new SheetException(List.of(LobbyProblems.noRounds(grid)));
        }
        Round round = grid.rounds.get(LobbyRules.folded(name));
        if (round == null) {
            throw new SheetException(List.of(LobbyProblems.noRound(grid.tab, grid.roundNames(), name)));
        }
        return round;
    }

    private PlacePlan plan(LobbyState state, Map<String, @Nullable Integer> wanted) {
        wanted.forEach(this::take);
        request.refuse().forEach((line, reason) -> fail(Objects.requireNonNull(asked.get(line)), line, reason));
        List<RowChange> changes = new ArrayList<>();
        Set<Block> touched = new HashSet<>();
        List<Line> lines = new ArrayList<>(request.lines());
        lines.sort(Comparator.comparingInt(Line::row));
        for (Line line : lines) {
            Object before = CellObjects.value(grid.cell(line, round));
            Integer after = request.place(line);
            if (isSame(line, after)) {
                continue;
            }
            touched.add(line.block());
            changes.add(new RowChange(
                    grid.tab,
                    RowChange.CHANGE,
                    PlaceApplier.key(line),
                    List.of(new RowChange.Field(round.name(), before, after == null ? null : (long) after))));
        }
        List<SheetProblem> problems = new ArrayList<>();
        grid.blocks.stream()
                .filter(touched::contains)
                .forEach(block ->
                        problems.addAll(LobbyProblems.places(grid, block, round, request.given(), request.taken())));
        return new PlacePlan(
                round.name(),
                PlaceApplier.plan(state, "places of " + round.name() + " in " + grid.tab, changes, false),
                failures,
                problems);
    }

    private boolean isSame(Line line, @Nullable Integer after) {
        return after == null
                ? grid.cell(line, round).isEmpty()
                : after.equals(LobbyGrid.number(grid.cell(line, round)));
    }

    private void take(String player, @Nullable Integer place) {
        List<Line> lines = grid.byName.getOrDefault(player.strip(), List.of());
        if (lines.isEmpty()) {
            failures.put(player, new SheetProblem(grid.tab, "is no player of any lobby", player, nearest(player)));
            return;
        }
        Line line = lines.get(0);
        if (lines.size() > 1) {
            failures.put(player, LobbyProblems.repeated(grid, line, lines));
        } else if (line.block() == null
                || grid.repeatedLobbies().contains(line.block().folded())) {
            fail(player, line, "stands in " + line.lobby() + ", which is the title of several lobbies");
        } else if (place != null && (place < grid.rules.firstPlace() || place > grid.rules.lastPlace())) {
            fail(
                    player,
                    line,
                    "cannot have place " + place + ": places are " + grid.rules.firstPlace() + " to "
                            + grid.rules.lastPlace());
        } else if (asked.containsKey(line)) {
            fail(player, line, "is asked for twice");
        } else if (!isSame(line, place) && image.isFormula(line.row(), round.column())) {
            failures.put(
                    player,
                    new SheetProblem(
                            grid.address(line.row(), round.column()),
                            "has a formula in the cell of the place",
                            player,
                            "replace the formula by hand, if it is not wanted"));
        } else {
            asked.put(line, player);
            request.take(line, place);
        }
    }

    private void fail(String player, Line line, String rule) {
        failures.put(player, new SheetProblem(grid.address(line.row(), round.column()), rule, player, ""));
    }

    private String nearest(String player) {
        String wanted = LobbyRules.folded(player);
        TreeMap<Integer, List<String>> near = new TreeMap<>();
        int most = Math.max(1, wanted.length() / 3);
        for (String name : grid.byName.keySet()) {
            int distance = PlaceRequest.distance(wanted, LobbyRules.folded(name));
            if (distance <= most) {
                near.computeIfAbsent(distance, added -> new ArrayList<>()).add(name);
            }
        }
        List<String> names =
                near.values().stream().flatMap(List::stream).limit(3).toList();
        return names.isEmpty() ? "" : "did you mean " + String.join(" or ", names) + "?";
    }
}
