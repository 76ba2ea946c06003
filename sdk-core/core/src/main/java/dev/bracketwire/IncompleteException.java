// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/** Says that a plan was not carried out in full; {@link Report#orThrow()} throws it. */
public final class IncompleteException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final transient Report<?> report;

    IncompleteException(Report<?> report) {
        super(report.summary() + ": look at report().problems(), then plan again", null);
        this.report = report;
    }

    /** Returns the report on each change; null only after this exception was serialised. */
    public Report<?> report() {
        return report;
    }
}
