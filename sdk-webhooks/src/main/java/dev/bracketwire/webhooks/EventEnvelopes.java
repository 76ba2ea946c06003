// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.connector.Body;
import dev.bracketwire.webhooks.internal.NewMessage;
import dev.bracketwire.webhooks.internal.TimedIds;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes events as the JSON that is sent: their type, their time and their data. */
final class EventEnvelopes {
    private static final Logger LOG = LoggerFactory.getLogger(Webhooks.class);
    private static final int LARGE = 20_000;

    private final InstantSource dates;
    private final int maxPayload;
    private final Set<String> large = ConcurrentHashMap.newKeySet();

    EventEnvelopes(InstantSource dates, int maxPayload) {
        this.dates = dates;
        this.maxPayload = maxPayload;
    }

    NewMessage message(Event event) {
        byte[] payload = envelope(event);
        if (payload.length > maxPayload) {
            throw new InvalidEventException(
                    event.type(),
                    "its payload has " + payload.length + " bytes and may have " + maxPayload
                            + ": send an id, and let the receiver fetch the rest");
        }
        if (payload.length > LARGE && large.size() < 1000 && large.add(event.type())) {
            LOG.warn("events of the type {} have more than {} bytes: many receivers refuse such", event.type(), LARGE);
        }
        return new NewMessage(
                TimedIds.message(),
                event.type(),
                payload,
                event.uniqueKey(),
                event.ordering(),
                event.channelNames(),
                event.subjects(),
                event.trace());
    }

    /** Writes the data alone, so that a failure names its class. */
    private byte[] envelope(Event event) {
        Instant at = event.time() == null ? dates.instant() : event.time();
        String head = "{\"type\":\"" + event.type() + "\",\"timestamp\":\"" + at + "\",\"data\":";
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
        try (InputStream data = Body.json(event.data()).open()) {
            data.transferTo(out);
        } catch (IOException e) {
            throw new UncheckedIOException("the data of an event cannot be written as JSON", e);
        }
        out.write('}');
        return out.toByteArray();
    }
}
