// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Describes something that happened, for {@link Webhooks#publish(Event)}. Instances are immutable: each method returns a
 * changed copy.
 *
 * <pre>{@code
 * Event event = Event.of("match.created", match)
 *         .idempotencyKey("match-7-created")
 *         .orderKey("match-7")
 *         .about("player-12", "player-31");
 * }</pre>
 */
public final class Event {
    /** The longest id, key or tag. */
    static final int LONGEST = 256;

    private static final Pattern TYPE = Pattern.compile("[a-zA-Z0-9_]+(\\.[a-zA-Z0-9_]+){0,15}");
    private static final Pattern TRACE_PARENT = Pattern.compile("[0-9a-f]{2}-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}");

    private final String type;
    private final Object data;
    private final @Nullable Instant at;
    private final @Nullable String idempotencyKey;
    private final @Nullable String orderKey;
    private final List<String> channels;
    private final List<String> subjects;
    private final @Nullable String traceParent;

    private Event(
            String type,
            Object data,
            @Nullable Instant at,
            @Nullable String idempotencyKey,
            @Nullable String orderKey,
            List<String> channels,
            List<String> subjects,
            @Nullable String traceParent) {
        this.type = type;
        this.data = data;
        this.at = at;
        this.idempotencyKey = idempotencyKey;
        this.orderKey = orderKey;
        this.channels = channels;
        this.subjects = subjects;
        this.traceParent = traceParent;
    }

    /**
     * Returns an event of this type.
     *
     * @param type words of letters, digits and underscores, joined by dots, such as {@code match.created}
     * @param data a record, a map, a list or another value that JSON can show
     */
    public static Event of(String type, Object data) {
        return new Event(
                checkedType(type), Objects.requireNonNull(data, "data"), null, null, null, List.of(), List.of(), null);
    }

    /** Returns the event with the time at which it happened; the time of publishing unless set. */
    public Event at(Instant time) {
        Objects.requireNonNull(time, "time");
        return new Event(type, data, time, idempotencyKey, orderKey, channels, subjects, traceParent);
    }

    /**
     * Returns the event with a key that makes it unique. A second event with the same key is not stored: publishing it
     * returns the id of the first, as long as that one is kept.
     */
    public Event idempotencyKey(String key) {
        return new Event(type, data, at, checked("key", key), orderKey, channels, subjects, traceParent);
    }

    /**
     * Returns the event with the key whose events an ordered subscription delivers one after the other; see
     * {@link SubscriptionOptions#ordered()}.
     */
    public Event orderKey(String key) {
        return new Event(type, data, at, idempotencyKey, checked("key", key), channels, subjects, traceParent);
    }

    /** Returns the event in these channels. A subscription with channels takes only events in one of them. */
    public Event channels(String... names) {
        return new Event(type, data, at, idempotencyKey, orderKey, checked("channel", names), subjects, traceParent);
    }

    /**
     * Returns the event with the people or things it is about, by ids of your own, so that {@link Webhooks#erase} finds
     * its payload.
     */
    public Event about(String... ids) {
        return new Event(type, data, at, idempotencyKey, orderKey, channels, checked("subject", ids), traceParent);
    }

    /** Returns the event with a W3C {@code traceparent}, which each attempt sends along. */
    public Event traceParent(String header) {
        if (!TRACE_PARENT.matcher(header).matches()) {
            throw new IllegalArgumentException("header must be a W3C traceparent such as 00-(32 hex)-(16 hex)-01");
        }
        return new Event(type, data, at, idempotencyKey, orderKey, channels, subjects, header);
    }

    /** Returns the type. */
    public String type() {
        return type;
    }

    /** Returns the data. */
    public Object data() {
        return data;
    }

    @Nullable
    Instant time() {
        return at;
    }

    @Nullable
    String uniqueKey() {
        return idempotencyKey;
    }

    @Nullable
    String ordering() {
        return orderKey;
    }

    List<String> channelNames() {
        return channels;
    }

    List<String> subjects() {
        return subjects;
    }

    @Nullable
    String trace() {
        return traceParent;
    }

    /** Checks ids of people or things that an event is about. */
    static List<String> subjects(List<String> ids) {
        return checked("subject", ids.toArray(String[]::new));
    }

    static String checkedType(String type) {
        if (type.length() > LONGEST || !TYPE.matcher(type).matches()) {
            throw new IllegalArgumentException("type must be words of letters, digits and underscores joined by dots,"
                    + " such as match.created, at most " + LONGEST + " characters");
        }
        if (type.startsWith("webhooks.")) {
            throw new IllegalArgumentException("types that begin with webhooks. are those of this module");
        }
        return type;
    }

    static String checked(String what, String text) {
        if (text.isEmpty() || text.length() > LONGEST || text.indexOf('\0') >= 0 || !isWellFormed(text)) {
            throw new IllegalArgumentException(
                    what + " must be 1 to " + LONGEST + " characters without NUL and lone surrogates");
        }
        return text;
    }

    private static List<String> checked(String what, String... texts) {
        if (texts.length > 100) {
            throw new IllegalArgumentException("at most 100 of each " + what + ", not " + texts.length);
        }
        for (String text : texts) {
            checked(what, text);
        }
        return List.of(texts).stream().distinct().toList();
    }

    static boolean isWellFormed(String text) {
        return text.codePoints()
                .noneMatch(point -> point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE);
    }

    /** Names the type, not the data. */
    @Override
    public String toString() {
        return "Event(" + type + ")";
    }
}
