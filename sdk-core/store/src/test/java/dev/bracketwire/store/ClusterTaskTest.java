// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.NotFoundException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tasks that one node offers, and tasks that none does. */
class ClusterTaskTest {
    private static final Duration HOUR = Duration.ofHours(1);

    @TempDir
    Path folder;

    private final BlockingQueue<TaskRun> runs = new LinkedBlockingQueue<>();
    private final ClusterTask.TaskWork work = runs::add;
    private Database opened = Database.inMemory();

    private Database open(Place place) {
        opened.close();
        opened = place.open(Database.builder(), folder);
        return opened;
    }

    @AfterEach
    void close() {
        opened.close();
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void of_nameThatNoNodeOffered_isNotTdbUntilItIsPaused(Place place) {
        Database db = open(place);
        ClusterTask unknown = ClusterTask.of(db, "later");
        assertThatThrownBy(() -> unknown.status().get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("later");
        assertThat(unknown.trigger().get()).isFalse();
        assertThat(unknown.resume().get()).isFalse();
        assertThat(unknown.runs(5).get()).isEmpty();
        assertThat(unknown.pause("not yet").get()).isTrue();
        assertThat(unknown.status().get().paused()).isTrue();
        assertThat(unknown.status().get().lastError()).isEmpty();
        unknown.close();
        assertThat(ClusterTask.names(db).get()).containsExactly("later");
        assertThat(unknown).hasToString("ClusterTask(later)");
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void builder_hostileNamesAndOptionsOutOfBounds_areRefused(Place place) throws Exception {
        Database db = open(place);
        for (String name : List.of(
                "",
                " ",
                "a b",
                "a'; DROP TABLE lease; --",
                "a\"b",
                "a\0",
                "\u202eabc",
                "-a",
                "\u00e9t\u00e9",
                "a/../b",
                "${lease}",
                "a\n",
                "x".repeat(101))) {
            assertThatThrownBy(() -> ClusterTask.of(db, name))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("name must be");
            assertThatThrownBy(() -> ClusterTask.builder(db, name, HOUR, work))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        ClusterTaskBuilder builder = ClusterTask.builder(db, "Guild:42._-" + "x".repeat(89), HOUR, work);
        for (Runnable refused : List.<Runnable>of(
                () -> ClusterTask.builder(db, "a", Duration.ZERO, work),
                () -> ClusterTask.builder(db, "a", Duration.ofNanos(1), work),
                () -> builder.jitter(1),
                () -> builder.jitter(-0.1),
                () -> builder.jitter(Double.NaN),
                () -> builder.backOff(Duration.ZERO, HOUR),
                () -> builder.backOff(HOUR, Duration.ofMinutes(1)),
                () -> builder.lease(Duration.ofMillis(999)),
                () -> builder.poll(Duration.ZERO),
                () -> builder.keepRuns(0),
                () -> builder.node("\u0007"))) {
            assertThatThrownBy(refused::run).isInstanceOf(IllegalArgumentException.class);
        }
        try (ClusterTask longest = builder.open()) {
            assertThat(runs.poll(1, TimeUnit.MINUTES)).isNotNull();
            assertThat(longest.trigger().get()).isTrue();
            assertThat(runs.poll(1, TimeUnit.MINUTES)).isNotNull();
        }
    }
}
