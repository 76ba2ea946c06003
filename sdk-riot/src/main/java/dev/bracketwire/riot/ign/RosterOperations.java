// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.RosterEvent.What;
import dev.bracketwire.riot.ign.RosterOutcome.Done;
import dev.bracketwire.riot.ign.RosterOutcome.Refused;
import dev.bracketwire.riot.ign.RosterOutcome.Stale;
import dev.bracketwire.riot.internal.roster.RosterTransaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The changes of a roster, in one transaction each. */
final class RosterOperations {
    private final RosterTransaction rosterTransaction;
    private final String actor;
    private final Instant now;
    private final boolean likesAllowed;

    RosterOperations(RosterTransaction rosterTransaction, String actor, Instant now, boolean likesAllowed) {
        this.rosterTransaction = rosterTransaction;
        this.actor = actor;
        this.now = now;
        this.likesAllowed = likesAllowed;
    }

    RosterOutcome assign(String entrant, RiotId name, Puuid puuid, String fingerprint, List<String> warnings)
            throws SQLException {
        rosterTransaction.lock(List.of(entrant));
        Optional<RosterEntry> holder = rosterTransaction.find(fingerprint, puuid);
        if (holder.isPresent() && holder.get().entrant().equals(entrant)) {
            return called(holder.get(), name, What.NAME_CHANGED, warnings);
        }
        RosterOutcome taken = taken(holder, name, fingerprint);
        if (taken == null) {
            taken = like(entrant, name, puuid, fingerprint);
        }
        if (taken != null) {
            return taken;
        }
        RosterEntry entry = new RosterEntry(
                entrant, name, puuid, fingerprint, rosterTransaction.of(entrant).isEmpty(), now, now, null, 1);
        if (!rosterTransaction.insert(entry)) {
            return lost(fingerprint, puuid);
        }
        note(entrant, What.ASSIGNED, null, name);
        return new Done(entry, true, warnings);
    }

    /** Somebody who has the account, or has this name by a PUUID that cannot be compared. */
    private @Nullable RosterOutcome taken(Optional<RosterEntry> holder, RiotId name, String fingerprint)
            throws SQLException {
        if (holder.isPresent()) {
            return stale(holder.get());
        }
        for (RosterEntry other : rosterTransaction.called(name)) {
            if (!other.keyFingerprint().equals(fingerprint)) {
                return new Stale(
                        other,
                        other.entrant() + " has " + other.name()
                                + " by a PUUID of another API key, so nobody knows whether it is the same account:"
                                + " resolve all, then try again");
            }
        }
        return null;
    }

    private @Nullable RosterOutcome like(String entrant, RiotId name, Puuid puuid, String fingerprint)
            throws SQLException {
        if (likesAllowed) {
            return null;
        }
        List<LookAlike<RosterEntry>> likes = others(entrant, name);
        for (LookAlike<RosterEntry> like : likes) {
            RosterEntry owner = like.owner();
            if (owner.puuid().equals(puuid) && owner.keyFingerprint().equals(fingerprint)) {
                return stale(owner); // it is the account itself, which somebody got since it was looked for
            }
        }
        return likes.isEmpty() ? null : new Refused(problems(name, likes), likes);
    }

    List<LookAlike<RosterEntry>> others(String entrant, RiotId name) throws SQLException {
        return rosterTransaction.like(name).stream()
                .filter(like -> !like.owner().entrant().equals(entrant))
                .toList();
    }

    static List<String> problems(RiotId name, List<LookAlike<RosterEntry>> likes) {
        return likes.stream()
                .map(like -> name + " looks like " + like.owner().name() + " of "
                        + like.owner().entrant() + " (" + like.likeness() + ")")
                .toList();
    }

    private RosterOutcome called(RosterEntry seen, RiotId name, What what, List<String> warnings) throws SQLException {
        if (seen.name().equals(name)) {
            return new Done(seen, false, warnings);
        }
        RosterEntry after = seen.called(name, now);
        if (!rosterTransaction.update(seen, after)) {
            return lost(seen.keyFingerprint(), seen.puuid());
        }
        note(seen.entrant(), what, seen.name(), name);
        return new Done(after, true, warnings);
    }

    /** The entrant plays with this account from now on instead of the one seen. */
    RosterOutcome rename(RosterEntry seen, RiotId name, Puuid puuid, String fingerprint, List<String> warnings)
            throws SQLException {
        rosterTransaction.lock(List.of(seen.entrant()));
        if (!there(seen)) {
            return lost(seen.keyFingerprint(), seen.puuid());
        }
        if (seen.puuid().equals(puuid) && seen.keyFingerprint().equals(fingerprint)) {
            RosterOutcome like = seen.name().equals(name) ? null : like(seen.entrant(), name, puuid, fingerprint);
            return like != null ? like : called(seen, name, What.RENAMED, warnings);
        }
        RosterOutcome taken = taken(rosterTransaction.find(fingerprint, puuid), name, fingerprint);
        if (taken == null) {
            taken = like(seen.entrant(), name, puuid, fingerprint);
        }
        if (taken != null) {
            return taken;
        }
        RosterEntry after = seen.called(name, now).account(puuid, fingerprint);
        if (!swap(seen, after)) {
            return lost(fingerprint, puuid);
        }
        note(seen.entrant(), What.RENAMED, seen.name(), name);
        return new Done(after, true, warnings);
    }

    /** Puts one in another's place. What was seen is there: its entrant is locked. */
    private boolean swap(RosterEntry before, RosterEntry after) throws SQLException {
        RosterEntry beside = new RosterEntry(
                after.entrant(),
                after.name(),
                after.puuid(),
                after.keyFingerprint(),
                false, // one of an entrant's is the primary, and that is still the other
                after.since(),
                after.seen(),
                after.checkedIn(),
                after.version());
        if (!rosterTransaction.insert(beside)) {
            return false;
        }
        if (!rosterTransaction.delete(before)) {
            rosterTransaction.delete(beside); // the person was erased meanwhile
            return false;
        }
        return !after.primary() || rosterTransaction.update(beside, after);
    }

    RosterOutcome release(RosterEntry seen) throws SQLException {
        rosterTransaction.lock(List.of(seen.entrant()));
        if (!rosterTransaction.delete(seen)) {
            return lost(seen.keyFingerprint(), seen.puuid());
        }
        note(seen.entrant(), What.RELEASED, seen.name(), null);
        promote(seen.entrant());
        return new Done(seen, true, List.of());
    }

    RosterOutcome transfer(RosterEntry seen, String to) throws SQLException {
        rosterTransaction.lock(List.of(seen.entrant(), to));
        RosterEntry after = seen.given(to, rosterTransaction.of(to).isEmpty(), now);
        if (seen.entrant().equals(to) || !rosterTransaction.update(seen, after)) {
            return seen.entrant().equals(to) && there(seen)
                    ? new Done(seen, false, List.of())
                    : lost(seen.keyFingerprint(), seen.puuid());
        }
        note(seen.entrant(), What.GIVEN, seen.name(), null);
        note(to, What.RECEIVED, null, seen.name());
        promote(seen.entrant());
        return new Done(after, true, List.of());
    }

    RosterOutcome primary(RosterEntry seen) throws SQLException {
        rosterTransaction.lock(List.of(seen.entrant()));
        if (!there(seen)) {
            return lost(seen.keyFingerprint(), seen.puuid());
        }
        if (seen.primary()) {
            return new Done(seen, false, List.of());
        }
        for (RosterEntry other : rosterTransaction.of(seen.entrant())) {
            if (other.primary()) {
                rosterTransaction.update(other, other.primary(false));
            }
        }
        return new Done(first(seen), true, List.of());
    }

    private RosterEntry first(RosterEntry entry) throws SQLException {
        RosterEntry first = entry.primary(true);
        rosterTransaction.update(entry, first);
        note(entry.entrant(), What.MADE_PRIMARY, null, entry.name());
        return first;
    }

    /** Who has lost the primary plays with the next. */
    private void promote(String entrant) throws SQLException {
        List<RosterEntry> left = rosterTransaction.of(entrant);
        if (!left.isEmpty() && !left.get(0).primary()) {
            first(left.get(0));
        }
    }

    /** Writes what a look-up of the account has found. */
    RosterOutcome renew(RosterEntry seen, RiotId name, Puuid puuid, String fingerprint, boolean checkingIn)
            throws SQLException {
        rosterTransaction.lock(List.of(seen.entrant()));
        RosterEntry after = seen.called(name, now).account(puuid, fingerprint);
        after = checkingIn ? after.checkedIn(now) : after;
        boolean sameAccount =
                seen.puuid().equals(puuid) && seen.keyFingerprint().equals(fingerprint);
        if (!there(seen)) {
            return lost(seen.keyFingerprint(), seen.puuid());
        }
        if (!(sameAccount ? rosterTransaction.update(seen, after) : swap(seen, after))) {
            return lost(fingerprint, puuid);
        }
        if (!seen.keyFingerprint().equals(fingerprint)) {
            note(seen.entrant(), What.KEY_CHANGED, seen.name(), name);
        } else if (!seen.name().equals(name)) {
            note(seen.entrant(), What.NAME_CHANGED, seen.name(), name);
        }
        if (checkingIn) {
            note(seen.entrant(), What.CHECKED_IN, null, name);
        }
        return new Done(after, true, List.of());
    }

    private boolean there(RosterEntry seen) throws SQLException {
        return rosterTransaction
                .find(seen.keyFingerprint(), seen.puuid())
                .filter(seen::equals)
                .isPresent();
    }

    private RosterOutcome lost(String fingerprint, Puuid puuid) throws SQLException {
        Optional<RosterEntry> holder = rosterTransaction.find(fingerprint, puuid);
        return holder.isPresent() ? stale(holder.get()) : new Stale(null, "nobody has it any more: look again");
    }

    private static Stale stale(RosterEntry holder) {
        return new Stale(holder, holder.entrant() + " has " + holder.name() + " since " + holder.since());
    }

    private void note(String entrant, What what, @Nullable RiotId before, @Nullable RiotId after) throws SQLException {
        rosterTransaction.note(new RosterEvent(
                entrant,
                what,
                actor,
                now,
                before == null ? null : before.toString(),
                after == null ? null : after.toString()));
    }
}
