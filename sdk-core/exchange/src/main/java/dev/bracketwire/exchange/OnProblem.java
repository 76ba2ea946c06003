// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Says what to do with a row that is wrong. A damaged file always ends the reading. */
public final class OnProblem {
    private static final OnProblem STOP = new OnProblem(true, null);
    private static final OnProblem SKIP = new OnProblem(false, null);

    private final boolean stops;
    private final @Nullable Path quarantine;

    private OnProblem(boolean stops, @Nullable Path quarantine) {
        this.stops = stops;
        this.quarantine = quarantine;
    }

    /** Ends the reading with a {@link RowException}. */
    public static OnProblem stop() {
        return STOP;
    }

    /** Leaves the row out and reports it; so it is unless something else is said. */
    public static OnProblem skip() {
        return SKIP;
    }

    /**
     * Leaves the row out, reports it, and puts it whole into a file: a line of JSON with the row's number, line, problems
     * and data. The file is there only if a row went into it; if it is new, only its owner can read it.
     */
    public static OnProblem quarantine(Path file) {
        return new OnProblem(false, Objects.requireNonNull(file, "file"));
    }

    /** Whether a wrong row ends the reading. */
    public boolean stops() {
        return stops;
    }

    /** Where wrong rows go, if anywhere. */
    public Optional<Path> quarantine() {
        return Optional.ofNullable(quarantine);
    }
}
