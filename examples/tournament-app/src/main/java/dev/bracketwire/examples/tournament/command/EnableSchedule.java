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
import dev.bracketwire.examples.tournament.ScheduleDesk;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Enables the schedule of a tournament: its matches are imported from SpeedGaming from now on. Again, it changes the options;
 * those that are null stay as they are.
 *
 * @param tournament the tournament
 * @param slug the event in addresses of SpeedGaming
 * @param streamDelay the minutes by which the broadcast comes after the race; 0 unless set
 * @param language the language whose crew is counted; {@code en} unless set
 * @param commentators the number of commentators that a match needs; 2 unless set
 * @param trackers the number of trackers; 1 unless set, and 2 for more than two players
 * @param broadcasters the number of broadcasters; 1 unless set
 * @param channel the id of the channel of Discord that gets notices of matches; an empty text removes it
 * @param crewChannel the id of the channel of Discord that gets the needs of crew; an empty text removes it
 */
@Operation(
        name = "enable-schedule",
        path = "/tournaments/{tournament}/schedule",
        summary = "Imports the matches of a tournament from SpeedGaming from now on.")
public record EnableSchedule(
        String tournament,
        String slug,
        @Nullable Integer streamDelay,
        @Nullable String language,
        @Nullable Integer commentators,
        @Nullable Integer trackers,
        @Nullable Integer broadcasters,
        @Nullable String channel,
        @Nullable String crewChannel)
        implements Command {
    private static final Pattern CHANNEL = Pattern.compile("\\d{1,20}");

    /** Enables a schedule, or keeps it, with its options as they are. */
    public static EnableSchedule of(String tournament, String slug) {
        return new EnableSchedule(tournament, slug, null, null, null, null, null, null, null);
    }

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        ScheduleDesk desk = run.schedules();
        String event = slug.strip();
        Optional<ScheduleLink> before = run.read(state -> {
            state.tournament(tournament);
            Optional<ScheduleLink> other = ScheduleLink.ofSlug(state, event);
            if (other.isPresent() && !other.get().tournament().equals(tournament)) {
                throw new Refusal(
                        Reason.CONFLICT,
                        event + " is the schedule of " + other.get().tournament() + " already.");
            }
            Optional<ScheduleLink> link = ScheduleLink.ofTournament(state, tournament);
            if (link.isPresent() && link.get().enabled() && !link.get().slug().equals(event)) {
                throw new Refusal(
                        Reason.CONFLICT,
                        tournament + " has the schedule " + link.get().slug() + ". Disable it first.");
            }
            return link.filter(each -> each.slug().equals(event));
        });
        ScheduleLink link = new ScheduleLink(
                tournament,
                event,
                true,
                channel("channel", channel, before.map(ScheduleLink::channel).orElse(null)),
                channel(
                        "crewChannel",
                        crewChannel,
                        before.map(ScheduleLink::crewChannel).orElse(null)));
        Optional<TournamentFeed> known = desk.get(run, imports -> imports.enabled()).stream()
                .filter(feed -> feed.slug().equals(event))
                .findFirst();
        TournamentFeed wanted = desk.refusing(() -> changed(known.orElseGet(() -> TournamentFeed.of(event))));
        TournamentFeed feed = known.filter(wanted::equals).isPresent()
                ? wanted // SpeedGaming knows the slug, and is not asked again
                : desk.get(run, imports -> imports.enable(wanted));
        return desk.kept(
                run,
                tournament,
                "enabled the schedule " + event,
                run.done(
                        "The schedule " + event + " is imported from now on. Look at its first import by plan-import.",
                        ShowSchedules.ScheduleView.of(link, tournament, feed)),
                link::store);
    }

    private TournamentFeed changed(TournamentFeed feed) {
        CrewRule rule = feed.crew();
        CrewRule crew = new CrewRule(
                language == null ? rule.language() : language.strip(),
                commentators == null ? rule.commentators() : commentators,
                trackers == null ? rule.trackers() : trackers,
                trackers == null ? rule.trackersForMore() : trackers == 0 ? 0 : trackers + 1,
                broadcasters == null ? rule.broadcasters() : broadcasters);
        TournamentFeed changed = feed.crew(crew);
        return streamDelay == null ? changed : changed.streamDelay(Duration.ofMinutes(streamDelay));
    }

    private static @Nullable String channel(String field, @Nullable String changed, @Nullable String before) {
        if (changed == null) {
            return before;
        }
        String id = changed.strip();
        if (!id.isEmpty() && !CHANNEL.matcher(id).matches()) {
            throw new Refusal(
                    Reason.INVALID,
                    field
                            + " must be the id of a channel, a number. Copy it in Discord by a right click on the channel.");
        }
        return id.isEmpty() ? null : id;
    }
}
