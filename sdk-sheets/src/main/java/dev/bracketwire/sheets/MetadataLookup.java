// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.sheets.internal.CellValues;
import org.jspecify.annotations.Nullable;

/**
 * Addresses the cells that carry developer metadata. Google finds them at the moment of the request, so that the address of
 * a column holds after people moved it. Metadata is deleted with its column.
 *
 * <pre>{@code
 * MetadataLookup.columns("tournament.role").withValue("checked-in").inTab(0)
 * }</pre>
 *
 * @param key the key of the metadata
 * @param value its value; null for any
 * @param id its number in the spreadsheet; null for any
 * @param location the kind of place that carries it; null for any
 * @param sheetId the tab to search; null for all
 * @param visibility the programs that can see it; null for any
 */
public record MetadataLookup(
        String key,
        @Nullable String value,
        @Nullable Integer id,
        @Nullable Location location,
        @Nullable Integer sheetId,
        @Nullable Visibility visibility)
        implements CellAddress {
    /** Names the kind of place that carries metadata. */
    public enum Location {
        /** One row. */
        ROW,
        /** One column. */
        COLUMN,
        /** A tab. */
        SHEET,
        /** The spreadsheet as a whole. */
        SPREADSHEET
    }

    /** Names the programs that can see metadata. */
    public enum Visibility {
        /** All programs with access to the spreadsheet. */
        DOCUMENT,
        /** Programs of the Google Cloud project that made it. */
        PROJECT
    }

    /** Checks the key. */
    public MetadataLookup {
        if (key.isEmpty()) {
            throw new IllegalArgumentException("the key of metadata is not empty");
        }
        if (!CellValues.isSendable(key) || (value != null && !CellValues.isSendable(value))) {
            throw new IllegalArgumentException("metadata holds a NUL or half of a surrogate pair");
        }
    }

    /** Returns a lookup of everything that carries this key. */
    public static MetadataLookup key(String key) {
        return new MetadataLookup(key, null, null, null, null, null);
    }

    /** Returns a lookup of the columns that carry this key. */
    public static MetadataLookup columns(String key) {
        return new MetadataLookup(key, null, null, Location.COLUMN, null, null);
    }

    /** Returns a lookup that also asks for a value. */
    public MetadataLookup withValue(String wanted) {
        return new MetadataLookup(key, wanted, id, location, sheetId, visibility);
    }

    /** Returns a lookup within one tab. */
    public MetadataLookup inTab(int wanted) {
        return new MetadataLookup(key, value, id, location, wanted, visibility);
    }
}
