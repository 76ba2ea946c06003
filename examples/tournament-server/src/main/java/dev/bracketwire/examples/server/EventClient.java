// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.server.EventTable.Event;
import java.util.ArrayList;
import java.util.List;

/** One open stream. It gets each event that its person may see, once and in order. */
final class EventClient {
    private static final int WAITING = 256 * 1024;
    private static final byte[] BEAT = Event.text("beat", null, "{}");

    final Requester requester;
    final ResponseWriter writer = new ResponseWriter(WAITING, () -> {});
    private final boolean log;

    // All guarded by this.
    private EventRights rights;
    private List<Event> early = new ArrayList<>();
    private long last;
    private boolean live;

    EventClient(Requester requester, EventRights rights, boolean log) {
        this.requester = requester;
        this.rights = rights;
        this.log = log;
    }

    /** Whether it follows a log instead of the events. */
    boolean log() {
        return log;
    }

    synchronized void rights(EventRights changed) {
        rights = changed;
    }

    /** Sends events, or holds them back while the client catches up. */
    synchronized void deliver(List<Event> events) {
        if (log) {
            return;
        }
        if (!live) {
            early.addAll(events);
            return;
        }
        send(events);
    }

    /** Sends the events that the client has missed since a number. */
    synchronized void catchUp(long since, List<Event> missed) {
        last = Math.max(last, since);
        send(missed);
    }

    /** Sends the events that were held back, and new ones at once from now on. */
    synchronized void goLive() {
        live = true;
        send(early);
        early = List.of();
    }

    private void send(List<Event> events) {
        for (Event event : events) {
            if (event.number() > last) {
                last = event.number();
                if (rights.allows(event.topic(), event.tournament())) {
                    writer.write(event.bytes());
                }
            }
        }
    }

    void beat() {
        writer.write(BEAT);
    }
}
