// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import dev.bracketwire.connector.ConnectorRegistry;
import java.time.Duration;

/** What whoever operates a connector owes it; see {@link ConnectorRegistry#checklist}. */
public enum ChecklistItem {
    /** It can be made from its configuration. */
    CONFIGURATION(365),
    /** It has a credential that has not become old. */
    CREDENTIAL(90),
    /** The credential is allowed what is needed and no more. */
    SCOPES(365),
    /** The upstream's limits are kept before it has to refuse. */
    LIMITS(365),
    /** What fails for the moment is tried again. */
    RETRIES(365),
    /** A request of its own tells whether the upstream can be used. */
    HEALTH(365),
    /** Calls are counted and measured. */
    METRICS(365),
    /** Somebody is told when it goes wrong. */
    ALERTS(365),
    /** Who called what is written down. */
    AUDIT(365),
    /** What is kept there, or comes from there, is kept in another place too. */
    BACKUP(30),
    /** A backup was restored, to see that it can be. */
    RESTORE(180),
    /** Nothing is in use that the upstream has said it will take away. */
    DEPRECATIONS(90),
    /** What the upstream wants its users' users to be told is told to them. */
    NOTICES(365),
    /** There is a link to the description of its API. */
    DOCUMENTATION(365),
    /** Somebody has looked at it with an attacker's eyes. */
    SECURITY_REVIEW(365),
    /** Those on duty know what to do. */
    TRAINING(365);

    private final Duration holds;

    ChecklistItem(int days) {
        this.holds = Duration.ofDays(days);
    }

    /** For how long it is met once somebody has said so. */
    public Duration holds() {
        return holds;
    }
}
