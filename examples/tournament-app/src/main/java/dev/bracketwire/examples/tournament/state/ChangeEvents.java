// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.Webhooks;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Publishes the changes of a transaction as webhooks, within that transaction. Subscribers get ids and what the public page
 * shows, and nothing else. Events of one tournament have one order key; events about a person carry the id of the person as
 * their subject, by which {@link #erase} finds them.
 */
public final class ChangeEvents {
    /** Publishes nothing. */
    public static final ChangeEvents NONE = new ChangeEvents(null);

    private final @Nullable Webhooks hooks;

    /** Publishes by these webhooks; null publishes nothing. */
    public ChangeEvents(@Nullable Webhooks hooks) {
        this.hooks = hooks;
    }

    /** Publishes a change that was applied. */
    void changed(StateTransaction state, StateChange change) throws SQLException {
        if (hooks == null) {
            return;
        }
        if (change instanceof StateChange.OfEntry entry) {
            changed(state, entry);
        } else if (change instanceof StateChange.OfTournament tournament) {
            changed(state, tournament);
        }
    }

    private void changed(StateTransaction state, StateChange.OfEntry change) throws SQLException {
        Entry before = change.before();
        Entry after = change.after();
        Map<String, @Nullable Object> old = before == null ? Map.of() : data(state, before);
        Map<String, @Nullable Object> data = after == null ? old : data(state, after);
        if (before == null || after == null) {
            publish(
                    state,
                    before == null ? PublishedTypes.ENTRY_REGISTERED : PublishedTypes.ENTRY_WITHDRAWN,
                    change,
                    data);
            return;
        }
        boolean promoted = !before.registered() && after.registered();
        boolean checkedIn = before.checkedIn() == null && after.checkedIn() != null;
        if (promoted) {
            publish(state, PublishedTypes.ENTRY_PROMOTED, change, data);
        }
        if (checkedIn) {
            publish(state, PublishedTypes.ENTRY_CHECKED_IN, change, data);
        }
        if (!promoted && !checkedIn && !old.equals(data)) {
            publish(state, PublishedTypes.ENTRY_CHANGED, change, data);
        }
    }

    private void publish(
            StateTransaction state, String type, StateChange.OfEntry change, Map<String, @Nullable Object> data)
            throws SQLException {
        publish(
                state,
                Event.of(type, data).at(state.now()).orderKey(change.place()).about(change.subject()));
    }

    private static Map<String, @Nullable Object> data(StateTransaction state, Entry entry) throws SQLException {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("tournament", entry.tournament());
        data.put("tournamentName", state.tournament(entry.tournament()).name());
        data.put("person", entry.person());
        data.put("name", state.findPerson(entry.person()).map(Person::name).orElse("erased"));
        data.put("team", entry.team());
        data.put("registered", entry.registered());
        data.put("checkedIn", entry.checkedIn() != null);
        return data;
    }

    private void changed(StateTransaction state, StateChange.OfTournament change) throws SQLException {
        Tournament before = change.before();
        Tournament after = change.after();
        if (before == null && after != null) {
            publish(state, PublishedTypes.TOURNAMENT_CREATED, after.id(), data(after));
            return;
        }
        if (before == null) {
            return;
        }
        if (after == null) {
            publish(state, PublishedTypes.TOURNAMENT_REMOVED, before.id(), data(before));
            return;
        }
        if (!data(before).equals(data(after))) {
            publish(state, PublishedTypes.TOURNAMENT_CHANGED, after.id(), data(after));
        }
        if (!before.registration().equals(after.registration())
                || !before.checkIn().equals(after.checkIn())) {
            Map<String, @Nullable Object> schedule = new LinkedHashMap<>();
            schedule.put("tournament", after.id());
            schedule.put("tournamentName", after.name());
            schedule.put("registration", times(after.registration(), state.now()));
            schedule.put("checkIn", times(after.checkIn(), state.now()));
            publish(state, PublishedTypes.SCHEDULE_CHANGED, after.id(), schedule);
        }
    }

    private static Map<String, @Nullable Object> data(Tournament tournament) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("tournament", tournament.id());
        data.put("tournamentName", tournament.name());
        data.put("organisation", tournament.organisation());
        data.put("capacity", tournament.capacity());
        data.put("teamSize", tournament.teamSize());
        data.put("maxTeams", tournament.maxTeams());
        return data;
    }

    private static Map<String, @Nullable Object> times(Window window, Instant now) {
        Map<String, @Nullable Object> times = new LinkedHashMap<>();
        times.put("open", window.isOpen(now));
        times.put("opens", text(window.opens()));
        times.put("closes", text(window.closes()));
        return times;
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    /** Publishes that registration or check-in has opened or closed. */
    void window(StateTransaction state, String tournament, String window, boolean open) throws SQLException {
        if (hooks == null) {
            return;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("tournament", tournament);
        data.put("tournamentName", state.tournament(tournament).name());
        data.put("window", window);
        publish(state, open ? PublishedTypes.WINDOW_OPENED : PublishedTypes.WINDOW_CLOSED, tournament, data);
    }

    /** Publishes an event about a match. */
    void match(
            StateTransaction state,
            String type,
            String tournament,
            Map<String, @Nullable Object> data,
            Collection<String> people)
            throws SQLException {
        publish(state, Event.of(type, data).at(state.now()).orderKey(tournament).about(people.toArray(String[]::new)));
    }

    /** Erases the payloads about a person, and cancels what is queued of them. */
    void erase(StateTransaction state, String person) throws SQLException {
        if (hooks != null && hooks.erase(state.sql().connection(), person) > 0) {
            state.topic("webhooks:");
        }
    }

    /** Publishes that a person was erased, by the random id alone. */
    void erased(StateTransaction state, String person) throws SQLException {
        if (hooks != null) {
            publish(
                    state,
                    Event.of(PublishedTypes.PERSON_ERASED, Map.of("person", person))
                            .at(state.now()));
        }
    }

    private void publish(StateTransaction state, String type, String tournament, Map<String, @Nullable Object> data)
            throws SQLException {
        publish(state, Event.of(type, data).at(state.now()).orderKey(tournament));
    }

    private void publish(StateTransaction state, Event event) throws SQLException {
        if (hooks != null && hooks.publish(state.sql().connection(), event).deliveries() > 0) {
            state.topic("webhooks:");
        }
    }
}
