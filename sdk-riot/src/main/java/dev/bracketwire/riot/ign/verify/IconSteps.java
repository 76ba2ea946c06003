// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.internal.roster.AskedIcon;
import dev.bracketwire.riot.internal.roster.IconStore;
import dev.bracketwire.riot.internal.roster.KeyedPuuid;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/** Takes the steps of icons that are asked for: each once, whichever node and thread takes it. */
final class IconSteps {
    // Every account has these.
    private static final int STARTERS = 29;

    private final IconStore ledger;
    private final InstantSource clock;
    private final RandomGenerator lot = new SecureRandom();
    private final String node = UUID.randomUUID().toString();

    IconSteps(IconStore ledger, InstantSource clock) {
        this.ledger = ledger;
        this.clock = clock;
    }

    Instant now() {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS); // as both stores keep it
    }

    /** Returns the lock or the open challenge that prevents a new challenge for the account; empty if there is none. */
    Call<Optional<IconChallenge>> lockedOrOpen(KeyedPuuid account) {
        return ledger.find(account).map(found -> found.flatMap(row -> lockedOrOpen(row, now())));
    }

    private static Optional<IconChallenge> lockedOrOpen(AskedIcon row, Instant now) {
        AskedIcon last = row.at(now);
        if (last.isLocked(now)) {
            return Optional.of(new IconChallenge.Locked(last.missesUntil()));
        }
        return last.isOpen() && last.until().isAfter(now)
                ? Optional.of(new IconChallenge.Open(last.until()))
                : Optional.empty();
    }

    /** Asks for an icon that is not the one the account has. */
    Call<IconChallenge> begin(
            KeyedPuuid account, Platform platform, int current, Function<AskedIcon, IconProof> begun) {
        return ledger.forget(now()).then(dropped -> ledger.find(account)).then(found -> {
            Instant now = now();
            Optional<IconChallenge> blocked = found.flatMap(row -> lockedOrOpen(row, now));
            if (blocked.isPresent()) {
                return Call.done(blocked.get());
            }
            AskedIcon asked = AskedIcon.after(
                    found.map(row -> row.at(now)).orElse(null),
                    account,
                    UUID.randomUUID().toString(),
                    platform,
                    current,
                    draw(current),
                    now,
                    node);
            return ledger.put(found.orElse(null), asked)
                    .then(written -> written
                            ? Call.done(new IconChallenge.Begun(begun.apply(asked)))
                            : begin(account, platform, current, begun));
        });
    }

    private int draw(int current) {
        int drawn = lot.nextInt(STARTERS - 1);
        return current < 0 || current >= STARTERS || drawn < current ? drawn : drawn + 1;
    }

    /** A challenge as it is; nothing where the account was asked for another since. */
    Call<Optional<AskedIcon>> look(AskedIcon asked) {
        return ledger.find(asked.account()).map(found -> found.filter(asked::is).map(row -> row.at(now())));
    }

    /** Whether it is for this node to look. */
    boolean looks(AskedIcon row) {
        return row.state() == AskedIcon.State.OPEN && row.looker().equals(node);
    }

    /** Goes on with a challenge that is open, in this node from now on. */
    Call<Optional<AskedIcon>> takeOver(KeyedPuuid account, String id) {
        return change(account, row -> {
                    AskedIcon current = row.at(now());
                    return row.id().equals(id) && current.state() == AskedIcon.State.OPEN
                            ? current.lookedAtBy(node)
                            : row;
                })
                .map(found -> found.map(row -> row.at(now()))
                        .filter(row -> row.id().equals(id)
                                && row.isOpen()
                                && row.keptUntil().isAfter(now())));
    }

    /** Writes what an icon means that the account was seen with. */
    Call<Optional<AskedIcon>> seen(AskedIcon asked, int icon) {
        return change(asked.account(), row -> row.is(asked) ? row.seen(icon, now()) : row)
                .map(found -> found.filter(asked::is));
    }

    /** Ends a challenge that nobody was told of. */
    Call<Optional<AskedIcon>> leave(AskedIcon asked) {
        return change(asked.account(), row -> row.is(asked) ? row.left() : row);
    }

    Call<Optional<AskedIcon>> unlock(KeyedPuuid account) {
        return change(account, row -> row.unlocked(now()));
    }

    private Call<Optional<AskedIcon>> change(KeyedPuuid account, UnaryOperator<AskedIcon> step) {
        return ledger.find(account).then(found -> {
            Optional<AskedIcon> after = found.map(step);
            return after.equals(found)
                    ? Call.done(found)
                    : ledger.put(found.orElseThrow(), after.orElseThrow())
                            .then(written -> written ? Call.done(after) : change(account, step));
        });
    }

    /** What a challenge has shown. One that has passed is a proof for whoever takes this step first. */
    Call<Proven> use(AskedIcon asked, String trouble) {
        return ledger.find(asked.account()).then(found -> {
            Instant now = now();
            Optional<AskedIcon> same =
                    found.filter(asked::is).filter(row -> row.keptUntil().isAfter(now));
            if (same.isPresent() && same.get().state() == AskedIcon.State.PASSED) {
                return ledger.put(same.get(), same.get().used())
                        .then(written -> written ? Call.done(Proven.passed()) : use(asked, trouble));
            }
            return Call.done(same.map(row -> shown(row.at(now), trouble)).orElseGet(() -> gone(asked, now)));
        });
    }

    private static Proven shown(AskedIcon row, String trouble) {
        return switch (row.state()) {
            case EXPIRED ->
                Proven.expired("the icon was not set within " + AskedIcon.OPEN.toMinutes() + " minutes"
                        + (trouble.isEmpty() ? "" : "; " + trouble));
            case FAILED ->
                Proven.failed("wrong icons were set too often; the account is locked for "
                        + AskedIcon.LOCKED.toMinutes() + " minutes");
            case PASSED, USED -> Proven.undecided("this proof was used already");
            case OPEN, LEFT -> Proven.undecided("the icon challenges were closed before the icon was seen");
        };
    }

    private static Proven gone(AskedIcon asked, Instant now) {
        return asked.until().isAfter(now)
                ? Proven.undecided(
                        "the challenge is there no longer: another icon was asked of this account since, or it was erased")
                : Proven.expired("the time to set the icon is over, and what came of it is kept no longer");
    }
}
