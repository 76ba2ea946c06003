// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.StopSignal;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDirectoryTest {
    @TempDir
    Path folder;

    private static ServiceRecord record(String mark) {
        return new ServiceRecord(
                "api",
                mark,
                "boot",
                null,
                true,
                null,
                null,
                "sleep",
                "digest",
                List.of(),
                List.of(),
                StopSignal.TERM,
                15_000,
                Lifetime.BOUND,
                Kind.SERVICE,
                "api.log",
                0,
                false);
    }

    @Test
    void forget_removesTheRecordOfThatRunAlone() {
        try (StateDirectory state = StateDirectory.open(folder)) {
            state.save(record("first"));
            state.save(record("second"));

            state.forget("api", "first");
            assertThat(state.records()).extracting(ServiceRecord::mark).containsExactly("second");
            state.forget("api", "second");
            assertThat(state.records()).isEmpty();
        }
    }

    @Test
    void forget_recordOfAnEarlierSupervisor_isJudgedByWhatWasRead() {
        try (StateDirectory before = StateDirectory.open(folder)) {
            before.save(record("left"));
        }
        try (StateDirectory after = StateDirectory.open(folder)) {
            assertThat(after.records()).hasSize(1);

            after.forget("api", "another");
            assertThat(after.records()).hasSize(1);
            after.forget("api", "left");
            assertThat(after.records()).isEmpty();
        }
    }
}
