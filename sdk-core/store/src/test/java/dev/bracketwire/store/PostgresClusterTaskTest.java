// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** The contract on a real PostgreSQL. */
class PostgresClusterTaskTest extends ClusterTaskContract {
    private final String schema = Postgres.schema();

    @Override
    Database open(DatabaseBuilder builder) {
        return builder.schema(schema).of(Postgres.kept());
    }

    @Test
    void trigger_onANodeThatListens_isHeardWithoutAPoll() throws Exception {
        LinkedBlockingQueue<TaskRun> runs = new LinkedBlockingQueue<>();
        try (Database listening = open(Database.builder().listening(Postgres.pool()));
                Database other = open(Database.builder());
                ClusterTask task = ClusterTask.builder(listening, "heard", Duration.ofHours(1), runs::add)
                        .poll(Duration.ofDays(1))
                        .open()) {
            assertThat(runs.poll(1, TimeUnit.MINUTES)).isNotNull();
            assertThat(ClusterTask.of(other, task.name()).trigger().get()).isTrue();
            assertThat(runs.poll(1, TimeUnit.MINUTES))
                    .isNotNull()
                    .satisfies(run -> assertThat(run.triggered()).isTrue());
        }
    }
}
