// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.sheets.table.SheetTable} reads and changes a tab of Google Sheets as records, however people laid it out;
 * {@link dev.bracketwire.sheets.table.RegistrationList}, {@link dev.bracketwire.sheets.table.LobbyBlocks} and
 * {@link dev.bracketwire.sheets.table.SheetBindings} build on it.
 *
 * <pre>{@code
 * SheetTable players = cup.table("Players");
 * System.out.println(players.layout().get());
 * players.change(change -> change.set("ann", "checkin", true)).get().orThrow();
 * ClaimResult result = players.registration(32).claim(Map.of("discord", "cid")).get();
 * System.out.println(result.hasPlace());
 * }</pre>
 *
 * <p>A change that depends on the present content is a {@link dev.bracketwire.Plan}: changes of records, places and columns,
 * resets, bindings, and the undo of a report. It can be shown to an organiser first, and is checked again when it is applied.
 * {@link dev.bracketwire.sheets.table.RegistrationList#claim} and {@link dev.bracketwire.sheets.table.RegistrationList#release}
 * are a {@link dev.bracketwire.Call}: each is one command of one person, and its answer is a value. The free row is chosen when
 * the write is made, so a plan could only announce a row that another person gets.
 *
 * <p>Detection uses no library. Libraries of fuzzy text matching compare one header with one word and nothing else: by its
 * partial match, {@code Social media} is a perfect {@code CI} for check-in, since it contains these letters. The detector
 * compares whole words, looks at the cells below the header, and gives each column to one role at most. Where two columns fit
 * about equally well, it takes neither: a missing column is reported, but a wrong one would be overwritten.
 */
@NullMarked
package dev.bracketwire.sheets.table;

import org.jspecify.annotations.NullMarked;
