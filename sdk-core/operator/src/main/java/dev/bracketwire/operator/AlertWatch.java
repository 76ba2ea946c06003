// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.operator.Alert.State;
import dev.bracketwire.operator.internal.ConnectorStats;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** One rule and one connector: whether it is wrong, since when, and whether that was told. Guarded by its owner. */
final class AlertWatch {
    final AlertRule rule;
    final ConnectorStats connectorStats;

    private @Nullable Instant beyond;
    private @Nullable Instant wrong;
    private @Nullable Instant toldAt;
    private @Nullable Instant toldSince;
    private String text = "";
    private Instant now = Instant.MIN;

    AlertWatch(AlertRule rule, ConnectorStats connectorStats) {
        this.rule = rule;
        this.connectorStats = connectorStats;
    }

    /** Looks, and gives what somebody has to be told, null if nothing. */
    @Nullable
    Alert look(Instant date, long nanos, boolean quiet, @Nullable Duration remind) {
        now = date;
        judge(rule.kind.measure().of(connectorStats.at(nanos), date));
        if (quiet && !rule.critical) {
            return null;
        }
        Instant since = wrong;
        if (since != null && toldSince == null) {
            return alert(State.RAISED, since);
        }
        if (since == null && toldSince != null) {
            return alert(State.CLEARED, toldSince);
        }
        boolean due = toldAt != null && remind != null && !date.isBefore(toldAt.plus(remind));
        return since != null && due ? alert(State.REMINDED, since) : null;
    }

    private void judge(OptionalDouble measured) {
        if (measured.isEmpty()) {
            // Nothing to judge by is no reason to worry, and none to stop.
            beyond = null;
            return;
        }
        double value = measured.getAsDouble();
        if (value > rule.kind.raise()) {
            beyond = beyond == null ? now : beyond;
            if (wrong == null && !now.isBefore(beyond.plus(rule.lasting))) {
                wrong = beyond;
            }
        } else {
            beyond = null;
            wrong = value <= rule.kind.clear() ? null : wrong;
        }
        text = rule.kind.words().of(value, connectorStats);
    }

    /** Hears that somebody has taken an alert. */
    void told(Alert alert) {
        toldAt = alert.at();
        toldSince = alert.state() == State.CLEARED ? null : alert.since();
    }

    Optional<Alert> active() {
        return wrong == null ? Optional.empty() : Optional.of(alert(State.RAISED, wrong));
    }

    private Alert alert(State state, Instant since) {
        return new Alert(connectorStats.id(), rule.kind.name(), state, rule.critical, text, since, now);
    }
}
