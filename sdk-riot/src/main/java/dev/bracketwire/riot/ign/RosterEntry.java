// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A name that an entrant has, as it was when it was read. What changes it takes it back, and is refused as stale where it is
 * no longer so.
 *
 * @param entrant the application's own id of who has it
 * @param name what the account is called
 * @param puuid the account
 * @param keyFingerprint of the API key whose PUUID that is
 * @param primary whether it is the one of the entrant's that is played with; the others are alternates
 * @param since when the entrant got it
 * @param seen when it was last looked up
 * @param checkedIn when the entrant last checked in with it; null if never
 * @param version how often it was written
 */
public record RosterEntry(
        String entrant,
        RiotId name,
        Puuid puuid,
        String keyFingerprint,
        boolean primary,
        Instant since,
        Instant seen,
        @Nullable Instant checkedIn,
        long version) {
    /** Refuses to be nobody's. */
    public RosterEntry {
        if (entrant.isBlank()) {
            throw new IllegalArgumentException("entrant must say who has the name");
        }
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(puuid, "puuid");
        Objects.requireNonNull(keyFingerprint, "keyFingerprint");
        Objects.requireNonNull(since, "since");
        Objects.requireNonNull(seen, "seen");
    }

    RosterEntry called(RiotId newName, Instant when) {
        return new RosterEntry(entrant, newName, puuid, keyFingerprint, primary, since, when, checkedIn, version + 1);
    }

    RosterEntry account(Puuid newPuuid, String fingerprint) {
        return new RosterEntry(entrant, name, newPuuid, fingerprint, primary, since, seen, checkedIn, version);
    }

    RosterEntry checkedIn(Instant when) {
        return new RosterEntry(entrant, name, puuid, keyFingerprint, primary, since, seen, when, version);
    }

    RosterEntry primary(boolean first) {
        return new RosterEntry(entrant, name, puuid, keyFingerprint, first, since, seen, checkedIn, version + 1);
    }

    RosterEntry given(String to, boolean first, Instant when) {
        return new RosterEntry(to, name, puuid, keyFingerprint, first, when, seen, null, version + 1);
    }

    /** Returns the entry in words. */
    @Override
    public String toString() {
        return entrant + " as " + name + (primary ? "" : " (alternate)");
    }
}
