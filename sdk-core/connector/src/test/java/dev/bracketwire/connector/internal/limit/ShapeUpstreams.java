// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.limit;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts as those platforms do: in fixed windows that begin with the first request. Tells what it counted. */
final class ShapeUpstreams {
    private final Map<String, Fixed> windows = new HashMap<>();
    private final List<String> refused = new ArrayList<>();

    /** The requests that were too many. */
    synchronized List<String> refused() {
        return List.copyOf(refused);
    }

    synchronized Reply riot(String host, Request request, long now) {
        List<String> lines = new ArrayList<>();
        boolean app = windows(lines, "X-App-Rate-Limit", host, Map.of(1, 20, 120, 100), now);
        boolean method = windows(lines, "X-Method-Rate-Limit", request + " at " + host, Map.of(10, 30), now);
        if (app && method) {
            return Reply.of(200, Headers.of(lines.toArray(String[]::new)));
        }
        refused.add(request + " at " + host + " at " + now + ": " + lines);
        lines.addAll(List.of("X-Rate-Limit-Type", app ? "method" : "application", "Retry-After", "5"));
        return Reply.of(429, Headers.of(lines.toArray(String[]::new)));
    }

    private boolean windows(List<String> lines, String header, String owner, Map<Integer, Integer> limits, long now) {
        List<String> allowed = new ArrayList<>();
        List<String> counted = new ArrayList<>();
        boolean[] inside = {true};
        limits.forEach((seconds, limit) -> {
            Fixed window = window(owner + " " + seconds, limit, Duration.ofSeconds(seconds));
            inside[0] &= window.count(now);
            allowed.add(limit + ":" + seconds);
            counted.add(window.used + ":" + seconds);
        });
        lines.addAll(List.of(header, String.join(",", allowed), header + "-Count", String.join(",", counted)));
        return inside[0];
    }

    synchronized Reply discord(String route, String channel, long now) {
        boolean all = window("global", 50, Duration.ofSeconds(1)).count(now);
        // Two routes share a bucket, in each channel for itself.
        String hash = route.startsWith("typing") ? "hash-t" : "hash-m";
        Fixed bucket = window(hash + channel, route.startsWith("typing") ? 3 : 5, Duration.ofSeconds(2));
        boolean mine = bucket.count(now);
        String left = Long.toString(Math.max(0, bucket.limit - bucket.used));
        String after = String.format(Locale.ROOT, "%.3f", (bucket.start + bucket.length - now) / 1e9 + 0.0005);
        Headers headers = Headers.of("X-RateLimit-Bucket", hash, "X-RateLimit-Limit", Long.toString(bucket.limit))
                .and("X-RateLimit-Remaining", left)
                .and("X-RateLimit-Reset-After", after);
        if (all && mine) {
            return Reply.of(200, headers);
        }
        refused.add(route + " of " + channel + " at " + now + ": " + mine + " " + all);
        return Reply.of(
                429, headers.and("X-RateLimit-Scope", all ? "user" : "global").and("Retry-After", "2"));
    }

    private Fixed window(String name, long limit, Duration length) {
        return windows.computeIfAbsent(name, key -> new Fixed(limit, length.toNanos()));
    }

    private static final class Fixed {
        private final long limit;
        private final long length;
        private long start;
        private long used;

        Fixed(long limit, long length) {
            this.limit = limit;
            this.length = length;
        }

        boolean count(long now) {
            if (used == 0 || now - start >= length) {
                start = now;
                used = 0;
            }
            used++;
            return used <= limit;
        }
    }
}
