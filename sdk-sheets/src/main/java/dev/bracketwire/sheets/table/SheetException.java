// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.BracketwireException;
import java.util.List;
import java.util.stream.Collectors;

/** A sheet is not as the program needs it. The message names each problem and its remedy. */
public final class SheetException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final transient List<SheetProblem> problems;

    /** Makes one of its problems. */
    public SheetException(List<SheetProblem> problems) {
        super(problems.stream().map(SheetProblem::toString).collect(Collectors.joining("\n")), null);
        this.problems = List.copyOf(problems);
    }

    /** Returns the problems. */
    public List<SheetProblem> problems() {
        return problems;
    }
}
