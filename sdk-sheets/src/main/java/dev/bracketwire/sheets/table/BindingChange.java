// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import dev.bracketwire.Change;
import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.internal.BindingScope;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One binding that {@link SheetBindings} would store or remove.
 *
 * @param kind {@link #BIND}, {@link #REPLACE}, {@link #DETECT} or {@link #UNBIND}
 * @param before the binding that was seen, stored or of the settings; null if there was none
 * @param after the binding that is stored; for {@link #UNBIND} that of the settings which comes back, null if there is none
 * @param sheetId the number of the tab, by which it is known again after it was renamed; null for {@link #UNBIND}
 * @param seen the version of the stored binding that was seen; 0 if none was stored
 * @param actor the person or program that changes it
 */
public record BindingChange(
        String kind,
        @Nullable SheetBinding before,
        @Nullable SheetBinding after,
        @Nullable Integer sheetId,
        long seen,
        String actor)
        implements Change {
    /** Stores a binding where there was none. */
    public static final String BIND = "bind";

    /** Stores a binding that replaces another. */
    public static final String REPLACE = "replace";

    /** Forgets which header and columns were named, and detects them anew on all nodes. */
    public static final String DETECT = "detect";

    /** Removes a stored binding. */
    public static final String UNBIND = "unbind";

    /** Checks that there is a binding. */
    public BindingChange {
        Objects.requireNonNull(kind, "kind");
        Objects.requireNonNull(actor, "actor");
        if (before == null && after == null) {
            throw new IllegalArgumentException("a change has a binding before or after it");
        }
    }

    /** Returns one sentence, such as {@code organiser-7 binds guild-42, normal, production to tab "Players" of ...}. */
    @Override
    public String toString() {
        String who = CellValues.shown(actor);
        BindingScope scope = BindingScope.of(after != null ? after : Objects.requireNonNull(before));
        String old = before == null ? "" : before.place();
        String now = after == null ? "" : after.place();
        return switch (kind) {
            case BIND -> who + " binds " + scope + " to " + now;
            case REPLACE -> who + " binds " + scope + " to " + now + " instead of " + old;
            case DETECT -> who + " detects the header and columns of " + scope + " anew in " + now;
            default ->
                who + " unbinds " + scope + " from " + old
                        + (now.isEmpty() ? "" : ", so that the settings bind it to " + now);
        };
    }
}
