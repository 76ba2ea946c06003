// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the accounts whose turn it is, and tells those who wait for what it means. */
final class IconLooks {
    private static final Logger LOG = LoggerFactory.getLogger(IconLooks.class);

    private final Identities identities;
    private final IconSteps steps;
    private final Looking looking;
    private final ScheduledExecutorService scheduler;
    private final LongSupplier nanos;
    private final AtomicInteger pumping = new AtomicInteger();

    private @Nullable ScheduledFuture<?> next;
    private boolean closed;

    IconLooks(
            Identities identities,
            IconSteps steps,
            Looking looking,
            ScheduledExecutorService scheduler,
            LongSupplier nanos) {
        this.identities = identities;
        this.steps = steps;
        this.looking = looking;
        this.scheduler = scheduler;
        this.nanos = nanos;
    }

    /** Does what is due, and comes again when the next is. */
    void pump() {
        if (pumping.getAndIncrement() > 0) {
            return; // whoever is at it goes round once more, so that answers that are there at once do not nest
        }
        try {
            for (int asked = 1; asked > 0; asked = pumping.addAndGet(-asked)) {
                round();
            }
        } catch (RuntimeException | Error e) {
            pumping.set(0);
            throw e;
        }
    }

    private void round() {
        for (Challenge due = looking.next(); due != null; due = looking.next()) {
            look(due);
        }
        looking.expired().forEach(this::expired);
        synchronized (this) {
            if (next != null) {
                next.cancel(false);
            }
            long wait = looking.idle(nanos.getAsLong());
            next = wait == Looking.NOTHING || closed || scheduler.isShutdown()
                    ? null
                    : scheduler.schedule(this::pump, wait, TimeUnit.NANOSECONDS);
        }
    }

    private void look(Challenge challenge) {
        IconProof proof = challenge.proof;
        if (proof == null) {
            begin(challenge);
            return;
        }
        steps.look(proof.asked()).start().whenComplete((row, failure) -> {
            if (failure != null) {
                unknown(challenge, proof, failure);
            } else if (row.filter(steps::looks).isPresent()) {
                ask(challenge, proof);
            } else {
                seen(challenge, row);
            }
            pump();
        });
    }

    private void begin(Challenge challenge) {
        icon(challenge)
                .then(icon -> steps.begin(challenge.account, challenge.platform, icon, this::proof))
                .start()
                .whenComplete((begun, failure) -> {
                    if (failure != null) {
                        challenge.answer.completeExceptionally(failure);
                    } else if (begun instanceof IconChallenge.Begun with) {
                        begun(challenge, with);
                    } else {
                        challenge.answer.complete(begun);
                    }
                    pump();
                });
    }

    /** What is thrown instead of an answer ends the look like any other failure. */
    private Call<Integer> icon(Challenge challenge) {
        return Call.done(challenge).then(each -> identities.icon(each.account.puuid(), each.platform));
    }

    private IconProof proof(AskedIcon asked) {
        return new IconProof(scheduler, steps, asked);
    }

    private void begun(Challenge challenge, IconChallenge.Begun begun) {
        IconProof proof = begun.proof();
        if (!looking.open(challenge, proof, left(proof)) || !challenge.answer.complete(begun)) {
            looking.leave(challenge);
            steps.leave(proof.asked()).start().whenComplete((row, failure) -> {
                if (failure != null) {
                    LOG.warn("an icon was asked of an account for nobody, and that counts as a miss", failure);
                }
            });
        }
    }

    private Duration left(IconProof proof) {
        return Duration.between(steps.now(), proof.expires());
    }

    private void ask(Challenge challenge, IconProof proof) {
        icon(challenge).start().whenComplete((icon, failure) -> {
            if (failure != null) {
                proof.trouble("Riot could not be asked: " + failure.getMessage());
                looking.again(challenge);
                pump();
            } else {
                proof.trouble("");
                write(challenge, proof, icon);
            }
        });
    }

    private void write(Challenge challenge, IconProof proof, int icon) {
        steps.seen(proof.asked(), icon).start().whenComplete((row, failure) -> {
            if (failure != null) {
                unknown(challenge, proof, failure);
            } else {
                seen(challenge, row);
            }
            pump();
        });
    }

    private void seen(Challenge challenge, Optional<AskedIcon> row) {
        if (row.isPresent() && row.get().state() == AskedIcon.State.OPEN) {
            looking.again(challenge);
        } else {
            looking.leave(challenge);
            over(challenge);
        }
    }

    private void unknown(Challenge challenge, IconProof proof, Throwable failure) {
        proof.trouble("what is kept of it could not be read or written: " + failure.getMessage());
        proof.fail(failure);
        looking.again(challenge);
    }

    /** By the clock of the process its time is over; the clock that players were told counts. */
    private void expired(Challenge challenge) {
        IconProof proof = challenge.proof;
        Duration left = proof == null ? Duration.ZERO : left(proof);
        if (proof == null || left.isNegative() || left.isZero() || !looking.reopen(challenge, proof, left)) {
            over(challenge);
        }
    }

    /** Goes on with what another process began, or this one before it was restarted. */
    IconProof resume(AskedIcon asked) {
        IconProof proof = proof(asked);
        if (asked.state() != AskedIcon.State.OPEN) {
            proof.tell();
            return proof;
        }
        Challenge challenge = new Challenge(asked.account(), asked.platform());
        Challenge before = looking.resume(challenge, proof, left(proof));
        IconProof known = before == null ? null : before.proof;
        if (known != null && known.id().equals(proof.id())) {
            return known;
        }
        if (before != null) {
            before.answer.complete(new IconChallenge.Open(asked.until()));
            over(before);
        }
        pump();
        return proof;
    }

    /** Those who wait for it need not wait any longer. */
    void over(Challenge challenge) {
        IconProof proof = challenge.proof;
        if (proof != null) {
            proof.tell();
        }
    }

    /** Looks no more, and gives those that are left. */
    synchronized List<Challenge> close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        return looking.close();
    }
}
