// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.EntryList;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The team that a registration leads to.
 *
 * @param team the team, spelled as its first member spelled it; null where people play alone
 * @param waits whether the team has no room, so that the person joins the waitlist
 */
record TeamChoice(@Nullable String team, boolean waits) {
    private static final double SIMILAR = 0.8;
    private static final int OFFERED = 25;
    private static final int LONGEST = 40;

    /** Returns the team of a registration. Refuses, with choices, where the person has to decide. */
    static TeamChoice of(Register register, EntryList entries, String person) {
        Tournament tournament = entries.tournament();
        String wished = register.team() == null ? "" : register.team().strip().replaceAll("\\s+", " ");
        if (!tournament.hasTeams()) {
            if (!wished.isEmpty()) {
                throw new Refusal(Reason.INVALID, tournament.name() + " has no teams. Register without a team.");
            }
            return new TeamChoice(null, false);
        }
        if (wished.isEmpty() || wished.length() > LONGEST || wished.chars().anyMatch(Character::isISOControl)) {
            throw new Refusal(
                    Reason.INVALID,
                    "Name your team in 1 to " + LONGEST + " characters: " + tournament.name()
                            + " is played in teams of " + tournament.teamSize() + ".");
        }
        EntryList others = entries.with(person, null);
        String team = spelled(register, others, wished);
        List<Entry> members = others.members(team);
        if (members.size() >= tournament.teamSize()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "Team " + team + " is full (" + members.size() + " of " + tournament.teamSize()
                            + "). Choose another team.");
        }
        boolean hasPlace = members.stream().anyMatch(Entry::registered);
        if (!hasPlace && others.teams().size() >= tournament.teamLimit()) {
            if (register.waitlist()) {
                return new TeamChoice(team, true);
            }
            Refusal refusal = new Refusal(
                    Reason.CHOOSE,
                    "All " + tournament.teamLimit() + " teams have a place already. Join one with room, or wait with "
                            + team + ".");
            others.teamsWithRoom().stream()
                    .limit(OFFERED)
                    .forEach(open -> refusal.choice("Join " + open, register.keepingTeam(open)));
            throw refusal.choice("Wait with " + team, register.keepingTeam(team).onWaitlist());
        }
        return new TeamChoice(team, false);
    }

    private static String spelled(Register register, EntryList others, String wished) {
        String key = EntryList.teamKey(wished);
        Optional<String> same = others.teamNames().stream()
                .filter(name -> EntryList.teamKey(name).equals(key))
                .findFirst();
        if (same.isPresent()) {
            return same.get();
        }
        if (register.keepTeam()) {
            return wished;
        }
        others.teamNames().stream()
                .filter(name -> similarity(EntryList.teamKey(name), key) >= SIMILAR)
                .findFirst()
                .ifPresent(similar -> {
                    throw new Refusal(
                                    Reason.CHOOSE,
                                    "There is a team " + similar + ". Did you mean that one, or a new team " + wished
                                            + "?")
                            .choice("Join " + similar, register.keepingTeam(similar))
                            .choice("Keep " + wished, register.keepingTeam(wished));
                });
        return wished;
    }

    /** Returns 1 for equal texts and 0 for texts that share nothing, by the number of edits between them. */
    static double similarity(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j <= other.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= other.length(); j++) {
                int replaced = diagonal + (one.charAt(i - 1) == other.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        int longest = Math.max(one.length(), other.length());
        return longest == 0 ? 1 : 1 - (double) row[other.length()] / longest;
    }
}
