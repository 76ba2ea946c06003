// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Gives the places of a person in a match to another person, and back. */
final class MergedPlaces {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final long from;
    private final long into;

    MergedPlaces(long from, long into) {
        this.from = from;
        this.into = into;
    }

    /** Gives all places of the first person to the second; of two equal places the older one is kept. */
    ScheduledMatch given(ScheduledMatch match) {
        List<MatchPlayer> players = new ArrayList<>();
        Set<Long> playing = new HashSet<>();
        for (MatchPlayer player : match.players()) {
            long person = player.person() == from ? into : player.person();
            if (playing.add(person) || person != into) {
                players.add(with(player, person));
            }
        }
        Map<String, CrewMember> oldest = new HashMap<>();
        for (CrewMember member : match.crew()) {
            if (isConcerned(member.person())) {
                oldest.merge(task(member), member, (one, two) -> two.signUp() < one.signUp() ? two : one);
            }
        }
        List<CrewMember> crew = new ArrayList<>();
        Set<String> done = new HashSet<>();
        for (CrewMember member : match.crew()) {
            if (!isConcerned(member.person())) {
                crew.add(member);
            } else if (member.equals(oldest.get(task(member))) && done.add(task(member))) {
                crew.add(with(member, into));
            }
        }
        return match.edit().players(players).crew(crew).done();
    }

    /** A person may have one task in several languages. */
    private static String task(CrewMember member) {
        return member.role() + " " + member.language();
    }

    private boolean isConcerned(long person) {
        return person == from || person == into;
    }

    /** Describes the places of both persons in a match, as {@link #givenBack} needs them. */
    ObjectNode described(ScheduledMatch match) {
        ObjectNode state = JSON.createObjectNode().put("id", match.id());
        ArrayNode players = state.putArray("players");
        for (int i = 0; i < match.players().size(); i++) {
            MatchPlayer player = match.players().get(i);
            if (isConcerned(player.person())) {
                players.addObject()
                        .put("at", i)
                        .put("person", player.person())
                        .put("name", player.name())
                        .put("stream", player.stream());
            }
        }
        ArrayNode crew = state.putArray("crew");
        for (int i = 0; i < match.crew().size(); i++) {
            CrewMember member = match.crew().get(i);
            if (isConcerned(member.person())) {
                crew.addObject()
                        .put("at", i)
                        .put("person", member.person())
                        .put("role", member.role().name())
                        .put("signUp", member.signUp())
                        .put("name", member.name())
                        .put("approved", member.approved())
                        .put("ready", member.ready())
                        .put("language", member.language());
            }
        }
        return state;
    }

    /** Gives the places of the first person back, as far as they have not changed since. */
    ScheduledMatch givenBack(ScheduledMatch match, JsonNode state) {
        Map<Integer, MatchPlayer> players = new TreeMap<>();
        state.path("players").forEach(each -> players.put(each.path("at").asInt(), player(each)));
        Map<Integer, CrewMember> crew = new TreeMap<>();
        state.path("crew").forEach(each -> crew.put(each.path("at").asInt(), member(each)));

        List<MatchPlayer> oldPlayers = new ArrayList<>(match.players());
        oldPlayers.removeIf(player -> player.person() == into);
        players.forEach((at, player) -> oldPlayers.add(Math.min(at, oldPlayers.size()), player));
        List<CrewMember> oldCrew = new ArrayList<>(match.crew());
        oldCrew.removeIf(member -> member.person() == into);
        crew.forEach((at, member) -> oldCrew.add(Math.min(at, oldCrew.size()), member));

        ScheduledMatch old = match.edit().players(oldPlayers).crew(oldCrew).done();
        ScheduledMatch again = given(old);
        return match.edit()
                .players(
                        again.players().equals(match.players())
                                ? oldPlayers
                                : playersBack(match.players(), players.values()))
                .crew(again.crew().equals(match.crew()) ? oldCrew : crewBack(match.crew(), crew.values()))
                .done();
    }

    private List<MatchPlayer> playersBack(List<MatchPlayer> now, Iterable<MatchPlayer> old) {
        boolean played = false;
        boolean met = false;
        for (MatchPlayer player : old) {
            played |= player.person() == from;
            met |= player.person() == into;
        }
        if (!played || met) {
            return now; // if both played, the places cannot be separated any more
        }
        return now.stream()
                .map(player -> player.person() == into ? with(player, from) : player)
                .toList();
    }

    /** Gives sign-ups back by their ids; one that the merge removed comes back if the other one is still there. */
    private List<CrewMember> crewBack(List<CrewMember> now, Iterable<CrewMember> old) {
        List<CrewMember> crew = new ArrayList<>(now);
        Set<CrewRole> present = new HashSet<>();
        now.stream().filter(member -> member.person() == into).forEach(member -> present.add(member.role()));
        for (CrewMember each : old) {
            if (each.person() == from) {
                crew.replaceAll(member ->
                        member.person() == into && member.role() == each.role() && member.signUp() == each.signUp()
                                ? with(member, from)
                                : member);
            }
        }
        for (CrewMember each : old) {
            boolean missing =
                    crew.stream().noneMatch(member -> member.person() == each.person() && member.role() == each.role());
            if (missing && present.contains(each.role())) {
                crew.add(each);
            }
        }
        return crew;
    }

    private static MatchPlayer player(JsonNode state) {
        return new MatchPlayer(
                state.path("person").asLong(),
                state.path("name").asText(),
                state.path("stream").asText());
    }

    private static CrewMember member(JsonNode state) {
        return new CrewMember(
                state.path("person").asLong(),
                CrewRole.valueOf(state.path("role").asText()),
                state.path("signUp").asLong(),
                state.path("name").asText(),
                state.path("approved").asBoolean(),
                state.path("ready").asBoolean(),
                state.path("language").asText());
    }

    private static MatchPlayer with(MatchPlayer player, long person) {
        return new MatchPlayer(person, player.name(), player.stream());
    }

    private static CrewMember with(CrewMember member, long person) {
        return new CrewMember(
                person,
                member.role(),
                member.signUp(),
                member.name(),
                member.approved(),
                member.ready(),
                member.language());
    }
}
