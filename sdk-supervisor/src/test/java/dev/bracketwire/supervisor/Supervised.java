// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests with a supervisor each, which is to leave nobody: what they start has the marker in its command. */
abstract class Supervised {
    @TempDir
    Path folder;

    final String marker = Outside.marker();
    final Queue<ServiceEvent> events = new ConcurrentLinkedQueue<>();
    final Queue<SupervisorListener.Probed> probes = new ConcurrentLinkedQueue<>();
    Supervisor supervisor;

    @BeforeEach
    final void open() {
        supervisor = opened(builder -> builder);
    }

    /** Goes on with another supervisor of the same directory. */
    final void openWith(UnaryOperator<SupervisorBuilder> more) {
        supervisor.close();
        supervisor = opened(more);
    }

    private Supervisor opened(UnaryOperator<SupervisorBuilder> more) {
        SupervisorListener ear = new SupervisorListener() {
            @Override
            public void changed(ServiceEvent event) {
                events.add(event);
            }

            @Override
            public void probed(Probed probe) {
                probes.add(probe);
            }
        };
        return more.apply(Supervisor.builder(folder.resolve("state")).listener(ear))
                .open();
    }

    @AfterEach
    final void close() {
        supervisor.close();
        assertThat(Outside.processes(marker)).isEmpty();
    }

    final ServiceStatus status(String name) {
        return supervisor.find(name).orElseThrow();
    }

    final void awaitState(String name, ServiceState state) {
        Outside.until(
                name + " is " + state,
                () -> supervisor.find(name).filter(it -> it.state() == state).isPresent());
    }

    /** The log of a service, or an older one of it, such as {@code api.log.1}. */
    final Path log(String file) {
        return folder.resolve("state/logs").resolve(file);
    }
}
