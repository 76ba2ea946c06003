// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A person in a tournament, with a place or on the waitlist.
 *
 * @param tournament the tournament
 * @param person the person
 * @param status whether the person has a place
 * @param position the number that orders entries: the earlier entry has the lower one
 * @param since the time of registration
 * @param riotId the name of the account, such as {@code Ann#EUW}
 * @param verification the result of the last lookup of the account
 * @param verifiedAt the time of the last lookup that Riot answered; null if there was none
 * @param team the name of the team; null if the person plays alone or has no team yet
 * @param checkedIn the time of check-in; null if not checked in
 */
public record Entry(
        String tournament,
        String person,
        Status status,
        long position,
        Instant since,
        String riotId,
        Verification verification,
        @Nullable Instant verifiedAt,
        @Nullable String team,
        @Nullable Instant checkedIn) {
    /** Whether the person has a place. */
    public enum Status {
        /** Has a place. */
        REGISTERED,
        /** Waits for one. */
        WAITING
    }

    /** The result of the last lookup of the account. */
    public enum Verification {
        /** Riot knows the account by this name. */
        VERIFIED,
        /** Riot could not be reached yet. */
        UNVERIFIED,
        /** Riot knows no account of this name. */
        UNKNOWN,
        /** The name looks like that of another entry, or the account belongs to another entry. */
        CONFLICT
    }

    /** Whether the person has a place. */
    public boolean registered() {
        return status == Status.REGISTERED;
    }

    /** Returns the entry with another status. A person on the waitlist is not checked in. */
    public Entry status(Status other) {
        return new Entry(
                tournament,
                person,
                other,
                position,
                since,
                riotId,
                verification,
                verifiedAt,
                team,
                other == Status.WAITING ? null : checkedIn);
    }

    /** Returns the entry with another name and its verification. */
    public Entry account(String name, Verification result, @Nullable Instant at) {
        return new Entry(tournament, person, status, position, since, name, result, at, team, checkedIn);
    }

    /** Returns the entry with another team. */
    public Entry team(@Nullable String other) {
        return new Entry(
                tournament, person, status, position, since, riotId, verification, verifiedAt, other, checkedIn);
    }

    /** Returns the entry with another time of check-in; null takes it back. */
    public Entry checkedIn(@Nullable Instant at) {
        return new Entry(tournament, person, status, position, since, riotId, verification, verifiedAt, team, at);
    }
}
