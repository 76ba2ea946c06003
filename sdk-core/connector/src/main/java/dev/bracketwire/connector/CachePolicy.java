// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Says which replies to GETs are kept, and for how long: for a time of yours ({@link #of}), or as the upstream says
 * ({@link #http}). What is kept is the raw reply, and never one the upstream marks {@code no-store}. Calls for the same
 * thing at the same time share one request.
 *
 * <p>Replies are kept apart for each {@link Auth#principal}, for the connector's own headers, parameters and client
 * certificate, and for the headers that a request sets: by {@link #of} for all of them but those that only trace a request,
 * by {@link #http} for those whose names may be a credential's or a user's, such as {@code Authorization}, {@code Cookie} or
 * {@code X-Api-Key}, and for those that {@code Vary} names.
 *
 * <pre>{@code
 * CachePolicy.of(Duration.ofMinutes(1)).route("/players/{id}", Duration.ofHours(1)).staleIfError(Duration.ofDays(1));
 * CachePolicy.http().route("/live", Duration.ofSeconds(5)).staleIfError(Duration.ofHours(1));
 * }</pre>
 */
public final class CachePolicy {
    private static final CachePolicy OFF = new CachePolicy(
            false, Duration.ZERO, Map.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, 64L << 20, null);

    private final boolean http;
    private final Duration ttl;
    private final Map<String, Duration> routes;
    private final Duration negative;
    private final Duration staleIfError;
    private final Duration staleWhileRevalidate;
    private final long maxBytes;
    private final @Nullable ResponseCache store;

    private CachePolicy(
            boolean http,
            Duration ttl,
            Map<String, Duration> routes,
            Duration negative,
            Duration staleIfError,
            Duration staleWhileRevalidate,
            long maxBytes,
            @Nullable ResponseCache store) {
        this.http = http;
        this.ttl = ttl;
        this.routes = routes;
        this.negative = negative;
        this.staleIfError = staleIfError;
        this.staleWhileRevalidate = staleWhileRevalidate;
        this.maxBytes = maxBytes;
        this.store = store;
    }

    /** Keeps nothing, until a {@link #route} says otherwise. */
    public static CachePolicy off() {
        return OFF;
    }

    /** Keeps each successful reply to a GET for this time. */
    public static CachePolicy of(Duration ttl) {
        return new CachePolicy(
                false,
                TimeSpans.notNegative("ttl", ttl),
                Map.of(),
                Duration.ZERO,
                Duration.ZERO,
                Duration.ZERO,
                OFF.maxBytes,
                null);
    }

    /**
     * Keeps each reply as long as its upstream says, and asks again as it says, as a private cache of HTTP does (RFC 9111,
     * RFC 5861): by {@code Cache-Control}, {@code Expires}, {@code Age}, {@code Vary}, {@code ETag} and
     * {@code Last-Modified}, of which nothing is said a tenth of the time since it was modified, a day at most. A request
     * may say {@code Cache-Control} itself, or ask by conditions or for a range. What a request changes is dropped.
     *
     * <p>A {@link #route} with a time of yours is kept for that time, whatever the upstream says of it except
     * {@code no-store}. The other options add to what the upstream allows; {@code no-cache} and {@code must-revalidate}
     * stay its word.
     */
    public static CachePolicy http() {
        return new CachePolicy(
                true, Duration.ZERO, Map.of(), Duration.ZERO, Duration.ZERO, Duration.ZERO, OFF.maxBytes, null);
    }

    /** Sets another time for one path template; zero keeps none of it. */
    public CachePolicy route(String template, Duration routeTtl) {
        Map<String, Duration> more = new TreeMap<>(routes);
        more.put(template, TimeSpans.notNegative("routeTtl", routeTtl));
        return new CachePolicy(
                http, ttl, Map.copyOf(more), negative, staleIfError, staleWhileRevalidate, maxBytes, store);
    }

    /**
     * Keeps "not found" (404, 410) for this time, so that a wrong id is not asked again and again. By {@link #http} it is
     * for those of which the upstream says nothing.
     */
    public CachePolicy negative(Duration time) {
        return new CachePolicy(
                http,
                ttl,
                routes,
                TimeSpans.notNegative("time", time),
                staleIfError,
                staleWhileRevalidate,
                maxBytes,
                store);
    }

    /** Gives an expired reply when the upstream cannot answer, for this long after its time; {@link Reply#age} tells. */
    public CachePolicy staleIfError(Duration time) {
        return new CachePolicy(
                http,
                ttl,
                routes,
                negative,
                TimeSpans.notNegative("time", time),
                staleWhileRevalidate,
                maxBytes,
                store);
    }

    /** Gives an expired reply at once, for this long after its time, and renews it behind the caller's back. */
    public CachePolicy staleWhileRevalidate(Duration time) {
        return new CachePolicy(
                http, ttl, routes, negative, staleIfError, TimeSpans.notNegative("time", time), maxBytes, store);
    }

    /** Bounds the memory of the built-in store, 64 MiB unless said. */
    public CachePolicy maxBytes(long bytes) {
        if (bytes < 1) {
            throw new IllegalArgumentException("bytes must be at least 1, not " + bytes);
        }
        return new CachePolicy(http, ttl, routes, negative, staleIfError, staleWhileRevalidate, bytes, store);
    }

    /** Keeps the replies in a store of your own, which several nodes may share. */
    public CachePolicy store(ResponseCache own) {
        return new CachePolicy(http, ttl, routes, negative, staleIfError, staleWhileRevalidate, maxBytes, own);
    }

    /** Whether the upstream says how long replies are kept, where no {@link #route} does. */
    public boolean isHttp() {
        return http;
    }

    /** Whether the upstream says how long replies on this path template are kept. */
    public boolean isHttp(String template) {
        return http && !routes.containsKey(template);
    }

    /** For how long a reply on this path template is kept, where the upstream does not say that. */
    public Duration ttl(String template) {
        return routes.isEmpty() ? ttl : routes.getOrDefault(template, ttl);
    }

    /** Whether anything is kept at all. */
    public boolean isOff() {
        return !http && ttl.isZero() && routes.isEmpty();
    }

    /** For how long "not found" is kept. */
    public Duration negative() {
        return negative;
    }

    /** For how long an expired reply serves when the upstream cannot answer. */
    public Duration staleIfError() {
        return staleIfError;
    }

    /** For how long an expired reply serves while it is renewed. */
    public Duration staleWhileRevalidate() {
        return staleWhileRevalidate;
    }

    /** How much the built-in store holds. */
    public long maxBytes() {
        return maxBytes;
    }

    /** The store set by {@link #store(ResponseCache)}, null for the built-in one. */
    public @Nullable ResponseCache store() {
        return store;
    }
}
