// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.CallThreads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MailboxTest {
    @Test
    void run_stepThrows_isReportedAndTheNextStepRuns() {
        List<Object> told = new ArrayList<>();
        try (SupervisorThreads supervisorThreads = new SupervisorThreads(CallThreads.create("test"), Runnable::run)) {
            Mailbox mailbox = new Mailbox(supervisorThreads, told::add);
            Error failure = new NoClassDefFoundError("a class that could not be loaded");

            mailbox.post(() -> {
                throw failure;
            });
            mailbox.post(() -> told.add("next"));

            assertThat(told).containsExactly(failure, "next");
        }
    }
}
