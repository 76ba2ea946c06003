// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.CallThreads;
import dev.bracketwire.CancelledException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import dev.bracketwire.riot.internal.roster.MemoryIconStore;
import dev.bracketwire.riot.internal.roster.SqlIconStore;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalTable;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;

/**
 * Asks players to set a profile icon that was drawn by lot, and looks whether they do.
 *
 * <p>A challenge is for ten minutes, and there is one at a time for an account. All together ask Riot at most sixty times in a
 * minute, each at most every five seconds; so at most a hundred are open at once, and {@link #begin} waits for a place. After
 * five misses, wrong icons or challenges that nobody met, an account is locked for an hour. Waiting holds no thread.
 *
 * <p>In a database all that holds for all nodes together, over restarts, except for the sixty looks and the hundred places,
 * which are each process's own. One node looks at a challenge: the one that began it, or the last that {@linkplain #find found}
 * it; others that wait for it read what became of it. A challenge that nobody looked at until its time was over is missed.
 *
 * <pre>{@code
 * try (IconChallenges icons = IconChallenges.in(db, identities)) {
 *     IconProof proof = icons.begin(puuid, Platform.EUW1).get().orThrow();
 *     System.out.println("Choose icon " + proof.icon() + " until " + proof.expires());
 *     Proven proven = proof.check(puuid).get();
 * }
 * }</pre>
 */
public final class IconChallenges implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofMinutes(5);
    private static final Where WHERE = Where.of("riot", "profile icon");

    private final Identities identities;
    private final CallThreads threads;
    private final IconSteps steps;
    private final ChallengeSchedule challengeSchedule;
    private final IconPoller looks;

    /** Uses these threads, and closes them. The dates are those that players are given. */
    IconChallenges(IconStore ledger, Identities identities, CallThreads threads, InstantSource dates) {
        this.identities = Objects.requireNonNull(identities, "identities");
        this.threads = threads;
        this.steps = new IconSteps(ledger, dates);
        this.challengeSchedule = new ChallengeSchedule(threads.nanos());
        this.looks = new IconPoller(identities, steps, challengeSchedule, threads);
    }

    private static IconChallenges create(IconStore ledger, Identities identities, CallThreads.Builder options) {
        CallThreads threads = options.build();
        return new IconChallenges(ledger, identities, threads, threads.dates());
    }

    private static CallThreads.Builder threads() {
        return CallThreads.builder("riot-icons");
    }

    private static IconStore tables(Database db) {
        db.migrate(IgnRoster.migrations()).get();
        return new SqlIconStore(db);
    }

    /** Begins without challenges, and forgets them with the process. */
    public static IconChallenges create(Identities identities) {
        return create(new MemoryIconStore(), identities, threads());
    }

    /**
     * Begins without challenges, and forgets them with the process. It measures and waits by this clock, which is not shut down
     * with it.
     */
    public static <C extends InstantSource & LongSupplier & ScheduledExecutorService> IconChallenges create(
            Identities identities, C clock) {
        return create(new MemoryIconStore(), identities, threads().clock(clock));
    }

    /** Keeps challenges and misses in a database, and makes its tables if they are not there. */
    public static IconChallenges in(Database db, Identities identities) {
        return create(tables(db), identities, threads());
    }

    /**
     * Keeps challenges and misses in a database. It measures and waits by this clock, which is not shut down with it; the dates
     * of other nodes should not be far from those of this clock.
     */
    public static <C extends InstantSource & LongSupplier & ScheduledExecutorService> IconChallenges in(
            Database db, Identities identities, C clock) {
        return create(tables(db), identities, threads().clock(clock));
    }

    /**
     * Where its accounts are in a database, for {@link dev.bracketwire.store.PersonalData}: by their PUUID, as it knows no
     * entrants. A row that counts no longer, after two hours or, where nobody took the proof, a day, goes with the next
     * challenge that begins; {@code expire} drops it without one.
     */
    public static List<PersonalTable> personalTables() {
        return List.of(PersonalTable.of("ign_icon", "puuid").keptFor(Duration.ZERO, "kept"));
    }

    private Call<KeyedPuuid> keyed(Puuid puuid) {
        Objects.requireNonNull(puuid, "puuid");
        return Call.of(threads.nanos(), context -> {
            challengeSchedule.requireOpen();
            return CompletableFuture.completedFuture(new KeyedPuuid(identities.keyFingerprint(), puuid));
        });
    }

    /**
     * Draws an icon other than the one the account has. It waits for a place among those that are open, five minutes unless
     * {@link Call#within} says otherwise.
     */
    public Call<IconChallenge> begin(Puuid puuid, Platform platform) {
        Objects.requireNonNull(platform, "platform");
        return keyed(puuid)
                .then(account -> steps.lockedOrOpen(account)
                        .then(blocked -> blocked.map(Call::done).orElseGet(() -> place(account, platform))));
    }

    private Call<IconChallenge> place(KeyedPuuid account, Platform platform) {
        return threads.callAsync("wait for a place", run -> {
            run.waitsFor("a place among the icon challenges");
            PendingChallenge pendingChallenge = new PendingChallenge(account, platform);
            PendingChallenge before = challengeSchedule.enter(pendingChallenge);
            if (before != null) {
                IconProof proof = before.proof;
                return CompletableFuture.completedFuture(
                        new IconChallenge.Open(proof == null ? steps.now().plus(AskedIcon.OPEN) : proof.expires()));
            }
            CompletableFuture<IconChallenge> answer = pendingChallenge.answer;
            CompletableFuture<IconChallenge> settled = answer.whenComplete((begun, failure) -> {
                if (!(begun instanceof IconChallenge.Begun)) {
                    challengeSchedule.leave(pendingChallenge);
                }
            });
            run.onEnd(answer::completeExceptionally);
            if (run.remaining().isEmpty()) {
                Future<?> longest = threads.after(
                        LONGEST_WAIT,
                        () -> answer.completeExceptionally(
                                new DeadlineException(WHERE, "a place among the icon challenges")));
                settled.whenComplete((begun, failure) -> longest.cancel(false));
            }
            looks.pump();
            return settled;
        });
    }

    /**
     * The challenge of this {@linkplain IconProof#id() id}, if it is open, or was met and not taken for a proof yet. From now on
     * it is this node that looks whether it is met, as after a restart.
     */
    public Call<Optional<IconProof>> find(Puuid puuid, String id) {
        Objects.requireNonNull(id, "id");
        return keyed(puuid).then(account -> steps.takeOver(account, id)).map(found -> found.map(looks::resume));
    }

    /** Lets an account try again that was locked; whoever does this has looked why. */
    public Call<Void> unlock(Puuid puuid) {
        return keyed(puuid)
                .then(steps::unlock)
                .then(row -> Call.of(context -> CompletableFuture.completedFuture(null)));
    }

    /** How many challenges are open here, or wait to be. */
    public int size() {
        return challengeSchedule.size();
    }

    /** Ends all challenges, undecided; those in a database are open until their time is over, and may be found again. */
    @Override
    public void close() {
        List<PendingChallenge> left = looks.close();
        for (PendingChallenge pendingChallenge : left) {
            pendingChallenge.answer.completeExceptionally(
                    new CancelledException(WHERE, "the icon challenges were closed"));
            looks.over(pendingChallenge);
        }
        threads.close();
    }

    /** How many there are. */
    @Override
    public String toString() {
        return "IconChallenges(" + size() + ")";
    }
}
