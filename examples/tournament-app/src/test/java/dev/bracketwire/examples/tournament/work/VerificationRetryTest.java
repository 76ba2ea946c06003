// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.state.Entry.Verification;
import java.time.Duration;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.Test;

class VerificationRetryTest {
    private static final String LINES = "SELECT summary FROM ${audit} WHERE actor = 'schedule' AND command = 'verify'";

    /** Lets two minutes pass whenever the next try is planned, until the assertion holds. */
    private static void awaitRetry(WorkScene scene, ThrowingRunnable assertion) {
        WorkScene.await().untilAsserted(() -> {
            if (!scene.app.upstreams().isDue("riot")) {
                scene.clock.advance(Duration.ofMinutes(2));
            }
            assertion.run();
        });
    }

    @Test
    void run_riotBack_verifiesAndKeepsALine() {
        try (WorkScene scene = new WorkScene().cup(4)) {
            scene.accounts.down = true;
            scene.register("Ann");
            assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.UNVERIFIED);
            scene.clock.advance(Duration.ofMinutes(2));
            WorkScene.await().until(() -> !scene.app.upstreams().isDue("riot")); // tried again, in vain
            assertThat(scene.texts(LINES)).isEmpty();
            scene.accounts.down = false;
            awaitRetry(
                    scene, () -> assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.VERIFIED));
            assertThat(scene.texts(LINES))
                    .containsExactly("verified {" + scene.person("Ann").id() + "}");
        }
    }

    @Test
    void run_unknownName_tellsThePerson() {
        try (WorkScene scene = new WorkScene().cup(4)) {
            scene.accounts.down = true;
            scene.register("Ann");
            scene.accounts.forget("Ann#EUW");
            scene.accounts.down = false;
            awaitRetry(
                    scene,
                    () -> assertThat(scene.ports.texts("Ann"))
                            .singleElement()
                            .asString()
                            .contains("Riot knows no account Ann#EUW", "Register again"));
            assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.UNKNOWN);
        }
    }

    @Test
    void run_nameThatLooksLikeAnother_tellsThePerson() {
        try (WorkScene scene = new WorkScene().cup(4)) {
            scene.register("Modern");
            scene.accounts.down = true;
            scene.as("Ben", new Register(WorkScene.CUP, "rnodern#EUW"));
            scene.accounts.down = false;
            awaitRetry(
                    scene,
                    () -> assertThat(scene.ports.texts("Ben"))
                            .singleElement()
                            .asString()
                            .contains("belongs to another player", "Register again"));
            assertThat(scene.entry("Ben").verification()).isEqualTo(Verification.CONFLICT);
            assertThat(scene.entry("Modern").verification()).isEqualTo(Verification.VERIFIED);
        }
    }

    @Test
    void register_nameOfAnotherEntryWhileRiotIsDown_isRefused() {
        try (WorkScene scene = new WorkScene().cup(4)) {
            scene.register("Ann");
            scene.accounts.down = true;
            assertThat(scene.as("Ben", new Register(WorkScene.CUP, "ann#euw")).text())
                    .contains("is registered already");
        }
    }

    @Test
    void run_otherNameWhileRiotWasDown_isTheOneThatIsVerified() {
        try (WorkScene scene = new WorkScene().cup(4)) {
            scene.register("Ann");
            scene.accounts.down = true;
            scene.as("Ann", new Register(WorkScene.CUP, "Anna#EUW"));
            scene.accounts.down = false;
            awaitRetry(
                    scene, () -> assertThat(scene.entry("Ann").verification()).isEqualTo(Verification.VERIFIED));
            assertThat(scene.entry("Ann").riotId()).isEqualTo("Anna#EUW");
        }
    }
}
