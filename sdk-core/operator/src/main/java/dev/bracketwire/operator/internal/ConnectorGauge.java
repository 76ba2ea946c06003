// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.operator.Usage;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.ToDoubleFunction;
import java.util.stream.Stream;

/**
 * What can be read off a connector at any time, without asking its upstream.
 *
 * @param meter the name of its meter
 * @param description what it is, in words
 * @param value gives its value, not a number where nobody knows
 */
public record ConnectorGauge(String meter, String description, ToDoubleFunction<Connector> value) {
    /** All there are. */
    public static final List<ConnectorGauge> ALL = List.of(
            new ConnectorGauge("bracketwire.up", "1 if the upstream can be used, 0 if not", ConnectorGauge::up),
            new ConnectorGauge(
                    "bracketwire.limit.left", "units left of the limit that has the least", ConnectorGauge::left),
            new ConnectorGauge(
                    "bracketwire.breaker.open",
                    "hosts to which nothing is sent for now",
                    connector -> connector.lastHealth().paused().size()),
            new ConnectorGauge(
                    "bracketwire.credential.left", "seconds until the credential expires", ConnectorGauge::credential));

    /** All there are, and what is left of the budgets that are watched there. */
    public static List<ConnectorGauge> with(Usage usage) {
        ConnectorGauge budget =
                new ConnectorGauge("bracketwire.budget.left", "units left of the day's budget", connector -> {
                    OptionalLong left = usage.left(connector.config().id());
                    return left.isEmpty() ? Double.NaN : (double) left.getAsLong();
                });
        return Stream.concat(ALL.stream(), Stream.of(budget)).toList();
    }

    private static double up(Connector connector) {
        Health.Status status = connector.lastHealth().status();
        return status == Health.Status.UNKNOWN ? Double.NaN : status == Health.Status.UP ? 1 : 0;
    }

    private static double left(Connector connector) {
        return connector.lastHealth().limits().stream()
                .mapToDouble(limit -> (double) limit.left())
                .min()
                .orElse(Double.NaN);
    }

    private static double credential(Connector connector) {
        Instant expires = connector.lastHealth().credentialExpires();
        Instant now = connector.config().dates().instant();
        return expires == null ? Double.NaN : Duration.between(now, expires).toMillis() / 1e3;
    }

    /** Its value for a connector, not a number where nobody knows. */
    public double of(Connector connector) {
        return value.applyAsDouble(connector);
    }
}
