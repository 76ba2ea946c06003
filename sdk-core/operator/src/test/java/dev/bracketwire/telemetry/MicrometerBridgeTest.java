// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.health.ChecklistItem;
import dev.bracketwire.operator.Usage;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class MicrometerBridgeTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final MicrometerBridge bridge = MicrometerBridge.to(registry);

    @Test
    void calls_areMeasuredByOperationOutcomeAndSource() {
        Calls.make(bridge, api -> {
            String[] player = {"connector", "chests", "operation", "GET /players/{id}"};
            assertThat(registry.get("bracketwire.calls")
                            .tags(player)
                            .tags("outcome", "success", "source", "shared")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("bracketwire.calls")
                            .tags(player)
                            .tags("outcome", "success", "source", "cache")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("bracketwire.calls")
                            .tags("outcome", "not-found")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("bracketwire.attempts")
                            .tags(player)
                            .tags("outcome", "503")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("bracketwire.permit.wait").timer().count()).isEqualTo(3);
            assertThat(registry.get("bracketwire.units")
                            .tags(player)
                            .tags("unit", "requests")
                            .counter()
                            .count())
                    .isEqualTo(10);
            assertThat(registry.get("bracketwire.up").gauge().value()).isEqualTo(1);
            assertThat(registry.get("bracketwire.limit.left").gauge().value()).isEqualTo(89);
            assertThat(registry.get("bracketwire.breaker.open").gauge().value()).isZero();
            assertThat(registry.get("bracketwire.credential.left").gauge().value())
                    .isNaN();
        });
        assertThat(registry.find("bracketwire.up").gauge()).isNull();
        assertThat(registry.getMeters())
                .extracting(Meter::getId)
                .noneMatch(id -> id.toString().contains(Calls.ID));
        assertThat(bridge.duties()).containsExactly(ChecklistItem.METRICS);
    }

    @Test
    void budgets_thatAreWatched_areMeasured() {
        Usage usage = Usage.builder().budget("chests", 100).build();
        Calls.make(MicrometerBridge.to(registry, usage), api -> {
            assertThat(registry.get("bracketwire.budget.left").gauge().value()).isEqualTo(100);
            usage.attempted(new CallListener.Attempt(
                    new CallListener.Operation("chests", "GET", "h", "/x", 30),
                    1,
                    200,
                    null,
                    Duration.ZERO,
                    Duration.ZERO,
                    true,
                    false));
            assertThat(registry.get("bracketwire.budget.left").gauge().value()).isEqualTo(70);
        });
    }

    @Test
    void operations_beyondTheLimit_areCountedTogether() {
        for (int i = 0; i < 2_000; i++) {
            bridge.finished(new CallListener.Finished(
                    new CallListener.Operation("chests", "GET", "h", "/players/" + i, 1),
                    200,
                    null,
                    1,
                    Duration.ofMillis(3),
                    CallListener.Source.UPSTREAM));
        }
        assertThat(registry.get("bracketwire.calls").timers()).hasSize(1_001);
        assertThat(registry.get("bracketwire.calls")
                        .tag("operation", "other")
                        .timer()
                        .count())
                .isEqualTo(1_000);
    }
}
