// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.internal.BodyFields;
import dev.bracketwire.webhooks.internal.IncomingEnvelope;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Is a verified event that another program sent, as its handler receives it. */
public final class IncomingEvent {
    private final IncomingEnvelope envelope;
    private final Instant receivedAt;
    private final int attempt;

    IncomingEvent(IncomingEnvelope envelope, Instant receivedAt, int attempt) {
        this.envelope = envelope;
        this.receivedAt = receivedAt;
        this.attempt = attempt;
    }

    /** Returns the name of the {@link IncomingSource}. */
    public String source() {
        return envelope.source();
    }

    /** Returns the sender's id of the event. If the scheme has none, it is a hash of the signed bytes. */
    public String id() {
        return envelope.id();
    }

    /** Returns the type, such as {@code pull_request.opened}. */
    public String type() {
        return envelope.type();
    }

    /** Returns the time at which it arrived. */
    public Instant receivedAt() {
        return receivedAt;
    }

    /** Returns the number of this attempt to handle it, from 1; 0 when it has just arrived. */
    public int attempt() {
        return attempt;
    }

    /** Returns the first value of a header. Signatures, cookies and credentials are not kept. */
    public Optional<String> header(String name) {
        return headers().first(name);
    }

    /** Returns the headers. Signatures, cookies and credentials are not kept. */
    public Headers headers() {
        return envelope.headers();
    }

    /** Returns a copy of the body as it arrived. */
    public byte[] body() {
        return envelope.body().clone();
    }

    /** Returns the body as text. */
    public String text() {
        return new String(envelope.body(), StandardCharsets.UTF_8);
    }

    /**
     * Reads the body as a record or a map, from JSON. In a form, the JSON is that of the field {@code payload}.
     *
     * @throws dev.bracketwire.exchange.ExchangeException if it does not fit the type; the message names the field and not the
     *     value
     */
    public <T> T data(Class<T> as) {
        return new HandledEvent(id(), type(), receivedAt, attempt, BodyFields.json(envelope.headers(), envelope.body()))
                .data(as);
    }

    /** Returns the fields of a form, such as a slash command of Slack, the last value of each; empty if it is no form. */
    public Map<String, String> form() {
        return BodyFields.form(envelope.headers(), envelope.body());
    }

    /** Names source, type and id, never the body. */
    @Override
    public String toString() {
        return "IncomingEvent(" + source() + " " + type() + " " + id() + ", attempt " + attempt + ")";
    }
}
