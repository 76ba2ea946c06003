// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Looks at the accounts whose turn it is, and tells those who wait for what it means. */
final class IconPoller {
    private static final Logger LOG = LoggerFactory.getLogger(IconPoller.class);

    private final Identities identities;
    private final IconSteps steps;
    private final ChallengeSchedule challengeSchedule;
    private final CallThreads threads;
    private final AtomicInteger pumping = new AtomicInteger();

    private @Nullable Future<?> next;
    private boolean closed;

    IconPoller(Identities identities, IconSteps steps, ChallengeSchedule challengeSchedule, CallThreads threads) {
        this.identities = identities;
        this.steps = steps;
        this.challengeSchedule = challengeSchedule;
        this.threads = threads;
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
        for (PendingChallenge due = challengeSchedule.next(); due != null; due = challengeSchedule.next()) {
            look(due);
        }
        challengeSchedule.expired().forEach(this::expired);
        synchronized (this) {
            if (next != null) {
                next.cancel(false);
            }
            long wait = challengeSchedule.idle(threads.nanos().getAsLong());
            next = wait == ChallengeSchedule.NOTHING || closed
                    ? null
                    : threads.onTimer(Duration.ofNanos(wait), this::pump);
        }
    }

    private void look(PendingChallenge pendingChallenge) {
        IconProof proof = pendingChallenge.proof;
        if (proof == null) {
            begin(pendingChallenge);
            return;
        }
        steps.look(proof.asked()).start().whenComplete((row, failure) -> {
            if (failure != null) {
                unknown(pendingChallenge, proof, failure);
            } else if (row.filter(steps::looks).isPresent()) {
                ask(pendingChallenge, proof);
            } else {
                seen(pendingChallenge, row);
            }
            pump();
        });
    }

    private void begin(PendingChallenge pendingChallenge) {
        icon(pendingChallenge)
                .then(icon -> steps.begin(pendingChallenge.account, pendingChallenge.platform, icon, this::proof))
                .start()
                .whenComplete((begun, failure) -> {
                    if (failure != null) {
                        pendingChallenge.answer.completeExceptionally(failure);
                    } else if (begun instanceof IconChallenge.Begun with) {
                        begun(pendingChallenge, with);
                    } else {
                        pendingChallenge.answer.complete(begun);
                    }
                    pump();
                });
    }

    /** What is thrown instead of an answer ends the look like any other failure. */
    private Call<Integer> icon(PendingChallenge pendingChallenge) {
        return Call.done(pendingChallenge).then(each -> identities.icon(each.account.puuid(), each.platform));
    }

    private IconProof proof(AskedIcon asked) {
        return new IconProof(threads, steps, asked);
    }

    private void begun(PendingChallenge pendingChallenge, IconChallenge.Begun begun) {
        IconProof proof = begun.proof();
        if (!challengeSchedule.open(pendingChallenge, proof, left(proof)) || !pendingChallenge.answer.complete(begun)) {
            challengeSchedule.leave(pendingChallenge);
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

    private void ask(PendingChallenge pendingChallenge, IconProof proof) {
        icon(pendingChallenge).start().whenComplete((icon, failure) -> {
            if (failure != null) {
                proof.trouble("Riot could not be asked: " + failure.getMessage());
                challengeSchedule.again(pendingChallenge);
                pump();
            } else {
                proof.trouble("");
                write(pendingChallenge, proof, icon);
            }
        });
    }

    private void write(PendingChallenge pendingChallenge, IconProof proof, int icon) {
        steps.seen(proof.asked(), icon).start().whenComplete((row, failure) -> {
            if (failure != null) {
                unknown(pendingChallenge, proof, failure);
            } else {
                seen(pendingChallenge, row);
            }
            pump();
        });
    }

    private void seen(PendingChallenge pendingChallenge, Optional<AskedIcon> row) {
        if (row.isPresent() && row.get().state() == AskedIcon.State.OPEN) {
            challengeSchedule.again(pendingChallenge);
        } else {
            challengeSchedule.leave(pendingChallenge);
            over(pendingChallenge);
        }
    }

    private void unknown(PendingChallenge pendingChallenge, IconProof proof, Throwable failure) {
        proof.trouble("what is kept of it could not be read or written: " + failure.getMessage());
        proof.fail(failure);
        challengeSchedule.again(pendingChallenge);
    }

    /** By the clock of the process its time is over; the clock that players were told counts. */
    private void expired(PendingChallenge pendingChallenge) {
        IconProof proof = pendingChallenge.proof;
        Duration left = proof == null ? Duration.ZERO : left(proof);
        if (proof == null
                || left.isNegative()
                || left.isZero()
                || !challengeSchedule.reopen(pendingChallenge, proof, left)) {
            over(pendingChallenge);
        }
    }

    /** Goes on with what another process began, or this one before it was restarted. */
    IconProof resume(AskedIcon asked) {
        IconProof proof = proof(asked);
        if (asked.state() != AskedIcon.State.OPEN) {
            proof.tell();
            return proof;
        }
        PendingChallenge pendingChallenge = new PendingChallenge(asked.account(), asked.platform());
        PendingChallenge before = challengeSchedule.resume(pendingChallenge, proof, left(proof));
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
    void over(PendingChallenge pendingChallenge) {
        IconProof proof = pendingChallenge.proof;
        if (proof != null) {
            proof.tell();
        }
    }

    /** Looks no more, and gives those that are left. */
    synchronized List<PendingChallenge> close() {
        closed = true;
        if (next != null) {
            next.cancel(false);
        }
        return challengeSchedule.close();
    }
}
