// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.PersonMerge;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.Suggestion;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Shows the questions that an import has for the organisers of a tournament, the merges that can be undone, and the persons of
 * its matches.
 *
 * @param tournament the tournament
 */
@Operation(
        name = "suggestions",
        method = "GET",
        path = "/tournaments/{tournament}/suggestions",
        summary = "Shows matches and persons that may be the same, and the persons of the schedule.")
public record ShowSuggestions(String tournament) implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        ScheduleLink link = desk.link(run, tournament);
        List<ScheduledMatch> matches =
                desk.get(run, imports -> imports.matches().list(ScheduleFilter.of(link.slug())));
        Map<Long, ScheduledMatch> byNumber =
                matches.stream().collect(Collectors.toMap(ScheduledMatch::id, Function.identity()));
        Map<Long, Person> people = desk.people(run, matches);
        List<SuggestionView> suggestions = new ArrayList<>();
        for (Suggestion each : desk.get(run, imports -> imports.people().suggestions())) {
            if (concerns(each, link.slug(), people)) {
                suggestions.add(SuggestionView.of(each, desk, run, byNumber));
            }
        }
        List<MergeView> merges = desk.get(run, imports -> imports.people().merges()).stream()
                .filter(merge -> merge.undoneAt() == null && people.containsKey(merge.into()))
                .map(merge -> MergeView.of(merge, people))
                .toList();
        List<PersonView> persons = people.values().stream()
                .map(PersonView::of)
                .sorted(java.util.Comparator.comparing(PersonView::name, String.CASE_INSENSITIVE_ORDER)
                        .thenComparing(PersonView::player))
                .toList();
        return run.done(
                suggestions.size() == 1 ? "1 suggestion" : suggestions.size() + " suggestions",
                new Suggestions(suggestions, merges, persons));
    }

    static boolean concerns(Suggestion suggestion, String slug, Map<Long, Person> people) {
        if (suggestion.kind() == Suggestion.Kind.SAME_MATCH) {
            return suggestion.tournament().equals(slug);
        }
        return people.containsKey(suggestion.first()) || people.containsKey(suggestion.second());
    }

    /**
     * What waits for organisers.
     *
     * @param suggestions the open suggestions, the oldest first
     * @param merges the merges that can be undone, the newest first
     * @param persons the persons of the matches, by name
     */
    public record Suggestions(List<SuggestionView> suggestions, List<MergeView> merges, List<PersonView> persons) {}

    /**
     * A suggestion.
     *
     * @param suggestion the number
     * @param kind the kind
     * @param first the number of the first match or player
     * @param firstLabel its name
     * @param second the number of the second match or player
     * @param secondLabel its name
     * @param reasons the reasons, as sentences
     * @param createdAt the time when it first came up
     * @param actions the actions that settle it
     */
    public record SuggestionView(
            long suggestion,
            Suggestion.Kind kind,
            long first,
            String firstLabel,
            long second,
            String secondLabel,
            List<String> reasons,
            Instant createdAt,
            List<SettleSuggestion.Action> actions) {
        static SuggestionView of(
                Suggestion each, ScheduleDesk desk, CommandRun run, Map<Long, ScheduledMatch> matches) {
            boolean match = each.kind() == Suggestion.Kind.SAME_MATCH;
            return new SuggestionView(
                    each.id(),
                    each.kind(),
                    each.first(),
                    match ? label(matches.get(each.first()), each.first()) : desk.nameOf(run, each.first()),
                    each.second(),
                    match ? label(matches.get(each.second()), each.second()) : desk.nameOf(run, each.second()),
                    each.reasons().stream()
                            .map(reason -> MatchMessages.plain(reason, 300))
                            .toList(),
                    each.createdAt(),
                    List.of(
                            match ? SettleSuggestion.Action.ATTACH : SettleSuggestion.Action.MERGE,
                            SettleSuggestion.Action.DISMISS));
        }

        private static String label(@Nullable ScheduledMatch match, long number) {
            return match == null ? "Match " + number : MatchMessages.label(match);
        }
    }

    /**
     * A merge that can be undone.
     *
     * @param merge the number
     * @param from the number of the player that was merged
     * @param into the number of the player that stands for both
     * @param name the name of that player
     * @param at the time
     */
    public record MergeView(long merge, long from, long into, String name, Instant at) {
        static MergeView of(PersonMerge merge, Map<Long, Person> people) {
            Person into = people.get(merge.into());
            return new MergeView(
                    merge.id(),
                    merge.from(),
                    merge.into(),
                    into == null ? "" : MatchMessages.plain(into.name(), 80),
                    merge.at());
        }
    }

    /**
     * A person of the schedule.
     *
     * @param player the number
     * @param name the name
     * @param person the person of the application; null if the player is not linked
     * @param account whether the account of Discord is known, so that the person is linked at the next sign-in
     */
    public record PersonView(
            long player, String name, @Nullable String person, boolean account) {
        static PersonView of(Person person) {
            return new PersonView(
                    person.id(), MatchMessages.plain(person.name(), 80), person.hostUser(), person.discordId() != null);
        }
    }
}
