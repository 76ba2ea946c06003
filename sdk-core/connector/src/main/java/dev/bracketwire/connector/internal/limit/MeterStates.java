// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells what is left of meters behind one pause. */
final class MeterStates {
    private MeterStates() {}

    static List<State> of(LimiterPause limiterPause, Collection<BudgetMeter> meters, long now) {
        long left = limiterPause.left(now);
        List<State> states = new ArrayList<>();
        meters.forEach(budgetMeter -> budgetMeter.tell(left, now, states::add));
        if (states.isEmpty() && left > 0) {
            states.add(limiterPause.state(now));
        }
        return states;
    }
}
