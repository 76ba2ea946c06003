// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.function.LongSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Time that stands still or jumps. */
@ExtendWith(Apart.class)
class ClockTest {
    @TempDir
    Path folder;

    private final String marker = Outside.marker();

    /** A service that notes each time it is asked. */
    public static final class Asked implements OtherJvm.Specs {
        /** Made by name. */
        public Asked() {}

        @Override
        public List<ServiceSpec> apply(String notes) {
            return List.of(ServiceSpec.of("asked", "sleep", "1000")
                    .ready(Probe.command("sh", "-c", "echo x >> " + notes).every(Duration.ofMillis(200))));
        }
    }

    @Test
    void resume_afterAHalt_doesNotCatchUpOnMissedProbes() throws IOException {
        Path notes = folder.resolve("notes");
        try (OtherJvm jvm = OtherJvm.start(folder.resolve("state"), Asked.class, notes.toString())) {
            jvm.awaitReady();
            Outside.until("it is asked", () -> notes.toFile().length() > 6);
            Outside.output("kill", "-STOP", Long.toString(jvm.pid()));
            Outside.until(
                    "it is halted",
                    () -> Outside.output("ps", "-o", "stat=", "-p", Long.toString(jvm.pid()))
                            .startsWith("T"));
            long before = notes.toFile().length() / 2;
            long halted = System.nanoTime();
            Outside.until("some time", () -> System.nanoTime() - halted > 2_000_000_000L);
            assertThat(notes.toFile().length() / 2).isBetween(before, before + 1);
            long begun = System.nanoTime();
            Outside.output("kill", "-CONT", Long.toString(jvm.pid()));
            Outside.until("it is asked again", () -> notes.toFile().length() / 2 > before + 5);

            long asked = notes.toFile().length() / 2 - before;
            long periods = (System.nanoTime() - begun) / 200_000_000L;
            // One of before may have been under way, and one is due at once.
            assertThat(asked).isLessThanOrEqualTo(periods + 3);
            assertThat(jvm.end()).isEqualTo(143);
        }
        assertThat(Outside.processes(notes.toString())).isEmpty();
    }

    /** A wall clock that is set while everything else goes on. */
    private static final class Stepped extends ScheduledThreadPoolExecutor implements InstantSource, LongSupplier {
        private volatile Duration off = Duration.ZERO;

        Stepped() {
            super(1);
        }

        @Override
        public Instant instant() {
            return Instant.now().plus(off);
        }

        @Override
        public long getAsLong() {
            return System.nanoTime();
        }
    }

    @Test
    void wallClock_thatIsSet_changesNothing() throws IOException {
        Path notes = folder.resolve("notes");
        Stepped clock = new Stepped();
        try (Supervisor supervisor =
                Supervisor.builder(folder.resolve("state")).clock(clock).open()) {
            Probe asked = Probe.command("sh", "-c", "echo x >> " + notes).every(Duration.ofMillis(100));
            supervisor
                    .start(ServiceSpec.of("api", "sleep", marker).ready(asked).live(asked))
                    .get();
            List<Long> before = Outside.processes("sleep " + marker);
            for (Duration step : List.of(Duration.ofHours(1), Duration.ofHours(-1), Duration.ofDays(-3650))) {
                clock.off = step;
                long seen = notes.toFile().length();
                Outside.until("it is asked again", () -> notes.toFile().length() > seen + 8);
            }

            assertThat(supervisor.statuses().get(0).state()).isEqualTo(ServiceState.READY);
            assertThat(Outside.processes("sleep " + marker)).isEqualTo(before);
            assertThat(supervisor.stop().get().clean()).isTrue();
        } finally {
            clock.shutdownNow();
        }
    }
}
