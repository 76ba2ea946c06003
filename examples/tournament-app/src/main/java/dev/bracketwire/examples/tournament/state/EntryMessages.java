// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import java.util.Optional;

/** The messages that people get when their entry is changed by another person or by the application. */
final class EntryMessages {
    private EntryMessages() {}

    /** Returns the message about a change; empty if the person did it and has the answer, or if it does not matter. */
    static Optional<String> about(StateChange.OfEntry change, Tournament tournament, boolean byThePerson) {
        Entry before = change.before();
        Entry after = change.after();
        if (byThePerson && (before == null || after == null || before.status() == after.status())) {
            return Optional.empty();
        }
        String name = tournament.name();
        if (before == null && after != null) {
            return Optional.of(
                    after.registered()
                            ? "You have a place in " + name + " as " + after.riotId() + "."
                            : "You are on the waitlist of " + name + " as " + after.riotId() + ".");
        }
        if (after == null) {
            return Optional.of("You are no longer in " + name + ". Ask an organiser if you did not expect this.");
        }
        if (before != null && before.status() != after.status()) {
            return Optional.of(
                    after.registered()
                            ? "A place has become free: you are in " + name + " now. Check in when check-in opens."
                            : "Your place in " + name + " was taken back: you are on the waitlist again.");
        }
        if (before != null && before.checkedIn() != null && after.checkedIn() == null) {
            return Optional.of("Your check-in for " + name + " was taken back. Check in again while check-in is open.");
        }
        if (before != null && before.verification() != after.verification()) {
            return aboutAccount(after, name);
        }
        return Optional.empty();
    }

    private static Optional<String> aboutAccount(Entry after, String tournament) {
        return switch (after.verification()) {
            case UNKNOWN ->
                Optional.of("Riot knows no account " + after.riotId() + ", the name of your entry in " + tournament
                        + ". Register again with the name that the client shows, with the part behind #.");
            case CONFLICT ->
                Optional.of("The name of your entry in " + tournament + ", " + after.riotId()
                        + ", belongs to another player or looks like the name of one. Register again with your own name, or ask an"
                        + " organiser.");
            case VERIFIED, UNVERIFIED -> Optional.empty();
        };
    }
}
