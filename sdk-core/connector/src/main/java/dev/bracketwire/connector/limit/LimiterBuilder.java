// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.limit;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.limit.KeyedLimiter;
import dev.bracketwire.connector.internal.limit.KeyedLimiter.Rule;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the limits of a {@link Limiter} that counts different requests apart. An attempt waits for all it counts in. */
public final class LimiterBuilder {
    private final List<Rule> rules = new ArrayList<>();

    private @Nullable Path file;

    LimiterBuilder() {}

    /** Keeps a limit of each principal at each host. */
    public LimiterBuilder limit(Limit limit) {
        return limit(limit, ask -> ask.principal().isEmpty() ? ask.host() : ask.principal() + " at " + ask.host());
    }

    /**
     * Keeps a limit of each key.
     *
     * @param key who shares it, such as the method, a route, or an id out of the path; null for attempts that do not
     *     count. It stands in messages, so it must be no secret
     */
    public LimiterBuilder limit(Limit limit, Function<? super Limiter.Ask, @Nullable String> key) {
        rules.add(new Rule(Objects.requireNonNull(limit, "limit"), null, Objects.requireNonNull(key, "key")));
        return this;
    }

    /**
     * Keeps what replies tell of each key's limits. Before the first reply for a key one attempt at a time is sent. A
     * lesson that pauses its budget goes before the pause of everything that a refusal would bring otherwise.
     *
     * @param key who shares a budget, as with {@link #limit(Limit, Function)}
     * @param teacher reads a reply
     */
    public LimiterBuilder learned(
            Function<? super Limiter.Ask, @Nullable String> key,
            BiFunction<? super Limiter.Ask, ? super Reply, LimitReport> teacher) {
        rules.add(new Rule(null, Objects.requireNonNull(teacher, "teacher"), Objects.requireNonNull(key, "key")));
        return this;
    }

    /**
     * Keeps in a file what is used, so that a restart does not forget a window of minutes: a second after it changed at
     * the latest, and when a connector that uses the limiter is closed. One process at a time may use the file.
     */
    public LimiterBuilder keptIn(Path own) {
        this.file = Objects.requireNonNull(own, "own");
        return this;
    }

    /** Makes the limiter. */
    public Limiter build() {
        Limiter limiter = new KeyedLimiter(rules);
        return file == null ? limiter : limiter.keptIn(file);
    }
}
