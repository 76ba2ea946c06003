// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.internal.CellValues;
import dev.bracketwire.sheets.table.SheetBinding;

/** Names the tenant, mode and environment that a tab is bound to. */
public record BindingScope(String tenant, String mode, String environment) {
    private static final int LONGEST = 100;

    /** Checks the texts. */
    public BindingScope {
        checked("tenant", tenant);
        checked("mode", mode);
        checked("environment", environment);
    }

    /** Returns that of a binding. */
    public static BindingScope of(SheetBinding binding) {
        return new BindingScope(binding.tenant(), binding.mode(), binding.environment());
    }

    /** Returns the text if it can name something here and in a database. */
    public static String checked(String name, String text) {
        return checked(name, text, LONGEST);
    }

    /** Returns the text if it is no longer than that and a database and a sheet can hold it. */
    public static String checked(String name, String text, int most) {
        if (text.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        if (text.codePointCount(0, text.length()) > most) {
            throw new IllegalArgumentException(
                    name + " must have at most " + most + " characters: \"" + CellValues.shown(text) + "\" is longer");
        }
        if (!CellValues.isSendable(text)) {
            throw new IllegalArgumentException(name + " must not hold a NUL or half of a surrogate pair");
        }
        return text;
    }

    /** Returns the three names, as they may stand in a message. */
    @Override
    public String toString() {
        return CellValues.shown(tenant) + ", " + CellValues.shown(mode) + ", " + CellValues.shown(environment);
    }
}
