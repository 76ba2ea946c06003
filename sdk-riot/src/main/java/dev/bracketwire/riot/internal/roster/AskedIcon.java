// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.Platform;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The icon that an account was asked for last, and how often icons were missed. What becomes of it at which time is worked
 * out here; whoever has worked it out writes it.
 *
 * @param account whose icon
 * @param id tells this challenge from all others
 * @param platform where the account plays
 * @param before the icon it showed when it was asked
 * @param icon the icon it was asked for
 * @param until when it was to be set
 * @param state how far it has come
 * @param wrong the wrong icons that were seen
 * @param misses how often icons were missed
 * @param missesUntil until when that counts
 * @param looker the node that looks
 * @param version how often it was written
 */
public record AskedIcon(
        KeyedPuuid account,
        String id,
        Platform platform,
        int before,
        int icon,
        Instant until,
        State state,
        Set<Integer> wrong,
        int misses,
        Instant missesUntil,
        String looker,
        long version) {
    /** How long a player has. */
    public static final Duration OPEN = Duration.ofMinutes(10);
    /** How long misses count, and an account is locked. */
    public static final Duration LOCKED = Duration.ofHours(1);

    private static final Duration USABLE = Duration.ofDays(1);
    private static final int MOST_MISSES = 5;

    /** How far one has come. */
    public enum State {
        /** It is waited for. */
        OPEN,
        /** It was seen, and nobody has taken it for a proof. */
        PASSED,
        /** Somebody has. */
        USED,
        /** It was not seen in time. */
        EXPIRED,
        /** Others were seen too often. */
        FAILED,
        /** Whoever asked for it was not there any more. */
        LEFT
    }

    /** Keeps the wrong icons as they are. */
    public AskedIcon {
        wrong = Set.copyOf(wrong);
    }

    /** One that is asked now, after the last. */
    public static AskedIcon after(
            @Nullable AskedIcon last,
            KeyedPuuid account,
            String id,
            Platform platform,
            int before,
            int icon,
            Instant now,
            String looker) {
        return new AskedIcon(
                account,
                id,
                platform,
                before,
                icon,
                now.plus(OPEN),
                State.OPEN,
                Set.of(),
                last == null ? 0 : last.misses,
                last == null ? Instant.EPOCH : last.missesUntil,
                looker,
                last == null ? 1 : last.version + 1);
    }

    /** As it is at a time: one that was not met until then is missed. */
    public AskedIcon at(Instant now) {
        return state == State.OPEN && !now.isBefore(until) ? missed(wrong, until, State.EXPIRED) : this;
    }

    /** As it is once the account was seen with this icon. */
    public AskedIcon seen(int shown, Instant now) {
        AskedIcon current = at(now);
        if (current.state != State.OPEN || shown == before || wrong.contains(shown)) {
            return current; // a wrong icon that stays is one miss
        }
        if (shown == icon) {
            return with(State.PASSED, wrong, 0, Instant.EPOCH, looker);
        }
        Set<Integer> more = new HashSet<>(wrong);
        more.add(shown);
        AskedIcon missed = missed(more, now, State.OPEN);
        return missed.isLocked(now) ? missed.in(State.FAILED) : missed;
    }

    private AskedIcon missed(Set<Integer> seen, Instant when, State next) {
        return with(next, seen, (missesUntil.isAfter(when) ? misses : 0) + 1, when.plus(LOCKED), looker);
    }

    /** As it is once it was taken for a proof. */
    public AskedIcon used() {
        return in(State.USED);
    }

    /** As it is once nobody waits for it. */
    public AskedIcon left() {
        return state == State.OPEN ? in(State.LEFT) : this;
    }

    /** As it is once its misses are forgiven. */
    public AskedIcon unlocked(Instant now) {
        AskedIcon current = at(now);
        return current.misses == 0
                ? current
                : current.with(current.state, current.wrong, 0, Instant.EPOCH, current.looker);
    }

    /** As it is once this node looks. */
    public AskedIcon lookedAtBy(String node) {
        return looker.equals(node) ? this : with(state, wrong, misses, missesUntil, node);
    }

    private AskedIcon in(State next) {
        return with(next, wrong, misses, missesUntil, looker);
    }

    private AskedIcon with(State next, Set<Integer> seen, int missed, Instant missedUntil, String node) {
        return new AskedIcon(
                account, id, platform, before, icon, until, next, seen, missed, missedUntil, node, version + 1);
    }

    /** Whether it is the same challenge, whatever has become of it. */
    public boolean is(AskedIcon other) {
        return id.equals(other.id);
    }

    /** Whether the account may not be asked. */
    public boolean isLocked(Instant now) {
        return misses >= MOST_MISSES && missesUntil.isAfter(now);
    }

    /** Whether it is still to be met, or to be taken for a proof. */
    public boolean isOpen() {
        return state == State.OPEN || state == State.PASSED;
    }

    /** When nothing of it counts any more. */
    public Instant keptUntil() {
        if (state == State.PASSED) {
            return until.plus(USABLE);
        }
        Instant mayBeMissed = until.plus(LOCKED);
        return missesUntil.isAfter(mayBeMissed) ? missesUntil : mayBeMissed;
    }
}
