// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.ign.Identities;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Asks players to set a profile icon that was drawn by lot, and looks whether they do.
 *
 * <p>A challenge is for ten minutes, and there is one at a time for an account. All together ask Riot at most sixty times in a
 * minute, each at most every five seconds; so at most a hundred are open at once, and {@link #begin} waits for a place. After
 * five misses, wrong icons or challenges that nobody met, an account is locked for an hour. Waiting holds no thread. What is
 * open is in this process only: after a restart a player asks for another.
 *
 * <pre>{@code
 * try (IconChallenges icons = IconChallenges.create(identities)) {
 *     IconProof proof = icons.begin(puuid, Platform.EUW1).get().orThrow();
 *     System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
 *     Proven proven = proof.check(puuid).get();
 * }
 * }</pre>
 */
public final class IconChallenges implements AutoCloseable {
    // Every account has these.
    private static final int STARTERS = 29;
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Where WHERE = Where.of("riot", "profile icon");

    private final Identities identities;
    private final ScheduledExecutorService scheduler;
    private final boolean ours;
    private final LongSupplier nanos;
    private final InstantSource clock;
    private final RandomGenerator lot = new SecureRandom();
    private final Looking looking;

    private @Nullable ScheduledFuture<?> next;

    private IconChallenges(
            Identities identities,
            ScheduledExecutorService scheduler,
            boolean ours,
            LongSupplier nanos,
            InstantSource clock) {
        this.identities = Objects.requireNonNull(identities, "identities");
        this.scheduler = scheduler;
        this.ours = ours;
        this.nanos = nanos;
        this.clock = clock;
        this.looking = new Looking(nanos);
    }

    /** Begins without challenges. */
    public static IconChallenges create(Identities identities) {
        ScheduledThreadPoolExecutor scheduler = new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "riot-icons");
            thread.setDaemon(true);
            return thread;
        });
        scheduler.setRemoveOnCancelPolicy(true);
        return new IconChallenges(identities, scheduler, true, System::nanoTime, InstantSource.system());
    }

    /**
     * Begins without challenges, with clocks of the application's.
     *
     * @param scheduler waits; it is not closed by this
     * @param nanos measures the intervals
     * @param clock tells players until when
     */
    public static IconChallenges create(
            Identities identities, ScheduledExecutorService scheduler, LongSupplier nanos, InstantSource clock) {
        return new IconChallenges(identities, scheduler, false, nanos, clock);
    }

    /**
     * Draws an icon other than the one the account has. It waits for a place among those that are open, five minutes unless
     * {@link Call#within} says otherwise.
     */
    public Call<IconChallenge> begin(Puuid puuid, Platform platform) {
        Objects.requireNonNull(puuid, "puuid");
        Objects.requireNonNull(platform, "platform");
        return Call.of(nanos, context -> {
            CompletableFuture<IconChallenge> answer = new CompletableFuture<>();
            Challenge challenge = new Challenge(puuid, platform, answer);
            IconChallenge refusal = looking.enter(challenge, clock.instant());
            if (refusal != null) {
                return CompletableFuture.completedFuture(refusal);
            }
            Duration limit = context.remaining().orElse(LONGEST_WAIT);
            ScheduledFuture<?> deadline = scheduler.schedule(
                    () -> late(answer, "a place among the icon challenges"), limit.toNanos(), TimeUnit.NANOSECONDS);
            Call.Registration registration = context.onCancel(() -> answer.cancel(false));
            pump();
            return context.settle(answer.whenComplete((begun, failure) -> {
                registration.close();
                deadline.cancel(false);
                if (failure != null) {
                    looking.leave(challenge);
                }
            }));
        });
    }

    /** Whoever waits goes on, and not on the thread of the scheduler. */
    static void late(CompletableFuture<?> answer, String what) {
        CompletableFuture.runAsync(() -> answer.completeExceptionally(new DeadlineException(WHERE, what)));
    }

    /** Lets an account try again that was locked; whoever does this has looked why. */
    public void unlock(Puuid puuid) {
        looking.unlock(puuid);
    }

    /** How many challenges are open or wait to be. */
    public int size() {
        return looking.size();
    }

    /** Does what is due, and comes again when the next is. */
    private void pump() {
        for (Challenge due = looking.next(); due != null; due = looking.next()) {
            look(due);
        }
        looking.expired().forEach(this::expire);
        synchronized (this) {
            if (next != null) {
                next.cancel(false);
            }
            long wait = looking.idle(nanos.getAsLong());
            next = wait == Looking.NOTHING || scheduler.isShutdown()
                    ? null
                    : scheduler.schedule(this::pump, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void look(Challenge challenge) {
        identities.icon(challenge.puuid, challenge.platform).start().whenComplete((icon, failure) -> {
            if (failure != null) {
                failed(challenge, failure);
            } else if (challenge.proof == null) {
                begun(challenge, icon);
            } else {
                seen(challenge, challenge.proof, icon);
            }
            pump();
        });
    }

    private void begun(Challenge challenge, int current) {
        int drawn = lot.nextInt(STARTERS - 1);
        int icon = current < 0 || current >= STARTERS || drawn < current ? drawn : drawn + 1;
        Instant until = clock.instant().plus(Looking.OPEN);
        IconProof proof = new IconProof(scheduler, challenge.puuid, current, icon, until);
        if (looking.open(challenge, proof) && !challenge.answer.complete(new IconChallenge.Begun(proof))) {
            looking.leave(challenge);
        }
    }

    private void seen(Challenge challenge, IconProof proof, int icon) {
        Proven proven = looking.seen(challenge, proof, icon);
        if (proven != null) {
            proof.tell();
        }
    }

    private void failed(Challenge challenge, Throwable failure) {
        if (challenge.proof == null) {
            challenge.answer.completeExceptionally(failure);
        } else {
            looking.again(challenge, "Riot could not be asked: " + failure.getMessage());
        }
    }

    private void expire(Challenge challenge) {
        if (challenge.proof != null) {
            challenge.proof.tell();
        }
    }

    /** Ends all challenges, undecided. */
    @Override
    public void close() {
        List<Challenge> left;
        synchronized (this) {
            left = looking.close();
            if (next != null) {
                next.cancel(false);
            }
            if (ours) {
                scheduler.shutdownNow();
            }
        }
        for (Challenge challenge : left) {
            challenge.answer.completeExceptionally(new CancelledException(WHERE, "the icon challenges were closed"));
            expire(challenge);
        }
    }

    /** How many there are. */
    @Override
    public String toString() {
        return "IconChallenges(" + size() + ")";
    }
}
