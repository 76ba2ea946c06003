// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limiter.Permit;
import dev.bracketwire.connector.limit.Limiter.Refused;
import dev.bracketwire.connector.limit.Limiter.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/**
 * Requests come at random times while Riot refuses in every form, breaks, and does not answer, and callers lose patience.
 * Promised is that each caller ends with a permit, a refusal or its own cancel (lost), that none is given a permit while Riot
 * has said to wait (duplicates), and that nothing is in use when all is over (survivors).
 */
class StormsChaos {
    private static final int ASKED = 60;
    private static final int THREADS = 4;
    private static final List<String> KINDS = List.of("application", "method", "service", "server", "");

    @Test
    void limiter_randomLoad_neverExceedsTheLimit() throws Exception {
        ChaosRun.run("riot/storms", run -> run.each(THREADS, (round, random) -> new Storm(run, round, random).play()));
    }

    private static final class Storm {
        private final ChaosRun run;
        private final int round;
        private final Random random;
        private final Rig rig = new Rig();
        private final List<CompletableFuture<Permit>> asked = new ArrayList<>();
        private final Map<String, Long> paused = new HashMap<>();

        Storm(ChaosRun run, int round, Random random) {
            this.run = run;
            this.round = round;
            this.random = random;
        }

        void play() {
            for (int i = 0; i < ASKED; i++) {
                later(5000, this::ask);
            }
            boolean more = true;
            while (more) {
                more = rig.clock.advanceToNext();
            }
            asked.stream()
                    .filter(permit -> !permit.isDone())
                    .forEach(permit -> run.broken("lost", "round " + round + ": one waits for ever"));
            rig.pass("PT10M");
            rig.limiter.state().stream()
                    .filter(state ->
                            state.left() < units(state) || !state.delay().isZero())
                    .forEach(state -> run.broken("survivors", "round " + round + ": " + state));
        }

        private static long units(State state) {
            return Long.parseLong(state.scope().split(" ", 2)[0]);
        }

        private void later(int within, Runnable action) {
            rig.after(Duration.ofMillis(random.nextInt(within))).thenRun(action);
        }

        private void ask() {
            String path = "/" + "abc".charAt(random.nextInt(3));
            Request request =
                    random.nextBoolean() ? Request.get(path) : Request.get(path).background();
            Duration patience = Duration.ofSeconds(random.nextInt(10) == 0 ? 2 : 3600);
            CompletableFuture<Permit> permit = rig.ask("europe", request, patience);
            asked.add(permit);
            permit.thenAccept(given -> given(path, given));
            if (random.nextInt(10) == 0) {
                later(1000, () -> permit.cancel(true));
            }
        }

        private void given(String path, Permit permit) {
            if (permit instanceof Refused) {
                run.count("refused");
                return;
            }
            for (String scope : List.of("all", path)) {
                if (paused.getOrDefault(scope, Long.MIN_VALUE) > rig.nanos()) {
                    run.broken("duplicates", "round " + round + ": sent to " + path + " in a pause of " + scope);
                }
            }
            run.count("given");
            later(400, () -> ends(path, permit));
        }

        private void ends(String path, Permit permit) {
            int chance = random.nextInt(20);
            if (chance == 0) {
                permit.lost();
            } else if (chance == 1) {
                permit.unused();
            } else if (chance < 5) {
                permit.answered(refusal(path));
            } else {
                permit.answered(Rig.reply(
                        chance == 5 ? 500 : 200,
                        "X-App-Rate-Limit",
                        "20:1,50:10",
                        "X-App-Rate-Limit-Count",
                        "1:1," + random.nextInt(20) + ":10",
                        "X-Method-Rate-Limit",
                        "10:2"));
            }
        }

        private Reply refusal(String path) {
            String kind = KINDS.get(random.nextInt(KINDS.size()));
            if (random.nextBoolean()) {
                return Rig.reply(429, "X-Rate-Limit-Type", kind);
            }
            int seconds = 1 + random.nextInt(4);
            paused.merge(
                    kind.equals("application") ? "all" : path,
                    rig.nanos() + Duration.ofSeconds(seconds).toNanos(),
                    Math::max);
            return Rig.reply(429, "X-Rate-Limit-Type", kind, "Retry-After", String.valueOf(seconds));
        }
    }
}
