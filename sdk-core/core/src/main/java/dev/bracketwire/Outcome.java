// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import java.util.Locale;
import java.util.Objects;

/**
 * What became of one change when its {@link Plan} was applied.
 *
 * @param change the change as it was planned
 * @param status what became of it
 * @param note why, or empty
 * @param <C> the kind of change
 */
public record Outcome<C extends Change>(C change, Status status, String note) {
    /** Refuses nulls. */
    public Outcome {
        Objects.requireNonNull(change, "change");
        Objects.requireNonNull(status, "status");
        Objects.requireNonNull(note, "note");
    }

    /** It was carried out. */
    public static <C extends Change> Outcome<C> applied(C change) {
        return new Outcome<>(change, Status.APPLIED, "");
    }

    /** There was nothing left to do: somebody has done the same. */
    public static <C extends Change> Outcome<C> unchanged(C change) {
        return new Outcome<>(change, Status.UNCHANGED, "");
    }

    /** The target has changed since the plan was made, so it was not touched. */
    public static <C extends Change> Outcome<C> stale(C change, String note) {
        return new Outcome<>(change, Status.STALE, note);
    }

    /** It was refused, or could not be carried out, and surely was not. */
    public static <C extends Change> Outcome<C> failed(C change, String note) {
        return new Outcome<>(change, Status.FAILED, note);
    }

    /** It was not tried, for the reason given. */
    public static <C extends Change> Outcome<C> skipped(C change, String note) {
        return new Outcome<>(change, Status.SKIPPED, note);
    }

    /** It may or may not have been carried out: the answer was lost. Plan again to find out. */
    public static <C extends Change> Outcome<C> unknown(C change, String note) {
        return new Outcome<>(change, Status.UNKNOWN, note);
    }

    /** Whether what the change wanted is surely there now. */
    public boolean good() {
        return status == Status.APPLIED || status == Status.UNCHANGED;
    }

    @Override
    public String toString() {
        return status.toString().toLowerCase(Locale.ROOT) + ": " + change + (note.isEmpty() ? "" : " (" + note + ")");
    }

    /** The kinds of outcome of a change. */
    public enum Status {
        /** Carried out. */
        APPLIED,
        /** Nothing was left to do. */
        UNCHANGED,
        /** Left alone, because what is there is no longer what the change saw. */
        STALE,
        /** Refused or impossible, and surely not carried out. */
        FAILED,
        /** Not tried. */
        SKIPPED,
        /** Carried out or not: the answer was lost. */
        UNKNOWN
    }
}
