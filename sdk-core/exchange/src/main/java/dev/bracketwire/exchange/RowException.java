// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

/** Reports the row at which reading stopped under {@link OnProblem#stop()}, or that could not be written. */
public final class RowException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    private final RowProblem problem;

    /** Reports a row. */
    public RowException(String source, RowProblem problem) {
        super(source + ", " + problem, null);
        this.problem = problem;
    }

    /** What is wrong with it. */
    public RowProblem problem() {
        return problem;
    }
}
