// SPDX-License-Identifier: Apache-2.0
/**
 * The inside of tables: detection, checked writes, lobbies, bindings.
 *
 * <p>Detection: {@code ColumnDetector} finds the header by {@code HeaderRowFinder}, scores columns by {@code RoleDetection}, and
 * reports problems by {@code SheetValidation}. {@code TableState} keeps the result.
 *
 * <p>A write: {@code RecordPlans} and {@code PreparedRows} decide what to write, as {@code RowWrite}s. {@code RowQueue} collects
 * them. {@code RowWriter} reads the tab, finds rows and columns in it by a {@code GridMap}, and decides by {@code WriteRound} which
 * row each write goes to. {@code SentCells} sends all cells in one request, whose reply shows the whole tab. {@code ArrivedCells}
 * compares it with the tab before by {@code TabShift}: cells that came to another row or column are given back and tried again.
 */
@NullMarked
package dev.bracketwire.sheets.table.internal;

import org.jspecify.annotations.NullMarked;
