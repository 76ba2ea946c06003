// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.ign.FakeIdentities;
import dev.bracketwire.riot.ign.verify.IconChallenge.Begun;
import dev.bracketwire.riot.ign.verify.Proven.Result;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Two nodes on one database begin, find and check challenges in any order, and are stopped and started in between. Promised is
 * that a challenge passes once (duplicates) and only if the icon was set (stolen), that one is open at a time (survivors), and
 * that the last, if it is open still, passes as soon as the icon is set (lost).
 */
class IconNodesChaos {
    private static final int STEPS = 14;
    private static final int WRONG = 70;

    private final ManualClock clock = ManualClock.create();
    private final FakeIdentities identities = new FakeIdentities();
    private final IconChallenges[] nodes = new IconChallenges[2];

    @Test
    void nodes_thatRestartAtAnyTime_passOnceAndLoseNothing() throws Exception {
        ChaosRun.run("riot/icon-nodes", 400, run -> {
            try (Database db = Database.inMemory()) {
                restart(db, 0);
                restart(db, 1);
                for (int round = 0; round < run.rounds(); round++) {
                    new Round(run, db, round, run.random(round)).play();
                    pass(Duration.ofMinutes(11));
                }
                for (IconChallenges node : nodes) {
                    node.close();
                }
            }
        });
    }

    private void restart(Database db, int node) {
        IconChallenges before = nodes[node];
        if (before != null) {
            before.close();
        }
        nodes[node] = IconChallenges.in(db, identities, clock);
    }

    private void pass(Duration time) {
        clock.advance(time);
        settle();
    }

    private void settle() {
        if (!ChaosRun.settles(() -> clock.pending() >= (nodes[0].size() > 0 ? 1 : 0) + (nodes[1].size() > 0 ? 1 : 0))) {
            throw new AssertionError("a look is under way, and does not end");
        }
    }

    /** What happens to one account. */
    private final class Round {
        private final ChaosRun run;
        private final Database db;
        private final int player;
        private final Random random;
        private final List<IconProof> challenges = new ArrayList<>();
        private final List<IconProof> proofs = new ArrayList<>();
        private final List<IconProof> set = new ArrayList<>();
        private final List<Checked> checks = new ArrayList<>();

        Round(ChaosRun run, Database db, int player, Random random) {
            this.run = run;
            this.db = db;
            this.player = player;
            this.random = random;
        }

        void play() throws Exception {
            for (int step = 0; step < STEPS; step++) {
                step();
            }
            if (!challenges.isEmpty()) {
                end(challenges.get(challenges.size() - 1));
            }
            restart(db, 0);
            restart(db, 1);
            for (Checked each : checks) {
                each.count = each.proven.get(1, TimeUnit.MINUTES).result() == Result.PASSED ? 1 : 0;
            }
            for (IconProof challenge : challenges) {
                int passed = checks.stream()
                        .filter(each -> each.id.equals(challenge.id()))
                        .mapToInt(each -> each.count)
                        .sum();
                run.count("passed", passed);
                if (passed > 1) {
                    run.broken("duplicates", "round " + player + " passed " + passed + " times");
                }
                if (passed > 0 && !set.contains(challenge)) {
                    run.broken("stolen", "round " + player + " passed without the icon");
                }
            }
        }

        private void step() {
            IconChallenges node = nodes[random.nextInt(2)];
            switch (random.nextInt(9)) {
                case 0, 1 -> begin(node);
                case 2, 3 -> last().ifPresent(challenge -> find(node, challenge).ifPresent(proofs::add));
                case 4 -> check();
                case 5 -> identities.icon(player, WRONG + random.nextInt(2));
                case 6 ->
                    last().filter(any -> random.nextInt(3) == 0).ifPresent(challenge -> {
                        identities.icon(player, challenge.icon());
                        set.add(challenge);
                    });
                case 7 -> pass(Duration.ofSeconds(5));
                default -> restart(db, random.nextInt(2));
            }
        }

        private void begin(IconChallenges node) {
            // One that was met may be taken for a proof at any time, by a check that was begun before.
            Optional<IconProof> open =
                    last().filter(challenge -> !set.contains(challenge)).flatMap(challenge -> find(node, challenge));
            IconChallenge asked =
                    node.begin(identities.puuid(player), Platform.EUW1).get();
            settle();
            if (asked instanceof Begun begun) {
                if (open.isPresent()) {
                    run.broken("survivors", "round " + player + " has two that are open");
                }
                challenges.add(begun.proof());
                proofs.add(begun.proof());
            }
        }

        private Optional<IconProof> find(IconChallenges node, IconProof challenge) {
            Optional<IconProof> found =
                    node.find(challenge.puuid(), challenge.id()).get();
            settle();
            return found;
        }

        private Optional<IconProof> last() {
            return challenges.stream().reduce((first, second) -> second);
        }

        private void check() {
            if (!proofs.isEmpty()) {
                IconProof proof = proofs.get(random.nextInt(proofs.size()));
                checks.add(new Checked(proof.id(), proof.check(proof.puuid()).start()));
            }
        }

        private void end(IconProof last) throws Exception {
            Optional<IconProof> open = find(nodes[0], last);
            if (open.isEmpty()) {
                return;
            }
            CompletableFuture<Proven> proven = open.get().check(last.puuid()).start();
            checks.add(new Checked(last.id(), proven));
            identities.icon(player, last.icon());
            set.add(last);
            pass(Duration.ofSeconds(5));
            pass(Duration.ofSeconds(5));
            boolean passed = ChaosRun.settles(() ->
                    checks.stream().filter(each -> each.id.equals(last.id())).anyMatch(Checked::passed));
            if (!passed) {
                run.broken("lost", "round " + player + " set the icon and did not pass");
            }
        }
    }

    /** A check, and whether it passed. */
    private static final class Checked {
        final String id;
        final CompletableFuture<Proven> proven;
        int count;

        Checked(String id, CompletableFuture<Proven> proven) {
            this.id = id;
            this.proven = proven;
        }

        boolean passed() {
            return proven.isDone() && proven.join().result() == Result.PASSED;
        }
    }
}
