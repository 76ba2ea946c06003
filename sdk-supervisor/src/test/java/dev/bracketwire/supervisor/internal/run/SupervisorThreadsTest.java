// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.CallThreads;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.junit.jupiter.api.Test;

class SupervisorThreadsTest {
    private final ManualClock clock = ManualClock.create();

    @Test
    void execute_noThreadCanBeMade_isTriedAgain() {
        int[] refusals = {2};
        Executor exhausted = task -> {
            if (refusals[0]-- > 0) {
                throw new OutOfMemoryError("unable to create native thread: possibly out of memory or process limits");
            }
            task.run();
        };
        List<String> done = new ArrayList<>();
        try (SupervisorThreads supervisorThreads =
                new SupervisorThreads(CallThreads.builder("test").clock(clock).build(), exhausted)) {
            Mailbox mailbox = new Mailbox(supervisorThreads, failure -> done.add("failed"));
            mailbox.post(() -> done.add("first"));
            mailbox.post(() -> done.add("second"));
            assertThat(done).isEmpty();
            clock.advance(Duration.ofMillis(100));
            assertThat(done).isEmpty();
            clock.advance(Duration.ofMillis(100));
            assertThat(done).containsExactly("first", "second");
        }
    }
}
