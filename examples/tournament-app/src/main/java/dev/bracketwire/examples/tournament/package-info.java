// SPDX-License-Identifier: Apache-2.0
/**
 * An application that runs tournaments, without web and without Discord: {@link
 * dev.bracketwire.examples.tournament.TournamentApp} takes commands and gives answers. Copy what you need.
 *
 * <p>One command travels this way: {@code TournamentApp.run} checks the permission, the command itself (in {@code command})
 * works out changes, {@code StateTransaction} (in {@code state}) applies them together with their effects, and the
 * work in the background (in {@code work}) sends messages, sets roles and writes the sheet.
 */
@NullMarked
package dev.bracketwire.examples.tournament;

import org.jspecify.annotations.NullMarked;
