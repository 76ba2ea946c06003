// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.limit;

import dev.bracketwire.connector.Limiter.State;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Tells what is left of windows behind one pause. */
final class States {
    private States() {}

    static List<State> of(Pause pause, Collection<Window> windows, long now) {
        long left = pause.left(now);
        List<State> states = new ArrayList<>();
        windows.forEach(window -> states.add(window.state(left, now)));
        if (states.isEmpty() && left > 0) {
            states.add(pause.state(now));
        }
        return states;
    }
}
