// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.ServiceEvent;
import dev.bracketwire.supervisor.SupervisorListener;
import dev.bracketwire.supervisor.SupervisorListener.Probed;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells all listeners; what one throws is logged and changes nothing. */
record ListenerNotifier(List<SupervisorListener> all) {
    private static final Logger LOG = LoggerFactory.getLogger(ListenerNotifier.class);

    boolean none() {
        return all.isEmpty();
    }

    void changed(ServiceEvent event) {
        LOG.debug("{} -> {}", event.before(), event.status());
        each(listener -> listener.changed(event));
    }

    void probed(Probed probe) {
        each(listener -> listener.probed(probe));
    }

    private void each(Consumer<SupervisorListener> tell) {
        for (SupervisorListener listener : all) {
            try {
                tell.accept(listener);
            } catch (RuntimeException | Error e) {
                LOG.warn("a listener of the supervisor failed", e);
            }
        }
    }
}
