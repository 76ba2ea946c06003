// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Ports.Role;
import dev.bracketwire.examples.tournament.command.CheckIn;
import dev.bracketwire.examples.tournament.command.Withdraw;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleFollowerTest {
    private static void assertRoles(WorkScene scene, String name, Role... roles) {
        WorkScene.await()
                .untilAsserted(
                        () -> assertThat(scene.ports.roles.get("cup " + name)).isEqualTo(Set.of(roles)));
        WorkScene.await()
                .untilAsserted(() -> assertThat(scene.texts("SELECT person FROM ${role_wishes}"))
                        .isEmpty());
    }

    @Test
    void run_changes_followTheEntry() {
        try (WorkScene scene = new WorkScene().cup(1)) {
            scene.register("Ann", "Ben");
            assertRoles(scene, "Ann", Role.REGISTERED);
            assertRoles(scene, "Ben");
            scene.as("Ann", new CheckIn(WorkScene.CUP));
            assertRoles(scene, "Ann", Role.REGISTERED, Role.CHECKED_IN);
            scene.as("Ann", new Withdraw(WorkScene.CUP, null));
            assertRoles(scene, "Ann");
            assertRoles(scene, "Ben", Role.REGISTERED);
        }
    }

    @Test
    void run_wishRenewedMeanwhile_isFollowedAgain() {
        try (WorkScene scene = new WorkScene().cup(1)) {
            scene.ports.beforeNext(() -> scene.as("Ann", new CheckIn(WorkScene.CUP)));
            scene.register("Ann");
            assertRoles(scene, "Ann", Role.REGISTERED, Role.CHECKED_IN);
            assertThat(scene.ports.attempts).hasValue(2);
        }
    }

    @Test
    void run_failure_isTriedAgainLater() {
        try (WorkScene scene = new WorkScene().cup(1)) {
            scene.ports.failNext(new IllegalStateException("the platform is down"));
            scene.register("Ann");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts("SELECT attempts FROM ${role_wishes}"))
                            .containsExactly("1"));
            assertThat(scene.ports.roles).isEmpty();
            scene.clock.advance(Duration.ofSeconds(5));
            assertRoles(scene, "Ann", Role.REGISTERED);
        }
    }

    @Test
    void run_personNotThere_givesUp() {
        try (WorkScene scene = new WorkScene().cup(1)) {
            scene.ports.failFor("Ann", new ClosedException("Ann has left the server"));
            scene.register("Ann");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.ports.attempts).hasValue(1));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts("SELECT person FROM ${role_wishes}"))
                            .isEmpty());
        }
    }
}
