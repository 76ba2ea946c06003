// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.riot.Puuid;
import java.time.Duration;
import java.time.Instant;
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

/** Whose turn it is to be looked at, and who has missed how often. */
final class Looking {
    static final Duration OPEN = Duration.ofMinutes(10);
    static final long NOTHING = -1;

    private static final long EACH = Duration.ofSeconds(5).toNanos();
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();
    private static final int LOOKS_A_MINUTE = 60;
    private static final int AT_ONCE = 100;
    private static final int MISSES = 5;
    private static final Duration LOCKED = Duration.ofHours(1);

    private final LongSupplier nanos;
    private final Deque<Long> looks = new ArrayDeque<>();
    private final Deque<Challenge> waiting = new ArrayDeque<>();
    private final TreeSet<Challenge> open = new TreeSet<>(
            Comparator.comparingLong((Challenge each) -> each.due).thenComparing(each -> each.puuid.value()));
    private final Map<Puuid, Challenge> byAccount = new HashMap<>();
    private final Map<Puuid, Missed> missed = new HashMap<>();
    private final List<Challenge> justExpired = new ArrayList<>();
    private int places = AT_ONCE;
    private boolean turnOfWaiting;
    private boolean closed;

    Looking(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** How often an account was missed, and until when that counts. */
    private record Missed(int times, long until) {}

    /** Takes one in, or says why not. */
    synchronized @Nullable IconChallenge enter(Challenge challenge, Instant now) {
        if (closed) {
            throw new IllegalStateException("the icon challenges are closed");
        }
        long time = nanos.getAsLong();
        missed.values().removeIf(each -> each.until - time <= 0);
        Missed misses = missed.get(challenge.puuid);
        if (misses != null && misses.times >= MISSES) {
            return new IconChallenge.Locked(now.plusNanos(misses.until - time));
        }
        Challenge before = byAccount.putIfAbsent(challenge.puuid, challenge);
        if (before != null) {
            IconProof proof = before.proof;
            return new IconChallenge.Open(proof == null ? now.plus(OPEN) : proof.expires());
        }
        waiting.add(challenge);
        return null;
    }

    /** The next to be looked at now, whose look is counted; null if none is due, or the minute is spent. */
    synchronized @Nullable Challenge next() {
        long now = nanos.getAsLong();
        expire(now);
        while (!looks.isEmpty() && now - looks.getFirst() >= MINUTE) {
            looks.removeFirst();
        }
        if (closed || looks.size() >= LOOKS_A_MINUTE) {
            return null;
        }
        Challenge chosen = choose(now);
        if (chosen != null) {
            looks.addLast(now);
        }
        return chosen;
    }

    /** By turns one that waits and one that is open, so that neither starves the other. */
    private @Nullable Challenge choose(long now) {
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
        for (Iterator<Challenge> each = open.iterator(); each.hasNext(); ) {
            Challenge challenge = each.next();
            if (challenge.until - now <= 0) {
                each.remove();
                miss(challenge.puuid, now);
                over(
                        challenge,
                        Proven.expired("the icon was not set within " + OPEN.toMinutes() + " minutes"
                                + (challenge.trouble.isEmpty() ? "" : "; " + challenge.trouble)));
            }
        }
    }

    private boolean over(Challenge challenge, Proven proven) {
        byAccount.remove(challenge.puuid, challenge);
        places++;
        IconProof proof = challenge.proof;
        boolean decided = proof != null && proof.decide(proven);
        if (decided && proven.result() == Proven.Result.EXPIRED) {
            justExpired.add(challenge);
        }
        return decided;
    }

    /** Those that have expired since this was asked last. */
    synchronized List<Challenge> expired() {
        List<Challenge> expired = List.copyOf(justExpired);
        justExpired.clear();
        return expired;
    }

    /** How long nothing is due. */
    synchronized long idle(long now) {
        if (closed || (open.isEmpty() && (waiting.isEmpty() || places == 0))) {
            return NOTHING;
        }
        long budget = looks.size() < LOOKS_A_MINUTE ? 0 : looks.getFirst() + MINUTE - now;
        long due = places > 0 && !waiting.isEmpty() ? 0 : open.first().due - now;
        long wait = Math.max(budget, due);
        for (Challenge each : open) {
            wait = Math.min(wait, each.until - now);
        }
        return Math.max(wait, 1);
    }

    /** It has a proof from now on; false if it was given up meanwhile. */
    synchronized boolean open(Challenge challenge, IconProof proof) {
        if (closed || byAccount.get(challenge.puuid) != challenge) {
            return false;
        }
        challenge.proof = proof;
        challenge.until = nanos.getAsLong() + OPEN.toNanos();
        requeue(challenge);
        return true;
    }

    private void requeue(Challenge challenge) {
        challenge.due = nanos.getAsLong() + EACH;
        open.add(challenge);
    }

    /** What an icon decides; null if nothing. */
    synchronized @Nullable Proven seen(Challenge challenge, IconProof proof, int icon) {
        long now = nanos.getAsLong();
        if (closed || proof.isDecided()) {
            return null;
        }
        if (challenge.until - now > 0 && icon == proof.icon()) {
            missed.remove(challenge.puuid);
            return decided(challenge, Proven.passed());
        }
        if (proof.misses(icon) && miss(challenge.puuid, now)) {
            return decided(
                    challenge,
                    Proven.failed("wrong icons were set too often; the account is locked for " + LOCKED.toMinutes()
                            + " minutes"));
        }
        requeue(challenge);
        return null;
    }

    private @Nullable Proven decided(Challenge challenge, Proven proven) {
        return over(challenge, proven) ? proven : null;
    }

    /** Counts a miss; true if that locks the account. */
    private boolean miss(Puuid puuid, long now) {
        Missed before = missed.get(puuid);
        Missed after = new Missed((before == null ? 0 : before.times) + 1, now + LOCKED.toNanos());
        missed.put(puuid, after);
        return after.times >= MISSES;
    }

    /** Nothing was seen: it is looked at once more. */
    synchronized void again(Challenge challenge, String trouble) {
        challenge.trouble = trouble;
        IconProof proof = challenge.proof;
        if (!closed && proof != null && !proof.isDecided()) {
            requeue(challenge);
        }
    }

    /** Nobody waits for it any more. */
    synchronized void leave(Challenge challenge) {
        if (byAccount.remove(challenge.puuid, challenge)) {
            if (!waiting.remove(challenge)) {
                open.remove(challenge);
                places++;
            }
        }
    }

    synchronized void unlock(Puuid puuid) {
        missed.remove(puuid);
    }

    synchronized int size() {
        return byAccount.size();
    }

    /** Ends all, and gives them. */
    synchronized List<Challenge> close() {
        closed = true;
        List<Challenge> all = List.copyOf(byAccount.values());
        for (Challenge challenge : all) {
            IconProof proof = challenge.proof;
            if (proof != null) {
                proof.decide(Proven.undecided("the icon challenges were closed before the icon was seen"));
            }
        }
        byAccount.clear();
        waiting.clear();
        open.clear();
        return all;
    }
}
