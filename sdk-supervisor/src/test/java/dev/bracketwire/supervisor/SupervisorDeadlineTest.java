// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.DeadlineException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Whatever becomes of the host's executor, calls end at their deadline. */
@ExtendWith(Apart.class)
class SupervisorDeadlineTest {
    private static final Duration SOON = Duration.ofMillis(300);

    @TempDir
    Path folder;

    @Test
    @Timeout(120)
    void startWithin_executorOfTheHostIsBlocked_endsAtItsDeadline() {
        ExecutorService host = Executors.newSingleThreadExecutor();
        CountDownLatch release = new CountDownLatch(1);
        try (Supervisor supervisor =
                Supervisor.builder(folder.resolve("state")).executor(host).open()) {
            CompletableFuture<Void> blocked = CompletableFuture.runAsync(() -> awaitQuietly(release), host);
            var started = supervisor
                    .start(ServiceSpec.of("idle", "sleep", "1000"))
                    .within(SOON)
                    .start();
            assertThatThrownBy(() -> started.get(20, TimeUnit.SECONDS)).hasCauseInstanceOf(DeadlineException.class);
            release.countDown();
            blocked.join();
        } finally {
            release.countDown();
            host.shutdown();
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
