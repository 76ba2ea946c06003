// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;

/** A supervisor whose clock only the test moves. */
record ByHand(Supervisor supervisor, ManualClock clock) implements AutoCloseable {
    @Override
    public void close() {
        var stopped = supervisor.stop().start();
        Outside.until("all is stopped", () -> {
            clock.advance(Duration.ofMillis(5));
            return stopped.isDone();
        });
        supervisor.close();
    }
}
