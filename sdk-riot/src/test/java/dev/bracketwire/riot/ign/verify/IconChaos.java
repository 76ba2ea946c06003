// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.verify.IconChallenge.Begun;
import dev.bracketwire.testkit.ManualClock;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand players are asked for an icon at once, each of them twice and each checked by two. Promised is that nobody who
 * did not set it passes and that nobody passes twice (duplicates), that all who set it pass (lost), that nothing stays open
 * (survivors), and that no minute has more than sixty looks.
 */
class IconChaos {
    private static final int THREADS = 16;

    private final ManualClock clock = ManualClock.create();
    private final Map<Puuid, Integer> shown = new ConcurrentHashMap<>();
    private final Queue<Long> looks = new ConcurrentLinkedQueue<>();
    private final Map<Integer, AtomicInteger> passed = new ConcurrentHashMap<>();
    private final Map<Integer, Boolean> sets = new ConcurrentHashMap<>();
    private final Queue<CompletableFuture<?>> ends = new ConcurrentLinkedQueue<>();

    @Test
    void challenges_atOnce_passOnceAndInTheBudget() throws Exception {
        ChaosRun.run("riot/icon", run -> {
            try (IconChallenges icons = IconChallenges.create(new Riot(), clock)) {
                run.each(THREADS, (round, random) -> {
                    begin(run, icons, round, random);
                    begin(run, icons, round, random);
                });
                while (icons.size() > 0 && clock.advanceToNext()) {
                    run.count("steps", 1);
                }
                if (icons.size() > 0) {
                    run.broken("survivors", icons.size() + " are open, and nothing is due");
                }
                for (CompletableFuture<?> end : ends) {
                    end.get(1, TimeUnit.MINUTES);
                }
            }
            for (int player = 0; player < run.rounds(); player++) {
                int times = passed.getOrDefault(player, new AtomicInteger()).get();
                boolean set = sets.getOrDefault(player, false);
                run.count("passed", times);
                if (times > (set ? 1 : 0)) {
                    run.broken("duplicates", "player " + player + " passed " + times + " times");
                }
                if (set && times == 0) {
                    run.broken("lost", "player " + player + " set the icon and did not pass");
                }
            }
            budget(run);
        });
    }

    private void begin(ChaosRun run, IconChallenges icons, int player, Random random) {
        boolean willing = random.nextInt(4) > 0;
        ends.add(icons.begin(puuid(player), Platform.EUW1)
                .within(Duration.ofDays(30))
                .start()
                .thenCompose(challenge -> {
                    if (!(challenge instanceof Begun begun)) {
                        run.count("refused");
                        return CompletableFuture.allOf();
                    }
                    IconProof proof = begun.proof();
                    boolean sooner = sets.putIfAbsent(player, willing) == null;
                    shown.put(proof.puuid(), willing && sooner ? proof.icon() : 77);
                    return CompletableFuture.allOf(check(player, proof), check(player, proof));
                }));
    }

    private CompletableFuture<?> check(int player, IconProof proof) {
        return proof.check(proof.puuid()).start().thenAccept(proven -> {
            if (proven.result() == Proven.Result.PASSED) {
                passed.computeIfAbsent(player, any -> new AtomicInteger()).incrementAndGet();
            }
        });
    }

    private void budget(ChaosRun run) {
        List<Long> times = looks.stream().sorted().toList();
        long minute = Duration.ofMinutes(1).toNanos();
        int most = 0;
        for (int i = 0; i < times.size(); i++) {
            int in = i;
            while (in < times.size() && times.get(in) - times.get(i) < minute) {
                in++;
            }
            most = Math.max(most, in - i);
        }
        run.count("looks", times.size());
        run.count("most-a-minute", most);
        if (most > 60) {
            run.broken("over-budget", most + " looks in a minute");
        }
    }

    private static Puuid puuid(int player) {
        return new Puuid(String.format(Locale.ROOT, "%078d", player));
    }

    /** Riot, as far as an icon goes. */
    private final class Riot implements Identities {
        @Override
        public Call<Account> account(RiotId name) {
            throw new AssertionError("nobody asks for that");
        }

        @Override
        public Call<Account> account(Puuid puuid) {
            throw new AssertionError("nobody asks for that");
        }

        @Override
        public Call<Platform> platform(Puuid puuid) {
            throw new AssertionError("nobody asks for that");
        }

        @Override
        public Call<Integer> icon(Puuid puuid, Platform platform) {
            return Call.of(context -> {
                looks.add(clock.getAsLong());
                return CompletableFuture.completedFuture(shown.getOrDefault(puuid, 5));
            });
        }

        @Override
        public String keyFingerprint() {
            return "key";
        }
    }
}
