// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tournament as everybody may see it.
 *
 * @param id the id in addresses
 * @param organisation the id of the organisation
 * @param name the name
 * @param capacity the number of places
 * @param teamSize the number of players in a team; 1 for none
 * @param registered the number of people with a place
 * @param waiting the number of people on the waitlist
 * @param checkedIn the number of people that have checked in
 * @param registration the state of registration
 * @param checkIn the state of check-in
 */
public record TournamentView(
        String id,
        String organisation,
        String name,
        int capacity,
        int teamSize,
        int registered,
        int waiting,
        int checkedIn,
        WindowView registration,
        WindowView checkIn) {
    static TournamentView of(EntryList entries, Instant now) {
        Tournament tournament = entries.tournament();
        return new TournamentView(
                tournament.id(),
                tournament.organisation(),
                tournament.name(),
                tournament.capacity(),
                tournament.teamSize(),
                entries.registered().size(),
                entries.waiting().size(),
                (int) entries.registered().stream()
                        .filter(entry -> entry.checkedIn() != null)
                        .count(),
                WindowView.of(tournament.registration(), now),
                WindowView.of(tournament.checkIn(), now));
    }

    /**
     * The state of registration or check-in.
     *
     * @param open whether it is open
     * @param opens the time at which the schedule opens it; null if it never does
     * @param closes the time at which the schedule closes it; null if it never does
     * @param byHand {@code OPEN} or {@code CLOSED} if a person decided; null if it follows the schedule
     */
    public record WindowView(
            boolean open, @Nullable Instant opens, @Nullable Instant closes, Window.@Nullable ByHand byHand) {
        static WindowView of(Window window, Instant now) {
            return new WindowView(window.isOpen(now), window.opens(), window.closes(), window.byHand());
        }
    }
}
