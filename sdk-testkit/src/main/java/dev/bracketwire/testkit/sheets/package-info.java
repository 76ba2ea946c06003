// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.testkit.sheets.FakeSheets} plays the Google Sheets API over a real socket: spreadsheets that a test
 * makes up and edits as a second user, with Google's errors and quotas.
 *
 * <pre>{@code
 * try (FakeSheets google = FakeSheets.start().token("t-1")) {
 *     FakeTab players = google.spreadsheet("Spring Cup").tab("Players", List.of(List.of("Name"), List.of("Ann")));
 *     // point the code under test at google.uri(), with the token t-1 or with google.serviceAccountJson()
 *     players.insertColumn(1);
 * }
 * }</pre>
 *
 * <p>It knows the protocol from Google's documents and from recorded traffic, and not from our client. It cannot know
 * from those the status of a write into a protected range (400 here), and the metering of the POST requests that read
 * (reads here).
 */
@NullMarked
package dev.bracketwire.testkit.sheets;

import org.jspecify.annotations.NullMarked;
