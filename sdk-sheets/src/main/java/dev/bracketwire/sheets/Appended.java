// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import org.jspecify.annotations.Nullable;

/**
 * The result of {@link Spreadsheet#append}.
 *
 * @param range the range of the new rows
 * @param table the range of the table they were added to; null where there was none
 * @param rows the number of rows
 */
public record Appended(A1 range, @Nullable A1 table, int rows) {}
