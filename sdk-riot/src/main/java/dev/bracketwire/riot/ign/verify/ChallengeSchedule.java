// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whose turn it is to be looked at, among those that this process looks at. */
final class ChallengeSchedule {
    static final long NOTHING = -1;

    private static final long EACH = Duration.ofSeconds(5).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LOOKS_A_MINUTE = 60;
    private static final int AT_ONCE = 100;

    private final LongSupplier nanos;
    private final Deque<Long> looks = new ArrayDeque<>();
    private final Deque<PendingChallenge> waiting = new ArrayDeque<>();
    private final TreeSet<PendingChallenge> open =
            new TreeSet<>(Comparator.comparingLong((PendingChallenge each) -> each.due)
                    .thenComparing(each -> each.account.puuid().value()));
    private final Map<KeyedPuuid, PendingChallenge> byAccount = new HashMap<>();
    private final List<PendingChallenge> justExpired = new ArrayList<>();
    private int places = AT_ONCE; // fewer than none, where many were found again
    private boolean turnOfWaiting;
    private boolean closed;

    ChallengeSchedule(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Takes one in that waits for a place, unless there is one of its account with time left, and gives that. */
    synchronized @Nullable PendingChallenge enter(PendingChallenge pendingChallenge) {
        requireOpen();
        expire(nanos.getAsLong());
        PendingChallenge before = byAccount.putIfAbsent(pendingChallenge.account, pendingChallenge);
        if (before == null) {
            waiting.add(pendingChallenge);
        }
        return before;
    }

    synchronized void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the icon challenges are closed");
        }
    }

    /** The next to be looked at now, whose look is counted; null if none is due, or the minute is spent. */
    synchronized @Nullable PendingChallenge next() {
        long now = nanos.getAsLong();
        expire(now);
        while (!looks.isEmpty() && now - looks.getFirst() >= MINUTE) {
            looks.removeFirst();
        }
        if (closed || looks.size() >= LOOKS_A_MINUTE) {
            return null;
        }
        PendingChallenge chosen = choose(now);
        if (chosen != null) {
            looks.addLast(now);
        }
        return chosen;
    }

    /** By turns one that waits and one that is open, so that neither starves the other. */
    private @Nullable PendingChallenge choose(long now) {
        boolean begins = places > 0 && !waiting.isEmpty();
        boolean polls = !open.isEmpty() && open.first().due - now <= 0;
        if (begins && (turnOfWaiting || !polls)) {
            turnOfWaiting = false;
            places--;
            return waiting.removeFirst();
        }
        turnOfWaiting = true;
        return polls ? open.pollFirst() : null;
    }

    private void expire(long now) {
        for (Iterator<PendingChallenge> each = open.iterator(); each.hasNext(); ) {
            PendingChallenge pendingChallenge = each.next();
            if (pendingChallenge.until - now <= 0) {
                each.remove();
                byAccount.remove(pendingChallenge.account);
                places++;
                justExpired.add(pendingChallenge);
            }
        }
    }

    /** Those whose time was over since this was asked last. */
    synchronized List<PendingChallenge> expired() {
        List<PendingChallenge> expired = List.copyOf(justExpired);
        justExpired.clear();
        return expired;
    }

    /** How long nothing is due. */
    synchronized long idle(long now) {
        if (closed || (open.isEmpty() && (waiting.isEmpty() || places <= 0))) {
            return NOTHING;
        }
        long budget = looks.size() < LOOKS_A_MINUTE ? 0 : looks.getFirst() + MINUTE - now;
        long due = places > 0 && !waiting.isEmpty() ? 0 : open.first().due - now;
        long wait = Math.max(budget, due);
        for (PendingChallenge each : open) {
            wait = Math.min(wait, each.until - now);
        }
        return Math.max(wait, 1);
    }

    /** It has a proof from now on, for so long; false if it was given up meanwhile. */
    synchronized boolean open(PendingChallenge pendingChallenge, IconProof proof, Duration time) {
        if (closed || byAccount.get(pendingChallenge.account) != pendingChallenge) {
            return false;
        }
        pendingChallenge.proof = proof;
        pendingChallenge.until = nanos.getAsLong() + time.toNanos();
        requeue(pendingChallenge);
        return true;
    }

    /** Takes one in that is open already, without waiting for a place; in the place of another of the account, given back. */
    synchronized @Nullable PendingChallenge resume(PendingChallenge pendingChallenge, IconProof proof, Duration time) {
        requireOpen();
        PendingChallenge before = byAccount.get(pendingChallenge.account);
        IconProof known = before == null ? null : before.proof;
        if (before != null) {
            if (known != null && known.id().equals(proof.id())) {
                return before;
            }
            leave(before);
        }
        reopen(pendingChallenge, proof, time);
        return before;
    }

    /** Takes one in that is open; false if there is another of the account by now, or none is looked at any more. */
    synchronized boolean reopen(PendingChallenge pendingChallenge, IconProof proof, Duration time) {
        if (closed || byAccount.putIfAbsent(pendingChallenge.account, pendingChallenge) != null) {
            return false;
        }
        places--;
        return open(pendingChallenge, proof, time);
    }

    private void requeue(PendingChallenge pendingChallenge) {
        pendingChallenge.due = nanos.getAsLong() + EACH;
        open.add(pendingChallenge);
    }

    /** Nothing was seen: it is looked at once more. */
    synchronized void again(PendingChallenge pendingChallenge) {
        if (!closed && byAccount.get(pendingChallenge.account) == pendingChallenge) {
            requeue(pendingChallenge);
        }
    }

    /** It is over, or nobody waits for it any more. */
    synchronized void leave(PendingChallenge pendingChallenge) {
        if (byAccount.remove(pendingChallenge.account, pendingChallenge)) {
            if (!waiting.remove(pendingChallenge)) {
                open.remove(pendingChallenge);
                places++;
            }
        }
    }

    synchronized int size() {
        return byAccount.size();
    }

    /** Ends all, and gives them. */
    synchronized List<PendingChallenge> close() {
        closed = true;
        List<PendingChallenge> all = List.copyOf(byAccount.values());
        byAccount.clear();
        waiting.clear();
        open.clear();
        return all;
    }
}
