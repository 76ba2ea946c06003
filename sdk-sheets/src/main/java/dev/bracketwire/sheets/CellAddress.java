// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

/**
 * Addresses cells of a spreadsheet: by {@link A1} notation, by {@link GridRange} or by {@link MetadataLookup}. Google
 * resolves the last two at the moment of the request, so that they hold after a tab was renamed or a column moved; it
 * accepts them only from a client that may write.
 */
public sealed interface CellAddress permits A1, GridRange, MetadataLookup {}
