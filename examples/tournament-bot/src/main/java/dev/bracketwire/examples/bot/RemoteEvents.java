// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.CallThreads;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import dev.bracketwire.examples.tournament.AppJson;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the live events of a server. When the stream breaks, it connects again and goes on after the last event; when
 * the server has forgotten that one, the listener is notified that events were missed. A server that vanishes without
 * closing the stream is noticed when the connector's time limit for a transfer ends, so keep that limit short.
 */
final class RemoteEvents implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteEvents.class);
    private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Connector connector;
    private final Listener listener;
    private final CallThreads threads = CallThreads.create("remote-events");
    private volatile boolean closed;
    private @Nullable String last;
    private boolean alive;
    private Duration pause = FIRST_PAUSE;

    private RemoteEvents(Connector connector, Listener listener) {
        this.connector = connector;
        this.listener = listener;
    }

    /** Receives events. */
    interface Listener {
        /** A tournament or its entries changed. */
        void changed(String tournament);

        /** A message to a person waits, or was sent. */
        void messages();

        /** Everything may have changed. */
        void missed();
    }

    static RemoteEvents follow(Connector connector, Listener listener) {
        RemoteEvents events = new RemoteEvents(connector, listener);
        events.threads.execute(events::run);
        return events;
    }

    private void run() {
        while (!closed) {
            alive = false;
            try {
                read();
            } catch (IOException | RuntimeException e) {
                if (!closed && !alive) {
                    log.warn("the live events cannot be followed and are tried again in {}: {}", pause, e.getMessage());
                }
            }
            if (!closed && !slept()) {
                return;
            }
        }
    }

    private boolean slept() {
        try {
            Thread.sleep(pause.toMillis());
            pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void read() throws IOException {
        Request request =
                Request.get("/events").header("Accept", "text/event-stream").header("X-Face", "DISCORD");
        try (ReplyStream stream = connector.stream(last == null ? request : request.header("Last-Event-ID", last))
                        .get();
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            String event = "";
            String id = null;
            StringBuilder data = new StringBuilder();
            // The beats let this thread notice that it is closed; only the thread that reads may close a stream.
            for (String line = lines.readLine(); line != null && !closed; line = lines.readLine()) {
                if (line.isEmpty()) {
                    took(event, id, data.toString());
                    event = "";
                    id = null;
                    data.setLength(0);
                } else if (line.startsWith("event:")) {
                    event = line.substring(6).strip();
                } else if (line.startsWith("id:")) {
                    id = line.substring(3).strip();
                } else if (line.startsWith("data:")) {
                    data.append(line.substring(5).strip());
                }
            }
        }
    }

    private void took(String event, @Nullable String id, String data) throws IOException {
        alive = true;
        pause = FIRST_PAUSE;
        switch (event) {
            case "change" -> {
                String tournament =
                        AppJson.MAPPER.readTree(data).path("tournament").asText("");
                String topic = AppJson.MAPPER.readTree(data).path("topic").asText("");
                if (!tournament.isEmpty() && (topic.equals("entries") || topic.equals("tournament"))) {
                    listener.changed(tournament);
                } else if (topic.equals("messages")) {
                    listener.messages();
                }
            }
            case "hello", "reset" -> listener.missed();
            default -> {
                // A beat only says that the stream works.
            }
        }
        if (id != null) {
            last = id;
        } else if (event.equals("reset")) {
            last = null;
        }
    }

    @Override
    public void close() {
        closed = true;
        threads.close();
    }
}
