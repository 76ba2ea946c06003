// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the JSON of SpeedGaming, tolerant of unknown, missing and retyped fields. */
public final class ScheduleReader {
    private final JsonParser parser;
    private final FeedFieldReader fields;
    private final Map<Long, Episode> episodes = new LinkedHashMap<>();
    private final List<Schedule.Unread> unread = new ArrayList<>();

    private ScheduleReader(JsonParser parser) {
        this.parser = parser;
        this.fields = new FeedFieldReader(parser);
    }

    /** Reads a schedule. */
    public static Schedule schedule(byte[] body) {
        try (JsonParser parser = FeedJson.open(body)) {
            String problem = FeedJson.noArray(parser.nextToken());
            if (problem != null) {
                throw noSchedule(problem, null);
            }
            Schedule schedule = new ScheduleReader(parser).read();
            if (parser.nextToken() != null) {
                throw noSchedule("goes on after its end", null);
            }
            return schedule;
        } catch (IOException e) {
            throw noSchedule("is no whole JSON", e);
        }
    }

    private static IllegalArgumentException noSchedule(String problem, @Nullable IOException cause) {
        return new IllegalArgumentException("the body of a schedule must be a JSON array, but " + problem, cause);
    }

    /** Reads the elements of the array that was begun, and its end. */
    private Schedule read() throws IOException {
        for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
            Result result = element();
            if (result.id > 0) {
                episodes.remove(result.id); // the last one counts, at its own place
            }
            if (result.episode != null) {
                episodes.put(result.id, result.episode);
            } else {
                unread.add(
                        new Schedule.Unread(index, result.id > 0 ? result.id : null, String.valueOf(result.problem)));
            }
        }
        return new Schedule(List.copyOf(episodes.values()), unread, fields.drift());
    }

    /** Reads a body that is one episode. */
    static Result episode(byte[] body) throws IOException {
        try (JsonParser parser = FeedJson.open(body)) {
            if (parser.nextToken() == null) {
                return new Result(0, null, new FieldProblem("", "nothing", FeedField.Type.OBJECT.expected));
            }
            Result result = new ScheduleReader(parser).element();
            return parser.nextToken() == null
                    ? result
                    : new Result(0, null, new FieldProblem("", "several", FeedField.Type.OBJECT.expected));
        }
    }

    private Result element() throws IOException {
        FieldValues values = fields.object(FeedField.EPISODE);
        if (values == null) {
            fields.report(new FieldProblem("", "null", FeedField.Type.OBJECT.expected));
            return new Result(0, null, fields.takeProblem());
        }
        long id = values.number("id");
        require(id, "id");
        Episode.Match match1 = match(values, "match1");
        Episode.Match match2 = match(values, "match2");
        Instant when = values.time("when");
        if (when == null) {
            fields.report(new FieldProblem("when", "nothing", FeedField.Type.TIME.expected));
        }
        FieldProblem problem = fields.takeProblem();
        if (when == null || problem != null) {
            return new Result(id, null, problem);
        }
        Instant countdown = values.time("whenCountdown");
        Episode episode = new Episode(
                id,
                values.text("title"),
                when,
                countdown == null ? when : countdown,
                values.smallNumber("length"),
                values.text("timezone"),
                values.flag("approved"),
                values.flag("externalRestream"),
                event(values.object("event"), ""),
                match1,
                match2,
                values.list("channels", ScheduleReader::channel),
                values.list("commentators", ScheduleReader::signUp),
                values.list("trackers", ScheduleReader::signUp),
                values.list("broadcasters", ScheduleReader::signUp),
                values.list("helpers", ScheduleReader::signUp));
        return new Result(id, episode, null);
    }

    private void require(long id, String path) {
        if (id < 1) {
            fields.report(new FieldProblem(path, "nothing", FeedField.Type.KEY.expected));
        }
    }

    private Episode.@Nullable Match match(FieldValues episode, String name) {
        FieldValues values = episode.object(name);
        if (values == null) {
            return null;
        }
        require(values.number("id"), name + ".id");
        return new Episode.Match(
                values.number("id"),
                values.text("title"),
                values.text("note"),
                values.list("players", ScheduleReader::player));
    }

    private static Episode.Player player(FieldValues values) {
        return new Episode.Player(
                values.number("id"),
                values.text("displayName"),
                values.text("discordId"),
                values.text("discordTag"),
                values.text("publicStream"),
                values.text("streamingFrom"));
    }

    private static Episode.SignUp signUp(FieldValues values) {
        return new Episode.SignUp(
                values.number("id"),
                values.text("displayName"),
                values.text("discordId"),
                values.text("discordTag"),
                values.text("publicStream"),
                values.flag("approved"),
                values.flag("ready"),
                values.text("partner"),
                values.text("language"));
    }

    private static Episode.Channel channel(FieldValues values) {
        return new Episode.Channel(
                values.number("id"),
                values.text("name"),
                values.text("slug"),
                values.text("initials"),
                values.text("language"));
    }

    private static Episode.Event event(@Nullable FieldValues given, String slug) {
        FieldValues values = given == null ? new FieldValues() : given;
        return new Episode.Event(
                values.number("id"),
                values.text("slug").isEmpty() ? slug : values.text("slug"),
                values.text("name"),
                values.text("shortName"),
                values.text("game"),
                values.flag("active"));
    }

    /**
     * Reads the events of a list and returns the one of a slug; null if it has none. An event without a slug counts as the
     * one that was asked for, if it is the first.
     */
    static Episode.@Nullable Event event(byte[] body, String slug) throws IOException {
        try (JsonParser parser = FeedJson.open(body)) {
            FeedFieldReader fields = new FeedFieldReader(parser);
            Episode.Event found = null;
            parser.nextToken();
            for (int index = 0; parser.nextToken() != JsonToken.END_ARRAY; index++) {
                FieldValues values = fields.object(FeedField.event());
                if (values == null || found != null) {
                    continue;
                }
                boolean named = values.text("slug").equalsIgnoreCase(slug);
                if (named || (index == 0 && values.text("slug").isEmpty())) {
                    found = event(values, slug);
                }
            }
            return found;
        }
    }

    /**
     * Holds the outcome of an element of a schedule.
     *
     * @param id the id; 0 if it cannot be read
     * @param episode the episode; null if there is a problem
     * @param problem the first problem
     */
    record Result(
            long id, @Nullable Episode episode, @Nullable FieldProblem problem) {}
}
