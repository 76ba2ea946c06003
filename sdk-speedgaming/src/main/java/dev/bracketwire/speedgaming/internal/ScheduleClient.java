// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.internal.retrofit.RetrofitEndpoints;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.Schedule;
import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;
import java.util.regex.Pattern;

/** Sends the requests of the client and reads the replies. */
public final class ScheduleClient implements AutoCloseable {
    private static final Pattern SLUG = Pattern.compile("[0-9A-Za-z_-]{1,100}");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final String LIST = "a JSON array";
    private static final int OK = 200;

    private final Connector connector;
    private final ScheduleEndpoints endpoints;

    /** Sends by this connector, and closes it in the end. */
    public ScheduleClient(Connector connector) {
        this.connector = connector;
        this.endpoints = RetrofitEndpoints.of(connector, ScheduleEndpoints.class);
    }

    /** Reads all active events. */
    public Call<Schedule> schedule() {
        return scheduleBody().map(ScheduleReader::schedule);
    }

    /** Reads one event. */
    public Call<Schedule> schedule(String slug, Instant from, Instant to) {
        return scheduleBody(slug, from, to).map(ScheduleReader::schedule);
    }

    /** Reads the body of a schedule that is a JSON array, for an import that stores it. */
    public Call<byte[]> scheduleBody() {
        return endpoints.schedule(null, null, null).map(body -> array(body, "schedule", ""));
    }

    /** Reads the body of the schedule of an event that is a JSON array. */
    public Call<byte[]> scheduleBody(String slug, Instant from, Instant to) {
        String event = slug(slug);
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to, but " + from + " is not before " + to);
        }
        Instant end = to.truncatedTo(ChronoUnit.SECONDS);
        return endpoints
                .schedule(event, TIME.format(from), TIME.format(end.equals(to) ? to : end.plusSeconds(1)))
                .map(body -> array(body, "schedule", event));
    }

    /** Reads an episode. */
    public Call<Episode> episode(long id) {
        if (id < 1) {
            throw new IllegalArgumentException("id must be at least 1, not " + id);
        }
        return endpoints.episode(id).map(body -> episode(body, id));
    }

    private Episode episode(byte[] body, long id) {
        String error = FeedJson.error(body);
        if (error != null) {
            throw new NotFoundException(where("episode"), error);
        }
        try {
            ScheduleReader.Result result = ScheduleReader.episode(body);
            FieldProblem problem = result.problem();
            if (result.episode() == null) {
                throw problem == null
                        ? malformed("episode", "an object", "is not")
                        : new MalformedReplyException(where("episode"), problem.path(), problem.expected(), "is not");
            }
            if (result.id() != id) {
                throw new MalformedReplyException(where("episode"), "id", "the one that was asked for", "is another");
            }
            return result.episode();
        } catch (IOException e) {
            throw malformed("episode", "a JSON object", "is no whole JSON");
        }
    }

    /** Reads an event. */
    public Call<Episode.Event> event(String slug) {
        String asked = slug(slug);
        return endpoints.event(asked).map(body -> event(array(body, "event", asked), asked));
    }

    private Episode.Event event(byte[] body, String slug) {
        try {
            Episode.Event event = ScheduleReader.event(body, slug);
            if (event == null) {
                throw new NotFoundException(where("event"), noEvent(slug));
            }
            return event;
        } catch (IOException e) {
            throw malformed("event", LIST, "is no whole JSON");
        }
    }

    private static String noEvent(String slug) {
        return "no event has the slug " + slug;
    }

    private byte[] array(byte[] body, String endpoint, String slug) {
        String problem = FeedJson.arrayProblem(body);
        if (problem == null) {
            return body;
        }
        // The rules let no other error pass than that there is no such event.
        String error = FeedJson.error(body);
        if (error != null) {
            throw new NotFoundException(where(endpoint), slug.isEmpty() ? error : noEvent(slug));
        }
        throw malformed(endpoint, LIST, problem);
    }

    private MalformedReplyException malformed(String endpoint, String expected, String found) {
        return new MalformedReplyException(where(endpoint), "", expected, found);
    }

    private CallException.Where where(String endpoint) {
        String host = connector.config().base().getAuthority();
        return new CallException.Where(
                connector.config().id(), "GET " + host + "/api/" + endpoint + "/", OK, null, 1, true);
    }

    private static String slug(String slug) {
        if (!SLUG.matcher(slug).matches()) {
            throw new IllegalArgumentException("slug must be 1 to 100 of A-Z, a-z, 0-9, underscore and hyphen, not \""
                    + FeedJson.shown(slug) + '"');
        }
        return slug;
    }

    /** Returns the connector. */
    public Connector connector() {
        return connector;
    }

    @Override
    public void close() {
        connector.close();
    }
}
