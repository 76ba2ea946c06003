// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.chaos.ChaosRun;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starts, stops, restarts and kills of one service meet in every order; a model of one bit says what must come out. */
class OrderChaos {
    private static final int PLAYERS = 8;

    @TempDir
    Path folder;

    /** A duplicate is a second process of a service; a survivor is one after the last stop; lost is one not started. */
    @Test
    void orders_ofStartStopAndKill_endAsTheModelSays() throws Exception {
        ChaosRun.run("supervisor/order", run -> {
            RestartPolicy eager = RestartPolicy.onFailure()
                    .backoff(Duration.ofMillis(1), 1, Duration.ofMillis(1))
                    .limit(1_000_000, Duration.ofDays(1));
            List<String> markers = new ArrayList<>();
            try (Supervisor supervisor = Supervisor.open(folder.resolve("state"))) {
                String ladder = Ladder.of(supervisor);
                for (int i = 0; i < PLAYERS; i++) {
                    markers.add(Outside.marker());
                }
                run.each(PLAYERS, (round, random) -> {
                    // Each thread of the run plays with the services in turn; two may meet at one.
                    int which = random.nextInt(PLAYERS);
                    ServiceSpec spec = ServiceSpec.of("s" + which, "sleep", markers.get(which))
                            .restart(eager);
                    int orders = 1 + random.nextInt(3);
                    List<CompletableFuture<?>> asked = new ArrayList<>();
                    for (int i = 0; i < orders; i++) {
                        switch (random.nextInt(4)) {
                            case 0 -> asked.add(supervisor.start(spec).start());
                            case 1 ->
                                asked.add(
                                        known(supervisor, spec)
                                                ? supervisor.stop(spec.name()).start()
                                                : done());
                            case 2 ->
                                asked.add(
                                        known(supervisor, spec)
                                                ? supervisor
                                                        .restart(spec.name())
                                                        .start()
                                                : done());
                            default -> kill(supervisor, spec.name());
                        }
                    }
                    asked.forEach(one -> one.handle((value, failure) -> "").join());
                    run.count("orders", orders);
                    run.count("orders-" + ladder, orders);
                });
                for (int i = 0; i < PLAYERS; i++) {
                    ServiceSpec spec =
                            ServiceSpec.of("s" + i, "sleep", markers.get(i)).restart(eager);
                    supervisor.start(spec).get();
                    String marker = markers.get(i);
                    boolean there =
                            ChaosRun.settles(() -> !Outside.processes(marker).isEmpty());
                    int copies = Outside.processes(marker).size();
                    if (!there || copies > 1) {
                        run.broken(copies > 1 ? "duplicates" : "lost", spec.name() + " has " + copies + " copies");
                    }
                }
                supervisor.stop().get();
                markers.forEach(marker -> Outside.processes(marker)
                        .forEach(pid -> run.broken("survivors", "process " + pid + " after the last stop")));
            }
        });
    }

    private static boolean known(Supervisor supervisor, ServiceSpec spec) {
        return supervisor.find(spec.name()).isPresent();
    }

    private static CompletableFuture<?> done() {
        return CompletableFuture.completedFuture("");
    }

    private static void kill(Supervisor supervisor, String name) {
        supervisor
                .find(name)
                .ifPresent(status ->
                        status.pid().ifPresent(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly)));
    }
}
