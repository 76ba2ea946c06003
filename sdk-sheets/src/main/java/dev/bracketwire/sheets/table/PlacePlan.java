// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Shows the places that {@link LobbyBlocks#planPlaces} would set, and the players whose place cannot be set.
 *
 * <p>The key of a change has the parts {@code lobby} and {@code player}; its field is named by the round.
 *
 * @param round the header of the round as it stands in the sheet
 * @param plan the places to set; places that are there already are left out
 * @param failures the players that are left out, by the name that was asked for, each with the reason
 * @param problems the problems in this round of the changed lobbies once the plan is applied, such as a missing place
 */
public record PlacePlan(
        String round, Plan<RowChange> plan, Map<String, SheetProblem> failures, List<SheetProblem> problems) {
    /** Copies the collections. */
    public PlacePlan {
        failures = Collections.unmodifiableMap(new LinkedHashMap<>(failures));
        problems = List.copyOf(problems);
    }

    /** Shows the plan, the failures and the problems in lines for an organiser. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(plan.toString().stripTrailing());
        if (!failures.isEmpty()) {
            text.append("\nnot planned: ").append(failures.size());
            failures.values().forEach(problem -> text.append("\n  ").append(problem));
        }
        if (!problems.isEmpty()) {
            text.append("\nwrong after it: ").append(problems.size());
            problems.forEach(problem -> text.append("\n  ").append(problem));
        }
        return text.toString();
    }
}
