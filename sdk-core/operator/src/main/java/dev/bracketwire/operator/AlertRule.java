// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.connector.health.Health;
import dev.bracketwire.internal.run.TimeSpans;
import dev.bracketwire.operator.internal.ConnectorStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Says from when something is wrong with a connector, and from when it is well again. What lies between the two changes
 * nothing, so that a value which dances around a threshold is told once. Immutable.
 *
 * <pre>{@code
 * AlertRule.errors(0.2).over(Duration.ofMinutes(10)).only("drive", "riot-europe").critical();
 * }</pre>
 */
public final class AlertRule {
    private static final Duration OVER = Duration.ofMinutes(5);
    private static final int AT_LEAST = 10;

    final Kind kind;
    final Duration over;
    final int atLeast;
    final Duration lasting;
    final boolean critical;
    private final Set<String> only;

    private AlertRule(Kind kind, Duration over, int atLeast, Duration lasting, Set<String> only, boolean critical) {
        this.kind = kind;
        this.over = over;
        this.atLeast = atLeast;
        this.lasting = lasting;
        this.only = only;
        this.critical = critical;
    }

    private static AlertRule ofCalls(String name, Measure measure, Words words, double raise, double clear) {
        return of(new Kind(name, true, measure, words, raise, clear));
    }

    private static AlertRule ofState(String name, Measure measure, Words words, double threshold) {
        return of(new Kind(name, false, measure, words, threshold, threshold));
    }

    private static AlertRule of(Kind kind) {
        return new AlertRule(kind, OVER, AT_LEAST, Duration.ZERO, Set.of(), false);
    }

    /** More than this share of the calls of the last five minutes failed; well again at half of it. */
    public static AlertRule errors(double share) {
        return errors(share, share / 2);
    }

    /** More than this share of the calls of the last five minutes failed; well again at or below the other. */
    public static AlertRule errors(double share, double clear) {
        if (!(share > 0 && share < 1 && clear >= 0 && clear <= share)) {
            throw new IllegalArgumentException(
                    "share must be between 0 and 1 and clear no more, not " + share + ", " + clear);
        }
        return ofCalls(
                "errors",
                (connectorStats, now) -> connectorStats.errors(),
                (value, connectorStats) -> "%.0f %% of %d calls failed".formatted(value * 100, connectorStats.calls()),
                share,
                clear);
    }

    /** One in twenty calls to the upstream took longer than this; well again at four fifths of it. */
    public static AlertRule latency(Duration longest) {
        Duration capped = TimeSpans.positive("longest", longest);
        return latency(capped, capped.multipliedBy(4).dividedBy(5));
    }

    /** One in twenty calls to the upstream took longer than this; well again at or below the other. */
    public static AlertRule latency(Duration longest, Duration clear) {
        if (longest.isNegative() || longest.isZero() || clear.compareTo(longest) > 0) {
            throw new IllegalArgumentException(
                    "longest must be positive and clear no more, not " + longest + ", " + clear);
        }
        return ofCalls(
                "latency",
                (connectorStats, now) -> connectorStats.slow(),
                (value, connectorStats) ->
                        "one in twenty of %d calls takes more than %.0f ms".formatted(connectorStats.calls(), value),
                (double) longest.toMillis(),
                (double) clear.toMillis());
    }

    /** The upstream cannot be used, as {@link dev.bracketwire.connector.Connector#lastHealth} tells. */
    public static AlertRule down() {
        return ofState(
                "down",
                (connectorStats, now) ->
                        OptionalDouble.of(connectorStats.health().status() == Health.Status.DOWN ? 1 : 0),
                (value, connectorStats) -> connectorStats.health().reason() == null
                        ? "it can be used"
                        : "it cannot be used: " + connectorStats.health().reason(),
                0.5);
    }

    /** The credential in use expires within this time. Tokens that renew themselves expire all the time. */
    public static AlertRule credentialExpires(Duration within) {
        return ofState(
                "credential-expires",
                (connectorStats, now) -> {
                    Instant expires = connectorStats.health().credentialExpires();
                    return expires == null ? OptionalDouble.empty() : seconds(Duration.between(expires, now));
                },
                (value, connectorStats) ->
                        "the credential expires at " + connectorStats.health().credentialExpires(),
                (double) -within.toSeconds());
    }

    /** The secret behind the credential has not been changed for this time, where its age is known. */
    public static AlertRule credentialAge(Duration oldest) {
        return ofState(
                "credential-age",
                (connectorStats, now) -> connectorStats
                        .config()
                        .auth()
                        .issued()
                        .map(since -> seconds(Duration.between(since, now)))
                        .orElse(OptionalDouble.empty()),
                (value, connectorStats) -> "the credential is %d days old"
                        .formatted(Duration.ofSeconds((long) value).toDays()),
                (double) oldest.toSeconds());
    }

    /** Less than this share of the day's budget is left; well again when the next day begins. */
    public static AlertRule budget(Usage usage, double share) {
        Objects.requireNonNull(usage, "usage");
        if (!(share >= 0 && share < 1)) {
            throw new IllegalArgumentException("share must be from 0 to 1, not " + share);
        }
        return ofState(
                "budget",
                (connectorStats, now) -> {
                    OptionalLong budget = usage.budget(connectorStats.id());
                    return budget.isEmpty()
                            ? OptionalDouble.empty()
                            : OptionalDouble.of((double) usage.today(connectorStats.id()) / budget.getAsLong());
                },
                (value, connectorStats) -> "%.0f %% of the day's %d %s are used up"
                        .formatted(
                                value * 100,
                                usage.budget(connectorStats.id()).orElse(0),
                                connectorStats.config().upstream().unit()),
                1 - share);
    }

    private static OptionalDouble seconds(Duration duration) {
        return OptionalDouble.of((double) duration.toSeconds());
    }

    /** Looks at the calls of this time, five minutes unless said and at most a day. */
    public AlertRule over(Duration window) {
        if (window.compareTo(Duration.ofSeconds(1)) < 0 || window.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("window must be from a second to a day, not " + window);
        }
        return new AlertRule(kind, window, atLeast, lasting, only, critical);
    }

    /** Judges only where there were so many calls in that time, 10 unless said; fewer change nothing. */
    public AlertRule atLeast(int calls) {
        if (calls < 1) {
            throw new IllegalArgumentException("calls must be at least 1, not " + calls);
        }
        return new AlertRule(kind, over, calls, lasting, only, critical);
    }

    /** Waits whether it stays wrong for so long, not at all unless said. */
    public AlertRule lasting(Duration time) {
        return new AlertRule(kind, over, atLeast, TimeSpans.notNegative("time", time), only, critical);
    }

    /** Looks at these connectors only. */
    public AlertRule only(String... connectors) {
        return new AlertRule(kind, over, atLeast, lasting, Set.of(connectors), critical);
    }

    /** Is told at any hour. */
    public AlertRule critical() {
        return new AlertRule(kind, over, atLeast, lasting, only, true);
    }

    boolean concerns(String connector) {
        return only.isEmpty() || only.contains(connector);
    }

    /** Names it and its threshold. */
    @Override
    public String toString() {
        return "AlertRule[" + kind.name + " > " + kind.raise + "]";
    }

    /**
     * What a rule looks at.
     *
     * @param name of the rule
     * @param counts whether it is about calls, which have to be counted for it
     * @param measure what is compared with the thresholds
     * @param words says what was found
     * @param raise it is wrong above
     * @param clear it is well again at or below
     */
    record Kind(String name, boolean counts, Measure measure, Words words, double raise, double clear) {}

    /** Gives a number of which more is worse; empty if there is nothing to judge. */
    @FunctionalInterface
    interface Measure {
        OptionalDouble of(ConnectorStats connectorStats, Instant now);
    }

    /** Says in words what the number means. */
    @FunctionalInterface
    interface Words {
        String of(double value, ConnectorStats connectorStats);
    }
}
