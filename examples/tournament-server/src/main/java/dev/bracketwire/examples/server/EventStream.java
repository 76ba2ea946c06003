// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.server.EventTable.Event;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.store.Wakeup;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends changes to open pages as server-sent events. Each node has one reader, which follows the numbered events of all
 * nodes in the database. A page that reconnects with the number of its last event gets each missed event once.
 */
final class EventStream implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(EventStream.class);
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration KEPT = Duration.ofHours(1);
    /** More than this would not fit into what may wait for a client, and it would never get past it. */
    private static final long MOST_MISSED = 1_000;

    private static final long BEAT_MILLIS = 1_500;
    private static final long CHECK_SECONDS = 20;
    private static final long PRUNE_MINUTES = 5;

    private final TournamentApp app;
    private final Sessions sessions;
    private final Runnable changed;
    private final EventTable table;
    private final Wakeup wakeup;
    private final Set<EventClient> clients = ConcurrentHashMap.newKeySet();
    private final ScheduledExecutorService timer =
            Executors.newScheduledThreadPool(2, CallThreads.threadFactory("event-timer"));
    private @Nullable Thread reader;
    private volatile boolean closed;

    /**
     * Creates a stream.
     *
     * @param changed is called for each batch of events, before clients get it
     */
    EventStream(TournamentApp app, Sessions sessions, Runnable changed) {
        this.app = app;
        this.sessions = sessions;
        this.changed = changed;
        this.table = new EventTable(app.database());
        this.wakeup = app.database().wakeup("events");
    }

    /** Starts to follow the events. */
    void start() {
        long from = table.present();
        reader = CallThreads.startThread("event-reader", () -> follow(from));
        timer.scheduleWithFixedDelay(
                () -> quietly(() -> clients.forEach(EventClient::beat)),
                BEAT_MILLIS,
                BEAT_MILLIS,
                TimeUnit.MILLISECONDS);
        timer.scheduleWithFixedDelay(() -> quietly(this::check), CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
        timer.scheduleWithFixedDelay(
                () -> quietly(() -> table.prune(app.clock().instant().minus(KEPT))),
                0,
                PRUNE_MINUTES,
                TimeUnit.MINUTES);
    }

    /** Returns the number of open streams. */
    int streams() {
        return clients.size();
    }

    private void follow(long from) {
        long position = from;
        while (!closed) {
            try {
                wakeup.await(POLL).get();
                List<Event> events = table.after(position);
                while (!events.isEmpty() && !closed) {
                    position = events.get(events.size() - 1).number();
                    deliver(events);
                    events = table.after(position);
                }
            } catch (RuntimeException e) {
                if (!closed) {
                    log.warn("events cannot be read; that is tried again: {}", e.toString());
                    pause();
                }
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(POLL.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void deliver(List<Event> events) {
        changed.run();
        if (events.stream()
                .anyMatch(
                        event -> event.topic().equals("people") || event.topic().equals("tournament"))) {
            quietly(this::check);
        }
        clients.forEach(client -> client.deliver(events));
    }

    /** Checks whether the people of all streams are still signed in, and updates their rights. */
    private void check() {
        for (EventClient client : clients) {
            String person = client.requester.caller().person();
            if (person == null) {
                continue;
            }
            String session = client.requester.session();
            boolean gone = session != null
                    && sessions.find(session).filter(person::equals).isEmpty();
            EventRights rights = rights(client.requester);
            client.rights(rights);
            if (gone || (client.log() && !rights.everything().includes(Permission.ORGANISER))) {
                client.writer.end();
            }
        }
    }

    private EventRights rights(Requester requester) {
        String person = requester.caller().person();
        return person == null
                ? EventRights.VISITOR
                : app.read(state -> EventRights.of(person, state)).get();
    }

    private static void quietly(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            log.warn("a check of the event streams failed; it is repeated", e);
        }
    }

    /** Opens the stream of events for a request. */
    void open(HttpServletRequest request, HttpServletResponse response, Requester requester) {
        EventRights rights = rights(requester);
        Long since = since(request.getHeader("Last-Event-ID"));
        long present = table.present();
        EventClient client = new EventClient(requester, rights, false);
        // From here on it gets new events; then it catches up with the earlier ones.
        clients.add(client);
        try {
            catchUp(client, since, present);
        } catch (RuntimeException e) {
            clients.remove(client);
            throw e;
        }
        begin(request, response, client, () -> {});
    }

    private void catchUp(EventClient client, @Nullable Long seen, long present) {
        Long since = seen;
        if (since == null) {
            client.writer.write(Event.text("hello", present, AppJson.write(Map.of("number", present))));
            since = present;
        } else if (since < table.pruned() || since > present || present - since > MOST_MISSED) {
            client.writer.write(Event.text("reset", present, AppJson.write(Map.of("number", present))));
            since = present;
        }
        client.catchUp(since, List.of());
        List<Event> missed = table.after(since);
        while (!missed.isEmpty()) {
            client.catchUp(since, missed);
            missed = table.after(missed.get(missed.size() - 1).number());
        }
        client.goLive();
    }

    private static @Nullable Long since(@Nullable String id) {
        try {
            return id == null || id.isBlank() ? null : Long.valueOf(id.strip());
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** Opens the stream of a log for a request. */
    void openLog(
            HttpServletRequest request,
            HttpServletResponse response,
            Requester requester,
            ServiceLogs logs,
            String service) {
        EventClient client = new EventClient(requester, rights(requester), true);
        AutoCloseable following = logs.follow(
                service,
                line -> client.writer.write(Event.text("line", null, AppJson.write(Map.of("line", line)))),
                client.writer::end);
        clients.add(client);
        begin(request, response, client, () -> close(following));
    }

    private static void close(AutoCloseable each) {
        try {
            each.close();
        } catch (Exception e) {
            log.warn("a log could not be left", e);
        }
    }

    private void begin(HttpServletRequest request, HttpServletResponse response, EventClient client, Runnable end) {
        client.writer.ended().whenComplete((done, failure) -> {
            clients.remove(client);
            end.run();
        });
        response.setStatus(200);
        response.setContentType("text/event-stream");
        response.setCharacterEncoding("UTF-8");
        response.setHeader("X-Accel-Buffering", "no");
        client.writer.start(request.startAsync());
        client.beat();
    }

    @Override
    public void close() {
        closed = true;
        timer.shutdownNow();
        wakeup.close();
        clients.forEach(client -> client.writer.end());
        Thread thread = reader;
        if (thread != null) {
            try {
                thread.join(Duration.ofSeconds(5).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
