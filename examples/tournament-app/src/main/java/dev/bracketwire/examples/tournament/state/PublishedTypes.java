// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.webhooks.EventType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Lists the types of events that are published as webhooks, each with the JSON Schema of its data. */
public final class PublishedTypes {
    static final String ENTRY_REGISTERED = "entry.registered";
    static final String ENTRY_PROMOTED = "entry.promoted";
    static final String ENTRY_CHECKED_IN = "entry.checked_in";
    static final String ENTRY_CHANGED = "entry.changed";
    static final String ENTRY_WITHDRAWN = "entry.withdrawn";
    static final String TOURNAMENT_CREATED = "tournament.created";
    static final String TOURNAMENT_CHANGED = "tournament.changed";
    static final String TOURNAMENT_REMOVED = "tournament.removed";
    static final String SCHEDULE_CHANGED = "schedule.changed";
    static final String WINDOW_OPENED = "window.opened";
    static final String WINDOW_CLOSED = "window.closed";
    static final String PERSON_ERASED = "person.erased";

    /** A match is new in the schedule. */
    public static final String MATCH_SCHEDULED = "match.scheduled";

    /** The time of a match changed. */
    public static final String MATCH_RESCHEDULED = "match.rescheduled";

    /** Something else of a match changed. */
    public static final String MATCH_CHANGED = "match.changed";

    /** A match was cancelled. */
    public static final String MATCH_CANCELLED = "match.cancelled";

    /** A cancelled match takes place after all. */
    public static final String MATCH_REINSTATED = "match.reinstated";

    private static final boolean HAS_VALIDATOR =
            PublishedTypes.class.getClassLoader().getResource("com/networknt/schema/Schema.class") != null;

    private static final String TEXT = "{\"type\":\"string\"}";
    private static final String TEXT_OR_NULL = "{\"type\":[\"string\",\"null\"]}";
    private static final String NUMBER = "{\"type\":\"integer\",\"minimum\":0}";
    private static final String YES_OR_NO = "{\"type\":\"boolean\"}";
    private static final String TIMES =
            object(fields("open", YES_OR_NO, "opens", TEXT_OR_NULL, "closes", TEXT_OR_NULL));

    private static final String ENTRY = object(fields(
            "tournament", TEXT,
            "tournamentName", TEXT,
            "person", TEXT,
            "name", TEXT,
            "team", TEXT_OR_NULL,
            "registered", YES_OR_NO,
            "checkedIn", YES_OR_NO));
    private static final String TOURNAMENT = object(fields(
            "tournament", TEXT,
            "tournamentName", TEXT,
            "organisation", TEXT,
            "capacity", NUMBER,
            "teamSize", NUMBER,
            "maxTeams", NUMBER));
    private static final String SCHEDULE =
            object(fields("tournament", TEXT, "tournamentName", TEXT, "registration", TIMES, "checkIn", TIMES));
    private static final String WINDOW = object(fields("tournament", TEXT, "tournamentName", TEXT, "window", TEXT));
    private static final String MATCH = object(matchFields());
    private static final String MOVED_MATCH = object(movedFields());
    private static final String PERSON = object(fields("person", TEXT));

    private PublishedTypes() {}

    /** Returns the types, with schemas if json-schema-validator is on the class path. */
    public static List<EventType> all() {
        List<EventType> all = new ArrayList<>();
        add(all, ENTRY_REGISTERED, "A person got a place, or joined the waitlist: see registered.", ENTRY);
        add(all, ENTRY_PROMOTED, "A person moved from the waitlist to a place.", ENTRY);
        add(all, ENTRY_CHECKED_IN, "A person has checked in.", ENTRY);
        add(all, ENTRY_CHANGED, "The team, the place or the check-in of a person changed in another way.", ENTRY);
        add(all, ENTRY_WITHDRAWN, "A person left the tournament or its waitlist. The data is that before.", ENTRY);
        add(all, TOURNAMENT_CREATED, "A tournament was created.", TOURNAMENT);
        add(all, TOURNAMENT_CHANGED, "The name, the places or the teams of a tournament changed.", TOURNAMENT);
        add(all, TOURNAMENT_REMOVED, "The creation of a tournament was undone.", TOURNAMENT);
        add(all, SCHEDULE_CHANGED, "The times of registration or check-in changed, or one was set by hand.", SCHEDULE);
        add(all, WINDOW_OPENED, "Registration or check-in opened, by hand or by its schedule.", WINDOW);
        add(all, WINDOW_CLOSED, "Registration or check-in closed, by hand or by its schedule.", WINDOW);
        add(all, MATCH_SCHEDULED, "A match is new in the schedule.", MATCH);
        add(all, MATCH_RESCHEDULED, "The time of a match changed. previousStart is the one before.", MOVED_MATCH);
        add(all, MATCH_CHANGED, "Players, crew, streams, title or state of a match changed.", MATCH);
        add(all, MATCH_CANCELLED, "A match was cancelled.", MATCH);
        add(all, MATCH_REINSTATED, "A match that was cancelled takes place after all.", MATCH);
        add(all, PERSON_ERASED, "A person was erased. Delete everything that you keep about this id.", PERSON);
        return all;
    }

    private static Map<String, String> matchFields() {
        String player = object(fields("player", NUMBER, "name", TEXT, "person", TEXT_OR_NULL));
        String stream = object(fields("language", TEXT, "url", TEXT));
        return fields(
                "match", NUMBER,
                "tournament", TEXT,
                "tournamentName", TEXT,
                "event", TEXT,
                "label", TEXT,
                "state", TEXT,
                "timeConfirmed", YES_OR_NO,
                "start", TEXT_OR_NULL,
                "raceStart", TEXT_OR_NULL,
                "players", list(player),
                "streams", list(stream));
    }

    private static Map<String, String> movedFields() {
        Map<String, String> fields = matchFields();
        fields.put("previousStart", TEXT_OR_NULL);
        fields.put("previousRaceStart", TEXT_OR_NULL);
        return fields;
    }

    private static String list(String items) {
        return "{\"type\":\"array\",\"items\":" + items + "}";
    }

    private static void add(List<EventType> all, String name, String description, String schema) {
        EventType type = EventType.of(name).description(description);
        all.add(HAS_VALIDATOR ? type.jsonSchema(schema) : type);
    }

    private static Map<String, String> fields(String... namesAndSchemas) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (int i = 0; i < namesAndSchemas.length; i += 2) {
            fields.put(namesAndSchemas[i], namesAndSchemas[i + 1]);
        }
        return fields;
    }

    private static String object(Map<String, String> fields) {
        return "{\"type\":\"object\",\"additionalProperties\":false,\"properties\":{"
                + fields.entrySet().stream()
                        .map(field -> "\"" + field.getKey() + "\":" + field.getValue())
                        .collect(Collectors.joining(","))
                + "},\"required\":["
                + fields.keySet().stream().map(name -> "\"" + name + "\"").collect(Collectors.joining(","))
                + "]}";
    }
}
