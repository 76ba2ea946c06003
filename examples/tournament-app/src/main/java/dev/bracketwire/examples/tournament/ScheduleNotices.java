// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.PublishedTypes;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the messages and the webhooks about a match in the transaction that changes it. Players and crew who are people of
 * the application get a message, and so do the channels of the tournament. A match whose time is over brings none.
 */
final class ScheduleNotices implements MatchListener {
    private static final Logger log = LoggerFactory.getLogger(ScheduleNotices.class);

    private final TournamentApp app;

    ScheduleNotices(TournamentApp app) {
        this.app = app;
    }

    @Override
    public void created(StoreSession session, ScheduledMatch match) throws SQLException {
        write(session, match, notice -> {
            notice.publish(PublishedTypes.MATCH_SCHEDULED, Map.of());
            if (notice.isComing(match)) {
                notice.tellPeople("scheduled", people -> people.scheduled(match), notice.players());
                notice.post("scheduled", channel -> channel.scheduled(match));
                notice.crew(List.of());
            }
        });
    }

    @Override
    public void attached(StoreSession session, ScheduledMatch match) throws SQLException {
        write(session, match, notice -> {
            notice.publish(PublishedTypes.MATCH_CHANGED, Map.of());
            if (notice.isComing(match)) {
                notice.crew(List.of());
            }
        });
    }

    @Override
    public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {
        write(session, after, notice -> {
            Map<String, @Nullable Object> old = new LinkedHashMap<>();
            old.put("previousStart", text(before.times().broadcastStart()));
            old.put("previousRaceStart", text(before.times().raceStart()));
            notice.publish(PublishedTypes.MATCH_RESCHEDULED, old);
            // A match that is reinstated or cancelled by the same change brings that message alone.
            if (before.state() != MatchState.CANCELLED
                    && after.state() != MatchState.CANCELLED
                    && (notice.isComing(before) || notice.isComing(after))) {
                notice.moved(before);
                notice.crew(List.of());
            }
        });
    }

    @Override
    public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields)
            throws SQLException {
        write(session, after, notice -> {
            notice.publish(PublishedTypes.MATCH_CHANGED, Map.of());
            if (!notice.isComing(after)) {
                return;
            }
            if (fields.contains(MatchField.TIMES)) {
                notice.moved(before);
            }
            if (before.state() == MatchState.TENTATIVE && after.state() == MatchState.SCHEDULED) {
                notice.tellPeople("approved", people -> people.approved(after), notice.everybody());
                notice.post("approved", channel -> channel.approved(after));
            }
            if (fields.contains(MatchField.PLAYERS)) {
                Set<Long> old = players(before);
                Set<Long> now = players(after);
                notice.tellPeople("scheduled", people -> people.scheduled(after), without(now, old));
                notice.tellPeople("left", people -> people.left(after), without(old, now));
            }
            notice.crew(withdrawn(before, after));
        });
    }

    @Override
    public void cancelled(StoreSession session, ScheduledMatch match) throws SQLException {
        write(session, match, notice -> {
            notice.publish(PublishedTypes.MATCH_CANCELLED, Map.of());
            if (notice.isAhead(match)) {
                notice.tellPeople("cancelled", people -> people.cancelled(match), notice.everybody());
                notice.post("cancelled", channel -> channel.cancelled(match));
            }
            notice.forgetCrew();
        });
    }

    @Override
    public void reinstated(StoreSession session, ScheduledMatch match) throws SQLException {
        write(session, match, notice -> {
            notice.publish(PublishedTypes.MATCH_REINSTATED, Map.of());
            if (notice.isComing(match)) {
                notice.tellPeople("reinstated", people -> people.reinstated(match), notice.everybody());
                notice.post("reinstated", channel -> channel.reinstated(match));
                notice.crew(List.of());
            }
        });
    }

    @Override
    public void personLinked(StoreSession session, Person before, Person after) throws SQLException {
        StateTransaction state = state(session);
        for (ScheduledMatch match : session.matches().ofPerson(after.id())) {
            Optional<ScheduleLink> link = ScheduleLink.ofSlug(state, match.tournament());
            if (link.isPresent()) {
                state.topic("schedule:" + link.get().tournament());
            }
        }
        state.announce();
    }

    @Override
    public void alerted(ImportRun run, String alert) {
        log.warn("the import {} of {}: {}", run.number(), run.scope(), MatchMessages.plain(alert, 500));
    }

    private StateTransaction state(StoreSession session) {
        return app.transaction(
                session.connection(), app.clock().instant().truncatedTo(ChronoUnit.MILLIS), RandomIds.answer(), null);
    }

    private void write(StoreSession session, ScheduledMatch match, Writing writing) throws SQLException {
        StateTransaction state = state(session);
        Optional<ScheduleLink> link = ScheduleLink.ofSlug(state, match.tournament());
        if (link.isEmpty()) {
            return; // the tournament was removed
        }
        Optional<Tournament> tournament = state.findTournament(link.get().tournament());
        if (tournament.isPresent()) {
            writing.write(new Notice(session, state, link.get(), tournament.get(), match));
            state.topic("schedule:" + tournament.get().id());
            state.announce();
        }
    }

    private static Set<Long> players(ScheduledMatch match) {
        Set<Long> players = new LinkedHashSet<>();
        match.players().forEach(player -> players.add(player.person()));
        return players;
    }

    private static Set<Long> without(Set<Long> all, Set<Long> some) {
        Set<Long> rest = new LinkedHashSet<>(all);
        rest.removeAll(some);
        return rest;
    }

    private static List<CrewMember> withdrawn(ScheduledMatch before, ScheduledMatch after) {
        return before.crew().stream()
                .filter(CrewMember::approved)
                .filter(member -> after.crew().stream()
                        .noneMatch(other ->
                                other.approved() && other.person() == member.person() && other.role() == member.role()))
                .toList();
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Writes what belongs to one change of a match. */
    private interface Writing {
        void write(Notice notice) throws SQLException;
    }

    /** Makes a message. */
    private interface Text {
        String of(MatchMessages messages);
    }

    /** A change of a match within its transaction. */
    private static final class Notice {
        final MatchMessages toPeople;
        final MatchMessages toChannels;
        private final StoreSession session;
        private final StateTransaction state;
        private final ScheduleLink link;
        private final Tournament tournament;
        private final ScheduledMatch match;
        private final Map<Long, Person> people;

        Notice(
                StoreSession session,
                StateTransaction state,
                ScheduleLink link,
                Tournament tournament,
                ScheduledMatch match)
                throws SQLException {
            this.session = session;
            this.state = state;
            this.link = link;
            this.tournament = tournament;
            this.match = match;
            this.toPeople = MatchMessages.toPeople(tournament);
            this.toChannels = MatchMessages.toChannels(tournament);
            this.people = session.people().findAll(everybody());
        }

        Set<Long> players() {
            return ScheduleNotices.players(match);
        }

        /** Returns the players and the approved crew. */
        Set<Long> everybody() {
            Set<Long> all = players();
            match.crew().stream().filter(CrewMember::approved).forEach(member -> all.add(member.person()));
            return all;
        }

        boolean isComing(ScheduledMatch each) {
            return each.state().isOpen() && isAhead(each);
        }

        /** Whether the time of a match is not over. */
        boolean isAhead(ScheduledMatch each) {
            Instant start = each.times().broadcastStart();
            return start == null || start.isAfter(state.now());
        }

        private String event(String kind) {
            return "match-" + match.id() + "-" + match.version() + "-" + kind;
        }

        void tellPeople(String kind, Text text, Set<Long> receivers) throws SQLException {
            Map<Long, Person> known = people.keySet().containsAll(receivers)
                    ? people
                    : session.people().findAll(receivers);
            for (Long each : receivers) {
                Person person = known.get(each);
                if (person != null
                        && person.hostUser() != null
                        && state.findPerson(person.hostUser()).isPresent()) {
                    state.tell(person.hostUser(), tournament.id(), event(kind), text.of(toPeople));
                }
            }
        }

        /** Writes the messages about another time, or about a time that is final now. */
        void moved(ScheduledMatch before) throws SQLException {
            Optional<String> toEach = toPeople.moved(before, match);
            if (toEach.isPresent()) {
                tellPeople("moved", texts -> toEach.get(), everybody());
            }
            Optional<String> toAll = toChannels.moved(before, match);
            if (toAll.isPresent()) {
                post("moved", texts -> toAll.get());
            }
        }

        void post(String kind, Text text) throws SQLException {
            if (link.channel() != null) {
                state.post(link.channel(), tournament.id(), event(kind), text.of(toChannels));
            }
        }

        /** Posts what the crew needs if that is not what was posted last. */
        void crew(List<CrewMember> withdrawn) throws SQLException {
            if (link.crewChannel() == null
                    || (match.state() != MatchState.SCHEDULED && match.state() != MatchState.MISSING)) {
                return;
            }
            CrewRule rule = session.runs().known().stream()
                    .filter(feed -> feed.slug().equals(link.slug()))
                    .findFirst()
                    .map(TournamentFeed::crew)
                    .orElse(CrewRule.usual());
            List<CrewNeed> needs = CrewNeed.of(match, rule);
            String missing = MatchMessages.missing(needs);
            String before = state.sql()
                    .find("SELECT needs FROM ${crew_notices} WHERE match_id = ?", row -> row.getString(1), match.id())
                    .orElse("");
            if (missing.equals(before)) {
                return;
            }
            forgetCrew();
            if (!missing.isEmpty()) {
                state.sql().update("INSERT INTO ${crew_notices} (match_id, needs) VALUES (?, ?)", match.id(), missing);
            }
            state.post(
                    Objects.requireNonNull(link.crewChannel()),
                    tournament.id(),
                    event("crew"),
                    toChannels.crew(match, needs, withdrawn, state.now()));
        }

        void forgetCrew() throws SQLException {
            state.sql().update("DELETE FROM ${crew_notices} WHERE match_id = ?", match.id());
        }

        /** Publishes the match with the ids and names that the public schedule shows. */
        void publish(String type, Map<String, @Nullable Object> more) throws SQLException {
            Map<String, @Nullable Object> data = new LinkedHashMap<>();
            data.put("match", match.id());
            data.put("tournament", tournament.id());
            data.put("tournamentName", tournament.name());
            data.put("event", match.tournament());
            data.put("label", MatchMessages.label(match));
            data.put("state", match.state().name());
            data.put("timeConfirmed", match.times().confirmed());
            data.put("start", text(match.times().broadcastStart()));
            data.put("raceStart", text(match.times().raceStart()));
            List<String> about = new ArrayList<>();
            List<Map<String, @Nullable Object>> players = new ArrayList<>();
            for (MatchPlayer each : match.players()) {
                Person person = people.get(each.person());
                Map<String, @Nullable Object> player = new LinkedHashMap<>();
                player.put("player", each.person());
                player.put("name", MatchMessages.plain(each.name(), 80));
                player.put("person", person == null ? null : person.hostUser());
                players.add(player);
                about.add(
                        person == null || person.hostUser() == null
                                ? MatchMessages.unlinked(each.person())
                                : person.hostUser());
            }
            data.put("players", players);
            data.put(
                    "streams",
                    match.streams().stream()
                            .map(stream -> Map.of(
                                    "language",
                                    MatchMessages.plain(stream.language(), 20),
                                    "url",
                                    MatchMessages.plain(stream.url(), 300)))
                            .toList());
            data.putAll(more);
            state.publishMatch(type, tournament.id(), data, about);
        }
    }
}
