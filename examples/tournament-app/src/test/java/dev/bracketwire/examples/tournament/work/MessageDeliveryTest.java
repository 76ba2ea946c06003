// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.work;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MessageDeliveryTest {
    private static final String STATES = "SELECT state FROM ${messages} ORDER BY at, id";

    private static void tell(WorkScene scene, String name, String event) {
        String person = scene.person(name).id();
        scene.db
                .write(connection -> {
                    StateTransaction state = new StateTransaction(
                            new dev.bracketwire.examples.tournament.state.SqlSession(scene.db, connection),
                            scene.clock.instant(),
                            "test",
                            null);
                    state.tell(person, WorkScene.CUP, event, "about " + event);
                    return true;
                })
                .get();
    }

    @Test
    void run_promotion_tellsThePersonOnce() {
        try (WorkScene scene = new WorkScene().cup(1)) {
            scene.register("Ann", "Ben");
            scene.as("Ann", new Withdraw(WorkScene.CUP, null));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("SENT"));
            assertThat(scene.ports.texts("Ben")).singleElement().asString().startsWith("A place has become free");
            assertThat(scene.texts("SELECT id FROM ${messages} WHERE sent IS NULL"))
                    .isEmpty();
        }
    }

    @Test
    void run_messageToAChannel_isPostedThere() {
        try (WorkScene scene = new WorkScene()) {
            scene.db
                    .write(connection -> {
                        StateTransaction state = new StateTransaction(
                                new dev.bracketwire.examples.tournament.state.SqlSession(scene.db, connection),
                                scene.clock.instant(),
                                "test",
                                null);
                        state.post("900", WorkScene.CUP, "one", "to all");
                        return true;
                    })
                    .get();
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("SENT"));
            assertThat(scene.ports.texts("#900")).containsExactly("to all");
        }
    }

    @Test
    void run_failures_repeatsTheSameIdInOrder() {
        try (WorkScene scene = new WorkScene()) {
            scene.ports.failNext(new IllegalStateException("the platform is down"));
            tell(scene, "Ann", "one");
            WorkScene.await().until(() -> scene.ports.attempts.get() == 1);
            scene.clock.advance(Duration.ofMillis(1));
            tell(scene, "Ann", "two");
            tell(scene, "Ben", "one");
            WorkScene.await().until(() -> scene.ports.texts("Ben").size() == 1);
            assertThat(scene.ports.texts("Ann")).isEmpty();
            assertThat(scene.texts("SELECT problem FROM ${messages} WHERE problem IS NOT NULL"))
                    .containsExactly("the platform is down");
            scene.clock.advance(Duration.ofSeconds(5));
            WorkScene.await().until(() -> scene.ports.texts("Ann").size() == 2);
            assertThat(scene.ports.texts("Ann")).containsExactly("about one", "about two");
        }
    }

    @Test
    void run_closedPerson_failsAtOnceWithTheReason() {
        try (WorkScene scene = new WorkScene()) {
            scene.ports.failFor("Ann", new ClosedException("Ann takes no messages"));
            tell(scene, "Ann", "one");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("FAILED"));
            assertThat(scene.texts("SELECT problem FROM ${messages}")).containsExactly("Ann takes no messages");
            assertThat(scene.ports.attempts).hasValue(1);
        }
    }

    @Test
    void run_twelveFailures_givesUp() {
        try (WorkScene scene = new WorkScene()) {
            scene.ports.failFor("Ann", new IllegalStateException("down"));
            tell(scene, "Ann", "one");
            for (int attempt = 1; attempt <= 12; attempt++) {
                int expected = attempt;
                WorkScene.await()
                        .untilAsserted(() -> assertThat(scene.texts("SELECT attempts FROM ${messages}"))
                                .containsExactly(Integer.toString(expected)));
                scene.clock.advance(Duration.ofMinutes(10));
            }
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("FAILED"));
            assertThat(scene.ports.attempts).hasValue(12);
        }
    }

    @Test
    void run_restart_sendsWhatWaits(@TempDir Path folder) {
        try (WorkScene scene = new WorkScene(Database.open(folder.resolve("cup.db")), null)) {
            scene.ports.failNext(new IllegalStateException("down"));
            tell(scene, "Ann", "one");
            WorkScene.await().until(() -> scene.ports.attempts.get() == 1);
            scene.restart();
            scene.clock.advance(Duration.ofMinutes(2));
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("SENT"));
            assertThat(scene.ports.texts("Ann")).containsExactly("about one");
        }
    }

    @Test
    void run_endBetweenSendingAndMarking_repeatsTheSameId() {
        try (WorkScene scene = new WorkScene()) {
            tell(scene, "Ann", "one");
            WorkScene.await()
                    .untilAsserted(() -> assertThat(scene.texts(STATES)).containsExactly("SENT"));
            scene.sql("UPDATE ${messages} SET state = 'WAITING'"); // as if the process had ended before
            scene.clock.advance(Duration.ofMinutes(1)); // so the claim is over
            WorkScene.await().until(() -> scene.ports.sent.size() == 2);
            assertThat(scene.ports.sent.get(1)).isEqualTo(scene.ports.sent.get(0));
        }
    }

    @Test
    void run_twoNodes_sendEachMessageOnce() {
        Supplier<Database> nodes = WorkStore.nodes();
        try (WorkScene one = new WorkScene(nodes.get(), null);
                WorkScene two = one.node(nodes.get())) {
            List<String> names =
                    IntStream.range(0, 20).mapToObj(i -> "Player" + i).toList();
            names.forEach(name -> tell(one, name, "start"));
            WorkScene.await().until(() -> two.ports.sent.size() >= 10);
            one.app.close(); // the other node goes on
            WorkScene.await()
                    .untilAsserted(
                            () -> assertThat(two.texts(STATES)).hasSize(20).containsOnly("SENT"));
            assertThat(two.ports.sent).hasSize(20);
            assertThat(two.ports.sent.stream().map(WorkPorts.Sent::person).distinct())
                    .hasSize(20);
            assertThat(two.ports.mostAtOnce).hasValue(1);
        }
    }
}
