// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import org.jspecify.annotations.Nullable;

/**
 * Developer metadata of a place. It moves along with its row or column, and is deleted with it.
 *
 * @param id its number in the spreadsheet
 * @param key the key; several entries may have the same
 * @param value the value, empty if there is none
 * @param location the kind of place that carries it
 * @param range the row, column or tab that carries it; null for the spreadsheet as a whole
 * @param visibility the programs that can see it
 */
public record SheetMetadata(
        int id,
        String key,
        String value,
        MetadataLookup.Location location,
        @Nullable GridRange range,
        MetadataLookup.Visibility visibility) {}
