// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.SourceMatch.SourceSignUp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Merges a match of the schedule into the stored one: pure, and without effect if it is done again. */
final class MatchMerge {
    /** The time after which a match without an end counts as over. */
    static final Duration STALE_AFTER = Duration.ofDays(1);

    private MatchMerge() {}

    /**
     * Returns the match as it becomes. Fields of the host stay as they are, and so do all but crew and streams of a match that
     * the host has started.
     *
     * @param persons gives the id of the person of a player or sign-up that is taken over
     * @param at the time of the request
     */
    static ScheduledMatch merge(
            ScheduledMatch stored, SourceMatch found, Function<SourcePlayer, Long> persons, Instant at) {
        ScheduledMatch.Editor next = stored.edit().source(found.source()).absence(null);
        MatchTimes times = keeps(stored, MatchField.TIMES) ? stored.times() : found.times();
        if (!stored.state().isFrozen()) {
            next.tournament(found.tournament()).approved(found.approved()).times(times);
            if (!keeps(stored, MatchField.TITLE)) {
                next.title(found.title());
            }
            if (!keeps(stored, MatchField.NOTE)) {
                next.note(found.note());
            }
            if (!keeps(stored, MatchField.STATE)) {
                next.state(state(found.approved(), times, at));
            }
        }
        if (!keeps(stored, MatchField.PLAYERS)) {
            next.players(players(found, persons));
        }
        if (!keeps(stored, MatchField.CREW)) {
            next.crew(crew(found, persons));
        }
        if (!keeps(stored, MatchField.STREAMS)) {
            next.streams(streams(stored, found));
        }
        return next.done();
    }

    /** Returns a new match, which is not stored yet. */
    static ScheduledMatch create(SourceMatch found, Function<SourcePlayer, Long> persons, Instant at) {
        ScheduledMatch empty =
                ScheduledMatch.draft(found.tournament()).hostFields(Set.of()).done();
        return merge(empty, found, persons, at);
    }

    /**
     * Returns a match of the host that is to be attached, with the fields that follow the schedule from then on: those that the
     * host left empty, those in which both agree, the players, and the state unless the host cancelled it.
     */
    static ScheduledMatch released(ScheduledMatch host, SourceMatch found) {
        Set<MatchField> fields = EnumSet.noneOf(MatchField.class);
        fields.addAll(host.hostFields());
        fields.remove(MatchField.PLAYERS);
        release(fields, MatchField.TITLE, host.title().isBlank() || host.title().equals(found.title()));
        release(fields, MatchField.NOTE, host.note().isBlank() || host.note().equals(found.note()));
        boolean noTime = host.times().raceStart() == null && host.times().broadcastStart() == null;
        release(fields, MatchField.TIMES, noTime || host.times().equals(found.times()));
        release(fields, MatchField.CREW, host.crew().isEmpty());
        // The streams of the host are marked one by one.
        fields.remove(MatchField.STREAMS);
        release(fields, MatchField.STATE, !host.state().isFrozen() && host.state() != MatchState.CANCELLED);
        return host.edit()
                .hostFields(fields)
                .streams(host.streams().stream()
                        .map(stream -> new MatchStream(stream.language(), stream.url(), true))
                        .toList())
                .done();
    }

    private static void release(Set<MatchField> fields, MatchField field, boolean yes) {
        if (yes) {
            fields.remove(field);
        }
    }

    /** Whether an import leaves the field alone. */
    static boolean keeps(ScheduledMatch stored, MatchField field) {
        boolean always = field == MatchField.CREW || field == MatchField.STREAMS;
        return stored.hostFields().contains(field) || (stored.state().isFrozen() && !always);
    }

    /** Returns the state that the schedule gives. */
    static MatchState state(boolean approved, MatchTimes times, Instant at) {
        if (isStale(times, at)) {
            return MatchState.STALE_UNCONFIRMED;
        }
        if (!times.confirmed()) {
            return MatchState.TIME_UNCONFIRMED;
        }
        return approved ? MatchState.SCHEDULED : MatchState.TENTATIVE;
    }

    /** Whether both times are over by a day. */
    static boolean isStale(MatchTimes times, Instant at) {
        return Stream.of(Stream.ofNullable(times.raceStart()), Stream.ofNullable(times.broadcastStart()))
                .flatMap(Function.identity())
                .max(Instant::compareTo)
                .map(latest -> !latest.isAfter(at.minus(STALE_AFTER)))
                .orElse(false);
    }

    private static List<MatchPlayer> players(SourceMatch found, Function<SourcePlayer, Long> persons) {
        Map<Long, MatchPlayer> players = new LinkedHashMap<>();
        for (SourcePlayer player : found.players()) {
            String twitch = PersonSigns.twitch(player.twitch());
            String stream = twitch == null ? "" : twitch;
            long person = persons.apply(player);
            players.putIfAbsent(person, new MatchPlayer(person, player.name(), stream));
        }
        return List.copyOf(players.values());
    }

    /** Returns the crew; of two sign-ups of a person for the same task and language, the one that is further counts. */
    private static List<CrewMember> crew(SourceMatch found, Function<SourcePlayer, Long> persons) {
        Map<List<Object>, CrewMember> crew = new LinkedHashMap<>();
        for (SourceSignUp signUp : found.signUps()) {
            long person = persons.apply(signUp.person());
            CrewMember member = new CrewMember(
                    person,
                    signUp.role(),
                    signUp.id(),
                    signUp.person().name(),
                    signUp.approved(),
                    signUp.ready(),
                    signUp.language());
            crew.merge(
                    List.of(person, signUp.role(), signUp.language()),
                    member,
                    (one, other) -> other.approved() && !one.approved() ? other : one);
        }
        return List.copyOf(crew.values());
    }

    private static List<MatchStream> streams(ScheduledMatch stored, SourceMatch found) {
        List<MatchStream> streams = new ArrayList<>(
                stored.streams().stream().filter(MatchStream::host).toList());
        Set<String> languages =
                streams.stream().map(MatchStream::language).collect(Collectors.toCollection(LinkedHashSet::new));
        found.streams().stream()
                .filter(stream -> languages.add(stream.language()))
                .forEach(streams::add);
        return streams;
    }
}
