// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.internal.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The state of a limiter that must survive its process, as JSON text. */
final class LimiterSnapshot {
    private static final int VERSION = 1;

    private final String text;
    private final Instant at;
    private final List<?> meters;
    private final List<?> pauses;

    private LimiterSnapshot(String text, Map<?, ?> saved) {
        this.text = text;
        if (JsonFields.number(saved.get("version")) != VERSION) {
            throw new IllegalArgumentException("is of version " + saved.get("version") + ", this is " + VERSION);
        }
        this.at = Instant.parse(JsonFields.text(saved.get("at")));
        this.meters = JsonFields.list(saved.get("meters"));
        this.pauses = JsonFields.list(saved.get("pauses"));
    }

    /** Reads what a {@link Writer} wrote. */
    static LimiterSnapshot of(String text) {
        try {
            Object read = Json.read(Json.reader(Map.class), text.getBytes(StandardCharsets.UTF_8), 0);
            return new LimiterSnapshot(text, JsonFields.map(read));
        } catch (IllegalArgumentException | DateTimeException e) {
            throw new IllegalArgumentException("what was saved of a limiter cannot be restored: " + e.getMessage(), e);
        }
    }

    String text() {
        return text;
    }

    /** When it was saved, by the clock of intervals. A clock that was set back meanwhile has seen no time pass. */
    long begin(Limiter.Clock clock) {
        Duration since = Duration.between(at, clock.now());
        return clock.nanos() - (since.isNegative() ? 0 : since.toNanos());
    }

    void each(EachMeter consumer) {
        for (Object each : meters) {
            Map<?, ?> meter = JsonFields.map(each);
            consumer.meter(
                    (int) JsonFields.number(meter.get("rule")),
                    JsonFields.text(meter.get("key")),
                    JsonFields.map(meter.get("image")));
        }
    }

    void eachPause(EachPause consumer) {
        for (Object each : pauses) {
            Map<?, ?> pause = JsonFields.map(each);
            consumer.pause(
                    JsonFields.text(pause.get("principal")),
                    JsonFields.text(pause.get("host")),
                    JsonFields.number(pause.get("left")) * 1_000_000);
        }
    }

    /** Takes a meter. */
    interface EachMeter {
        void meter(int rule, String key, Map<?, ?> image);
    }

    /** Takes a pause. */
    interface EachPause {
        void pause(String principal, String host, long left);
    }

    /** Collects what is to be saved. */
    static final class Writer {
        private final Instant at;
        private final List<Object> meters = new ArrayList<>();
        private final List<Object> pauses = new ArrayList<>();

        Writer(Instant at) {
            this.at = at;
        }

        void add(int rule, String key, Map<String, Object> image) {
            meters.add(Map.of("rule", rule, "key", key, "image", image));
        }

        void pause(String principal, String host, long left) {
            if (left > 0) {
                pauses.add(Map.of("principal", principal, "host", host, "left", left / 1_000_000 + 1));
            }
        }

        String text() {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("version", VERSION);
            all.put("at", at.toString());
            all.put("meters", meters);
            all.put("pauses", pauses);
            return new String(Json.write(all), StandardCharsets.UTF_8);
        }
    }
}
