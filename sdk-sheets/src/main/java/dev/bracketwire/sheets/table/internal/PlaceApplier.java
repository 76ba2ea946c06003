// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Line;
import dev.bracketwire.sheets.table.internal.LobbyGrid.Round;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Carries out planned places and reports the outcome of each. */
final class PlaceApplier {
    private static final String LOBBY = "lobby";
    private static final String PLAYER = "player";

    private final LobbyState state;
    private final Map<String, List<RowChange>> byLobby = new HashMap<>();

    // Guarded by this.
    private @Nullable LobbyGrid grid;
    private @Nullable TabImage gridOf;

    private PlaceApplier(LobbyState state, List<RowChange> changes) {
        this.state = state;
        changes.forEach(change -> byLobby.computeIfAbsent(lobby(change), added -> new ArrayList<>())
                .add(change));
    }

    private static String lobby(RowChange change) {
        return LobbyRules.folded(change.key().getOrDefault(LOBBY, ""));
    }

    /** Returns the key of a player's changes. */
    static Map<String, String> key(Line line) {
        Map<String, String> key = new LinkedHashMap<>();
        key.put(LOBBY, line.lobby());
        key.put(PLAYER, line.name());
        return key;
    }

    /**
     * Makes a plan of changes.
     *
     * @param undo whether the changes restore the earlier places, also wrong ones
     */
    static Plan<RowChange> plan(LobbyState state, String title, List<RowChange> changes, boolean undo) {
        return Plan.builder(title, RowApplier.BATCH, (List<RowChange> batch) -> apply(state, batch, undo))
                .onFailure(Plan.OnFailure.CONTINUE)
                .measuredBy(state.access.service.threads.nanos())
                .addAll(changes)
                .build();
    }

    private static Call<List<Outcome<RowChange>>> apply(LobbyState state, List<RowChange> changes, boolean undo) {
        PlaceApplier applier = new PlaceApplier(state, changes);
        return state.access.service.threads.callAsync("apply", state.access.service.options.call(), run -> {
            List<RowChange> sent = new ArrayList<>();
            List<RowWrite> writes = new ArrayList<>();
            for (RowChange change : changes) {
                RowWrite write = write(change);
                if (write != null) {
                    sent.add(change);
                    writes.add(
                            undo
                                    ? write
                                    : write.guarded(
                                            (image, cells) -> applier.refusal(change, applier.grid(image), cells)));
                }
            }
            return state.write(writes, run).thenApply(results -> {
                Map<RowChange, Outcome<RowChange>> outcomes = new HashMap<>();
                for (int i = 0; i < sent.size(); i++) {
                    outcomes.put(sent.get(i), RowApplier.outcome(sent.get(i), results.get(i)));
                }
                return changes.stream()
                        .map(change -> outcomes.getOrDefault(
                                change, Outcome.failed(change, "the change names no lobby and player")))
                        .toList();
            });
        });
    }

    @SuppressWarnings("ReferenceEquality") // the same image is met once for each change
    private synchronized LobbyGrid grid(TabImage image) {
        LobbyGrid found = grid;
        if (found == null || image != gridOf) {
            found = state.grid(image);
            grid = found;
            gridOf = image;
        }
        return found;
    }

    /** Refuses a place that another player of the lobby has got since the plan was made. */
    private @Nullable String refusal(RowChange change, LobbyGrid now, Map<String, ? extends Map<Integer, Cell>> sent) {
        Line line = line(now, change);
        if (line == null || line.block() == null) {
            return null; // its row is refused for itself
        }
        for (RowChange.Field field : change.fields()) {
            String folded = LobbyRules.folded(field.column());
            Round round = now.rounds.get(folded);
            if (round == null) {
                continue;
            }
            PlaceRequest request = new PlaceRequest(now, round);
            for (RowChange other : byLobby.getOrDefault(lobby(change), List.of())) {
                take(now, other, round, folded, request);
            }
            line.block().lines().forEach(each -> {
                Map<Integer, Cell> column = sent.get(folded);
                Cell cell = column == null ? null : column.get(each.row());
                if (cell != null) {
                    request.fix(each, now.place(cell));
                }
            });
            String reason = request.refuse().get(line);
            if (reason != null) {
                return reason + ": plan again";
            }
        }
        return null;
    }

    private static void take(LobbyGrid now, RowChange change, Round round, String folded, PlaceRequest request) {
        Line line = line(now, change);
        for (RowChange.Field field : change.fields()) {
            boolean same = LobbyRules.folded(field.column()).equals(folded);
            if (same && line != null && isCurrent(change, field, now.cell(line, round))) {
                request.take(line, LobbyGrid.number(CellObjects.cell(field.after())));
            }
        }
    }

    private static boolean isCurrent(RowChange change, RowChange.Field field, Cell cell) {
        RowChange alone = new RowChange(change.table(), change.kind(), change.key(), List.of(field));
        Map<String, @Nullable Object> present = new HashMap<>();
        present.put(field.column(), CellObjects.value(cell));
        return alone.against(present).status() != Outcome.Status.STALE;
    }

    private static @Nullable Line line(LobbyGrid grid, RowChange change) {
        List<Line> lines = grid.byName.getOrDefault(change.key().getOrDefault(PLAYER, ""), List.of());
        boolean same =
                lines.size() == 1 && LobbyRules.folded(lines.get(0).lobby()).equals(lobby(change));
        return same ? lines.get(0) : null;
    }

    private static @Nullable RowWrite write(RowChange change) {
        String lobby = change.key().get(LOBBY);
        String player = change.key().get(PLAYER);
        if (lobby == null || player == null) {
            return null;
        }
        Map<String, Cell> cells = new LinkedHashMap<>();
        change.fields().forEach(field -> cells.put(LobbyRules.folded(field.column()), CellObjects.cell(field.after())));
        return RowWrite.change(LobbyFinder.key(lobby, player), cells, seen -> {
            Map<String, @Nullable Object> present = new HashMap<>();
            change.fields().forEach(field -> {
                Cell cell = seen.getOrDefault(LobbyRules.folded(field.column()), Cell.clear());
                present.put(field.column(), CellObjects.value(cell));
            });
            return change.against(present).status() != Outcome.Status.STALE;
        });
    }
}
