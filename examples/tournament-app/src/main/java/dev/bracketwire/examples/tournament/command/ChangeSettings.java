// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Promotion;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.examples.tournament.state.Window;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes settings of a tournament. They act at once. A setting that is null stays unchanged. Settings that contradict
 * each other or the entries are refused. More places move people up from the waitlist; this is shown as a plan first.
 *
 * @param tournament the tournament
 * @param name the name
 * @param capacity the number of places
 * @param teamSize the number of players in a team
 * @param maxTeams the number of teams; 0 if only the places count
 * @param registrationOpens the time at which registration opens; an empty text removes it
 * @param registrationCloses the time at which registration closes; an empty text removes it
 * @param checkInOpens the time at which check-in opens; an empty text removes it
 * @param checkInCloses the time at which check-in closes; an empty text removes it
 * @param spreadsheet the id or the address of the spreadsheet; an empty text removes it
 * @param tab the title of the tab
 * @param confirm the fingerprint of the plan; null to see it first
 */
@Operation(
        name = "change-settings",
        method = "PATCH",
        path = "/tournaments/{tournament}/settings",
        summary = "Changes settings of a tournament.")
public record ChangeSettings(
        String tournament,
        @Nullable String name,
        @Nullable Integer capacity,
        @Nullable Integer teamSize,
        @Nullable Integer maxTeams,
        @Nullable String registrationOpens,
        @Nullable String registrationCloses,
        @Nullable String checkInOpens,
        @Nullable String checkInCloses,
        @Nullable String spreadsheet,
        @Nullable String tab,
        @Nullable String confirm)
        implements Command {
    private static final int LARGEST = 20_000;
    private static final Instant LATEST = Instant.parse("9999-01-01T00:00:00Z");

    /** Changes the number of places. */
    public static ChangeSettings capacity(String tournament, int places, @Nullable String confirm) {
        return new ChangeSettings(tournament, null, places, null, null, null, null, null, null, null, null, confirm);
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        return run.plan(confirm, state -> {
            Tournament before = state.tournament(tournament);
            EntryList entries = state.entries(before);
            Tournament after = changed(before);
            check(after, entries);
            state.insistOnOwnSheet(after);
            List<StateChange> changes = before.equals(after)
                    ? List.of()
                    : Promotion.withPromotions(state, List.of(new StateChange.OfTournament(before, after)));
            return new CommandRun.Planned("Settings of " + after.name(), changes);
        });
    }

    private Tournament changed(Tournament before) {
        return new Tournament(
                before.id(),
                before.organisation(),
                name == null ? before.name() : name.strip(),
                capacity == null ? before.capacity() : capacity,
                teamSize == null ? before.teamSize() : teamSize,
                maxTeams == null ? before.maxTeams() : maxTeams,
                new Window(
                        time(
                                "registrationOpens",
                                registrationOpens,
                                before.registration().opens()),
                        time(
                                "registrationCloses",
                                registrationCloses,
                                before.registration().closes()),
                        before.registration().byHand()),
                new Window(
                        time("checkInOpens", checkInOpens, before.checkIn().opens()),
                        time("checkInCloses", checkInCloses, before.checkIn().closes()),
                        before.checkIn().byHand()),
                text(spreadsheet, before.spreadsheet()),
                text(tab, before.tab()));
    }

    private static @Nullable String text(@Nullable String changed, @Nullable String before) {
        if (changed == null) {
            return before;
        }
        return changed.isBlank() ? null : changed.strip();
    }

    private static @Nullable Instant time(String field, @Nullable String changed, @Nullable Instant before) {
        if (changed == null) {
            return before;
        }
        if (changed.isBlank()) {
            return null;
        }
        try {
            Instant time = Instant.parse(changed.strip()).truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
            if (time.isAfter(Instant.EPOCH) && time.isBefore(LATEST)) {
                return time;
            }
        } catch (java.time.format.DateTimeParseException e) {
            // Refused below, with times that are too far away.
        }
        throw new Refusal(Reason.INVALID, field + " is no time. Write it like 2026-12-05T18:00:00Z.");
    }

    static void check(Tournament after, EntryList entries) {
        if (after.name().isEmpty()
                || after.name().length() > 80
                || after.name().chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(Reason.INVALID, "The name must have 1 to 80 characters.");
        }
        within("capacity", after.capacity(), 1, LARGEST);
        within("teamSize", after.teamSize(), 1, 20);
        within("maxTeams", after.maxTeams(), 0, LARGEST);
        if (after.hasTeams() && after.maxTeams() * after.teamSize() > after.capacity()) {
            throw new Refusal(
                    Reason.INVALID,
                    after.maxTeams() + " teams of " + after.teamSize() + " need " + after.maxTeams() * after.teamSize()
                            + " places, and there are " + after.capacity() + ". Change one of the three.");
        }
        ordered("registration", after.registration());
        ordered("check-in", after.checkIn());
        if ((after.spreadsheet() == null) != (after.tab() == null)) {
            throw new Refusal(Reason.INVALID, "Name the spreadsheet and its tab together, or neither.");
        }
        int registered = entries.registered().size();
        if (after.capacity() < registered) {
            throw new Refusal(
                    Reason.CONFLICT,
                    registered + " people have a place already. Withdraw " + (registered - after.capacity())
                            + " of them first, or set at least " + registered + " places.");
        }
        int teams = entries.teams().size();
        if (after.hasTeams() && teams > after.teamLimit()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    teams + " teams have a place already, and " + after.teamLimit() + " would fit. Withdraw "
                            + (teams - after.teamLimit()) + " of them first.");
        }
        if (after.teamSize() != entries.tournament().teamSize() && entries.size() > 0) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "The team size cannot change while people are registered. Reset registration first.");
        }
    }

    private static void within(String field, int value, int least, int most) {
        if (value < least || value > most) {
            throw new Refusal(Reason.INVALID, field + " must be " + least + " to " + most + ", not " + value + ".");
        }
    }

    private static void ordered(String what, Window window) {
        if (window.opens() != null && window.closes() != null && !window.opens().isBefore(window.closes())) {
            throw new Refusal(
                    Reason.INVALID,
                    what + " would close at " + window.closes() + ", which is not after it opens at " + window.opens()
                            + ". Change one of the two.");
        }
    }
}
