// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Puuid;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Takes it for a proof that somebody sets the account's profile icon to one that was drawn by lot. It is good for once; the
 * first check that sees it passed has it, and others are told so.
 *
 * @see IconChallenges#begin
 */
public final class IconProof implements Proof {
    private final ScheduledExecutorService scheduler;
    private final Puuid puuid;
    private final int before;
    private final int icon;
    private final Instant expires;
    private final AtomicReference<@Nullable Proven> decision = new AtomicReference<>();
    private final CompletableFuture<Proven> decided = new CompletableFuture<>();
    private final AtomicBoolean used = new AtomicBoolean();
    private final Set<Integer> wrong = new HashSet<>();

    IconProof(ScheduledExecutorService scheduler, Puuid puuid, int before, int icon, Instant expires) {
        this.scheduler = scheduler;
        this.puuid = puuid;
        this.before = before;
        this.icon = icon;
        this.expires = expires;
    }

    /** Whose icon it is. */
    public Puuid puuid() {
        return puuid;
    }

    /** The number of the icon to set, one of those every account has. */
    public int icon() {
        return icon;
    }

    /** Until when it has to be set. */
    public Instant expires() {
        return expires;
    }

    @Override
    public String kind() {
        return "icon";
    }

    /** Waits until it is decided, ten minutes at most, and holds no thread where it was started. */
    @Override
    public Call<Proven> check(Puuid account) {
        if (!puuid.equals(account)) {
            return Call.done(Proven.undecided("the icon is asked of another account"));
        }
        return Call.of(context -> {
            CompletableFuture<Proven> answer = new CompletableFuture<>();
            Call.Registration registration = context.onCancel(() -> answer.cancel(false));
            Future<?> deadline = context.remaining()
                    .<Future<?>>map(limit -> scheduler.schedule(
                            () -> IconChallenges.late(answer, "the icon to be set"),
                            limit.toNanos(),
                            TimeUnit.NANOSECONDS))
                    .orElseGet(CompletableFuture::new);
            decided.thenAccept(answer::complete);
            return context.settle(answer.thenApply(this::once).whenComplete((proven, failure) -> {
                registration.close();
                deadline.cancel(false);
            }));
        });
    }

    private Proven once(Proven proven) {
        return proven.result() != Proven.Result.PASSED || used.compareAndSet(false, true)
                ? proven
                : Proven.undecided("this proof was used already");
    }

    /** Decides; false if that was done. */
    boolean decide(Proven proven) {
        return decision.compareAndSet(null, proven);
    }

    boolean isDecided() {
        return decision.get() != null;
    }

    /** Tells those who wait, on a thread that is nobody's. */
    void tell() {
        Proven proven = decision.get();
        if (proven != null) {
            decided.completeAsync(() -> proven);
        }
    }

    /** Whether this is a wrong icon that was not seen before; whoever calls it has the challenges alone. */
    boolean misses(int seen) {
        return seen != before && seen != icon && wrong.add(seen);
    }

    /** The icon and the time. */
    @Override
    public String toString() {
        return "IconProof(" + icon + " until " + expires + ")";
    }
}
