// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import com.fasterxml.jackson.core.json.JsonReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongFunction;
import java.util.stream.Collectors;

/**
 * A match as it should be stored, read from the body of a schedule by this class alone: it uses no code of the import, so that
 * it can judge it.
 *
 * @param players the number, the name and the channel of each
 * @param crew the task, the number, the name, the state and the language of each sign-up
 * @param streams the URLs by language
 */
record ExpectedMatch(
        String tournament,
        MatchState state,
        String title,
        String note,
        Instant race,
        Instant broadcast,
        int minutes,
        String timezone,
        boolean approved,
        List<String> players,
        Set<String> crew,
        Map<String, String> streams) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(JsonReadFeature.ALLOW_UNESCAPED_CONTROL_CHARS)
            .build();
    private static final Set<Long> NO_CHANNELS = Set.of(0L, 31L, 36L, 62L, 63L, 64L, 65L);

    /** Returns the matches of a schedule, by their numbers at the source. */
    static Map<Long, ExpectedMatch> read(byte[] body) throws IOException {
        Map<Long, ExpectedMatch> all = new TreeMap<>();
        for (JsonNode episode : JSON.readTree(body)) {
            boolean two =
                    episode.path("match1").isObject() && episode.path("match2").isObject();
            for (String part : List.of("match1", "match2")) {
                JsonNode match = episode.path(part);
                if (match.isObject()) {
                    all.put(match.path("id").asLong(), one(episode, match, two));
                }
            }
        }
        return all;
    }

    /** Returns the episodes as they came, by the numbers of their matches. */
    static Map<Long, JsonNode> raw(byte[] body) throws IOException {
        Map<Long, JsonNode> all = new TreeMap<>();
        for (JsonNode episode : JSON.readTree(body)) {
            for (String part : List.of("match1", "match2")) {
                if (episode.path(part).isObject()) {
                    all.put(episode.path(part).path("id").asLong(), episode);
                }
            }
        }
        return all;
    }

    /** Returns the numbers of the episodes by those of their matches. */
    static Map<Long, Long> episodes(byte[] body) throws IOException {
        Map<Long, Long> all = new TreeMap<>();
        raw(body)
                .forEach((number, episode) -> all.put(number, episode.path("id").asLong()));
        return all;
    }

    /** Returns the ids on Discord of the players of a schedule, by their numbers. */
    static Map<Long, String> discordIds(byte[] body) throws IOException {
        Map<Long, String> all = new TreeMap<>();
        for (JsonNode episode : JSON.readTree(body)) {
            for (String part : List.of("match1", "match2")) {
                for (JsonNode player : episode.path(part).path("players")) {
                    String id = player.path("discordId").asText();
                    if (id.matches("[1-9][0-9]{0,18}")) {
                        all.put(player.path("id").asLong(), id);
                    }
                }
            }
        }
        return all;
    }

    private static ExpectedMatch one(JsonNode episode, JsonNode match, boolean two) {
        String own = match.path("title").asText();
        String whole = episode.path("title").asText();
        String timezone = clean(episode.path("timezone").asText()).strip();
        boolean approved = episode.path("approved").asBoolean();
        return new ExpectedMatch(
                episode.path("event").path("slug").asText(),
                !timezone.isEmpty()
                        ? MatchState.TIME_UNCONFIRMED
                        : approved ? MatchState.SCHEDULED : MatchState.TENTATIVE,
                two ? first(own, whole) : first(whole, own),
                clean(match.path("note").asText()),
                time(episode.path("whenCountdown").asText()),
                time(episode.path("when").asText()),
                episode.path("length").asInt(),
                timezone,
                approved,
                players(match),
                crew(episode),
                streams(episode));
    }

    private static Instant time(String text) {
        return OffsetDateTime.parse(text).toInstant();
    }

    private static List<String> players(JsonNode match) {
        List<String> all = new ArrayList<>();
        for (JsonNode player : match.path("players")) {
            String name = player.path("displayName").asText();
            String lower = name.strip().toLowerCase(Locale.ROOT);
            boolean person = !lower.startsWith("winner of ") && !lower.startsWith("loser of ");
            String streaming = player.path("streamingFrom").asText();
            String open = player.path("publicStream").asText();
            if (person && !open.strip().equalsIgnoreCase("ignore")) {
                String id = player.path("id").asText();
                String shown =
                        first(name, streaming, open, player.path("discordTag").asText(), "player " + id);
                String channel = first(streaming, open).strip().toLowerCase(Locale.ROOT); // as Twitch compares them
                all.add(id + " " + shown + " " + (channel.matches("[a-z0-9_]{1,25}") ? channel : ""));
            }
        }
        return List.copyOf(all);
    }

    private static Set<String> crew(JsonNode episode) {
        Set<String> all = new TreeSet<>();
        for (CrewRole role : CrewRole.values()) {
            for (JsonNode each : episode.path(role.name().toLowerCase(Locale.ROOT) + "s")) {
                String id = each.path("id").asText();
                String name = first(
                        each.path("displayName").asText(),
                        each.path("publicStream").asText(),
                        each.path("discordTag").asText(),
                        "sign-up " + id);
                all.add(crewText(
                        role,
                        id,
                        name,
                        each.path("approved").asBoolean(),
                        each.path("ready").asBoolean(),
                        first(each.path("language").asText(), "en")));
            }
        }
        return all;
    }

    private static String crewText(
            CrewRole role, Object id, String name, boolean approved, boolean ready, String language) {
        return role + " " + id + " " + name + " " + approved + " " + ready + " " + language.toLowerCase(Locale.ROOT);
    }

    private static Map<String, String> streams(JsonNode episode) {
        Map<String, String> all = new TreeMap<>();
        for (JsonNode channel : episode.path("channels")) {
            String slug = channel.path("slug").asText().strip();
            boolean real = !NO_CHANNELS.contains(channel.path("id").asLong())
                    && !Set.of("norestream", "nostream").contains(slug)
                    && channel.path("name").asText().indexOf(' ') < 0
                    && slug.matches("[A-Za-z0-9_]{1,25}");
            if (real) {
                all.putIfAbsent(first(channel.path("language").asText(), "en"), "https://twitch.tv/" + slug);
            }
        }
        return all;
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                return clean(text);
            }
        }
        return "";
    }

    /** Replaces NUL and lone surrogates, which no database keeps. */
    static String clean(String text) {
        StringBuilder kept = new StringBuilder();
        text.codePoints()
                .map(c -> c == 0 || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c)
                .forEach(kept::appendCodePoint);
        return kept.toString();
    }

    /** Returns a stored match in this form; the function gives the number of a person at the source. */
    static ExpectedMatch of(ScheduledMatch match, LongFunction<String> numbers) {
        Set<String> crew = new TreeSet<>();
        for (CrewMember each : match.crew()) {
            crew.add(crewText(each.role(), each.signUp(), each.name(), each.approved(), each.ready(), each.language()));
        }
        Map<String, String> streams = new TreeMap<>();
        match.streams().forEach(stream -> streams.put(stream.language(), stream.url()));
        Instant race = match.times().raceStart();
        Instant broadcast = match.times().broadcastStart();
        return new ExpectedMatch(
                match.tournament(),
                match.state(),
                match.title(),
                match.note(),
                race == null ? Instant.MIN : race,
                broadcast == null ? Instant.MIN : broadcast,
                match.times().minutes(),
                match.times().timezone(),
                match.approved(),
                match.players().stream()
                        .map(player -> numbers.apply(player.person()) + " " + player.name() + " " + player.stream())
                        .toList(),
                crew,
                streams);
    }

    ExpectedMatch in(MatchState other) {
        return new ExpectedMatch(
                tournament, other, title, note, race, broadcast, minutes, timezone, approved, players, crew, streams);
    }

    boolean sameTimes(ExpectedMatch other) {
        return race.equals(other.race) && broadcast.equals(other.broadcast);
    }

    /** Returns the fields in which they differ. */
    Set<MatchField> changed(ExpectedMatch before) {
        Set<MatchField> fields = EnumSet.noneOf(MatchField.class);
        add(fields, MatchField.TITLE, title.equals(before.title));
        add(fields, MatchField.NOTE, note.equals(before.note));
        boolean times = sameTimes(before) && minutes == before.minutes && timezone.equals(before.timezone);
        add(fields, MatchField.TIMES, times);
        add(fields, MatchField.PLAYERS, players.equals(before.players));
        add(fields, MatchField.CREW, crew.equals(before.crew));
        add(fields, MatchField.STREAMS, streams.equals(before.streams));
        add(fields, MatchField.STATE, state == before.state);
        return fields;
    }

    /** Returns the fields that the log should show. */
    static Set<String> logged(boolean created, Set<MatchField> changed) {
        return created
                ? Set.of("create")
                : changed.stream()
                        .map(field -> field.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.toSet());
    }

    private static void add(Set<MatchField> fields, MatchField field, boolean same) {
        if (!same) {
            fields.add(field);
        }
    }
}
