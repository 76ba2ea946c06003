// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.sheets.Sheets} reads and writes Google spreadsheets within Google's quota of 60 reads and 60
 * writes a minute.
 *
 * <pre>{@code
 * try (Sheets sheets = Sheets.create(GoogleAccess.environment())) {
 *     Spreadsheet cup = sheets.spreadsheet("1k5rTZ0Iw1ZbQvHDlJ9aXrJ8mWq3T4cup_roster2026");
 *     for (List<Cell> row : cup.read("Players!A2:C").get().rows()) {
 *         System.out.println(row.get(0).text());
 *     }
 *     cup.write("Players!C2", true).get();
 * }
 * }</pre>
 *
 * <p>Reads of one spreadsheet that are asked for at the same time travel as one request, and so do writes. Results are
 * cached, and a program reads its own writes.
 *
 * <p>{@link dev.bracketwire.sheets.Spreadsheet#table} reads a tab as records by key, and
 * {@link dev.bracketwire.sheets.Spreadsheet#lobbies} as lobbies with places: see {@link dev.bracketwire.sheets.table}.
 */
@NullMarked
package dev.bracketwire.sheets;

import org.jspecify.annotations.NullMarked;
