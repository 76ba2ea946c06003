// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.health;

import dev.bracketwire.connector.ConnectorRegistry;
import java.time.Duration;

/** A duty of the people who operate a connector; see {@link ConnectorRegistry#checklist}. */
public enum ChecklistItem {
    /** It can be made from its configuration. */
    CONFIGURATION(365),
    /** Its credential is not older than 90 days. */
    CREDENTIAL(90),
    /** The credential has the scopes that are needed and no others. */
    SCOPES(365),
    /** It knows the upstream's rate limits and stays within them. */
    LIMITS(365),
    /** Temporary failures are retried. */
    RETRIES(365),
    /** A probe request shows whether the upstream works. */
    HEALTH(365),
    /** Calls are counted and measured. */
    METRICS(365),
    /** Failures raise an alert. */
    ALERTS(365),
    /** Calls are written to an audit trail. */
    AUDIT(365),
    /** The data of the upstream is backed up. */
    BACKUP(30),
    /** A backup was restored as a test. */
    RESTORE(180),
    /** No operation is in use that the upstream has deprecated. */
    DEPRECATIONS(90),
    /** The notices that the upstream requires are shown to users. */
    NOTICES(365),
    /** There is a link to the documentation of its API. */
    DOCUMENTATION(365),
    /** A security review was done. */
    SECURITY_REVIEW(365),
    /** The operators are trained. */
    TRAINING(365);

    private final Duration holds;

    ChecklistItem(int days) {
        this.holds = Duration.ofDays(days);
    }

    /** Returns how long an attestation of this duty is valid. */
    public Duration holds() {
        return holds;
    }
}
