// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.limit.KeyedLimiter;
import dev.bracketwire.internal.limit.KeyedLimiter.Rule;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Collects the limits of a {@link Limiter} that counts different requests apart. An attempt waits for all it counts in. */
public final class LimiterBuilder {
    private final List<Rule> rules = new ArrayList<>();

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
        rules.add(new Rule(Objects.requireNonNull(limit, "limit"), Objects.requireNonNull(key, "key")));
        return this;
    }

    /** Makes the limiter. */
    public Limiter build() {
        return new KeyedLimiter(rules);
    }
}
