// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limiter.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells what is left of meters behind one pause. */
final class States {
    private States() {}

    static List<State> of(Pause pause, Collection<Meter> meters, long now) {
        long left = pause.left(now);
        List<State> states = new ArrayList<>();
        meters.forEach(meter -> meter.tell(left, now, states::add));
        if (states.isEmpty() && left > 0) {
            states.add(pause.state(now));
        }
        return states;
    }
}
