// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.table.SheetBinding;
import org.jspecify.annotations.Nullable;

/**
 * A binding as it is found.
 *
 * @param binding the binding
 * @param sheetId the number that its tab had when it was bound; null if it comes from settings
 * @param version the number of the change that stored it; 0 if it comes from settings
 */
public record StoredBinding(SheetBinding binding, @Nullable Integer sheetId, long version) {
    /** Returns one of settings. */
    public static StoredBinding ofSettings(SheetBinding binding) {
        return new StoredBinding(binding, null, 0);
    }

    /** Whether both name the same tab, by its title or by its number. */
    public boolean sharesTab(StoredBinding other) {
        return binding.spreadsheet().equals(other.binding.spreadsheet())
                && (binding.tab().equalsIgnoreCase(other.binding.tab())
                        || (sheetId != null && sheetId.equals(other.sheetId)));
    }

    /** Whether both may write into one tab: modes of one tenant in one environment may. */
    public boolean mayShare(StoredBinding other) {
        return binding.tenant().equals(other.binding.tenant())
                && binding.environment().equals(other.binding.environment());
    }
}
