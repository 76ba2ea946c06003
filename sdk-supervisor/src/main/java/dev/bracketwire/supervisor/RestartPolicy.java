// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.supervisor.internal.run.SpanLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Says when a service that ended is started again, after what wait, and how often before it has failed. The first start
 * after a stable run is immediate; the wait then grows from {@code base} by {@code factor} up to {@code longest}. More
 * than {@code limit} starts within {@code window} make it {@link ServiceState#FAILED}.
 *
 * @param mode after which ends it is started again
 * @param base the first wait
 * @param factor by which the wait grows with each failure
 * @param longest what the wait never exceeds
 * @param jitter the part of the wait, 0 to 1, by which chance makes it shorter or longer
 * @param limit how many automatic starts are allowed within the window
 * @param window the span in which they are counted; it slides
 * @param stableAfter how long it must have been ready before a failure counts as the first again
 */
public record RestartPolicy(
        Mode mode,
        Duration base,
        double factor,
        Duration longest,
        double jitter,
        int limit,
        Duration window,
        Duration stableAfter) {
    private static final RestartPolicy DEFAULTS = new RestartPolicy(
            Mode.ON_FAILURE,
            Duration.ofMillis(200),
            2,
            Duration.ofSeconds(30),
            0.2,
            5,
            Duration.ofSeconds(120),
            Duration.ofSeconds(30));

    /** Takes a century for any longer span. */
    public RestartPolicy {
        base = SpanLimits.capped(base);
        longest = SpanLimits.capped(longest);
        window = SpanLimits.capped(window);
        stableAfter = SpanLimits.capped(stableAfter);
    }

    /** After which ends a service is started again. */
    public enum Mode {
        /** After none. */
        NEVER,
        /** After an exit that is no success, a start that took too long, and a liveness probe that failed. */
        ON_FAILURE,
        /** After every end that nobody asked for. */
        ALWAYS
    }

    /** After failures: 200 ms doubling to 30 s, give or take a fifth; five times in two minutes; stable after 30 s. */
    public static RestartPolicy onFailure() {
        return DEFAULTS;
    }

    /** The same after every end. */
    public static RestartPolicy always() {
        return DEFAULTS.mode(Mode.ALWAYS);
    }

    /** Not at all. */
    public static RestartPolicy never() {
        return DEFAULTS.mode(Mode.NEVER);
    }

    /** Gives the same for other ends. */
    public RestartPolicy mode(Mode ends) {
        return new RestartPolicy(ends, base, factor, longest, jitter, limit, window, stableAfter);
    }

    /** Gives the same with other waits. */
    public RestartPolicy backoff(Duration first, double by, Duration atMost) {
        return new RestartPolicy(mode, first, by, atMost, jitter, limit, window, stableAfter);
    }

    /** Gives the same with another jitter; 0 makes each wait exact. */
    public RestartPolicy jitter(double part) {
        return new RestartPolicy(mode, base, factor, longest, part, limit, window, stableAfter);
    }

    /** Gives the same with another limit. */
    public RestartPolicy limit(int starts, Duration within) {
        return new RestartPolicy(mode, base, factor, longest, jitter, starts, within, stableAfter);
    }

    /** Gives the same with another span after which a ready service counts as stable. */
    public RestartPolicy stableAfter(Duration ready) {
        return new RestartPolicy(mode, base, factor, longest, jitter, limit, window, ready);
    }

    /** The wait before the start after so many failures in a row, without chance. */
    public Duration delay(int failures) {
        double nanos = base.toNanos() * Math.pow(factor, Math.max(0, failures - 1));
        return nanos >= longest.toNanos() ? longest : Duration.ofNanos((long) nanos);
    }

    /** Returns the problems of this policy; empty if it is valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (base.isNegative()) {
            problems.add("base must not be negative");
        }
        if (!(factor >= 1 && factor < Double.POSITIVE_INFINITY)) {
            problems.add("factor must be a number of at least 1");
        }
        if (longest.compareTo(base) < 0) {
            problems.add("longest must not be shorter than base");
        }
        if (!(jitter >= 0 && jitter <= 1)) {
            problems.add("jitter must be between 0 and 1");
        }
        if (limit < 1) {
            problems.add("limit must be at least 1");
        }
        if (window.isNegative() || window.isZero()) {
            problems.add("window must be positive");
        }
        if (stableAfter.isNegative()) {
            problems.add("stableAfter must not be negative");
        }
        if (problems.isEmpty() && mode != Mode.NEVER && !canTrip()) {
            problems.add("limit can never trip: " + limit + " starts with their waits take longer than the window of "
                    + window.toSeconds() + " s; widen the window or shorten the waits");
        }
        return problems;
    }

    /** The waits before the starts that count, at their shortest, must fit into the window. */
    private boolean canTrip() {
        double first = base.toNanos();
        double last = longest.toNanos();
        if (first == 0) {
            return true;
        }
        double growing = factor == 1 ? limit : Math.min(limit, Math.ceil(Math.log(last / first) / Math.log(factor)));
        double grown = factor == 1 ? first * growing : first * (Math.pow(factor, growing) - 1) / (factor - 1);
        return (grown + (limit - growing) * last) * (1 - jitter) < window.toNanos();
    }
}
