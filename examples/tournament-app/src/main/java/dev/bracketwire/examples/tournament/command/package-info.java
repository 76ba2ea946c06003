// SPDX-License-Identifier: Apache-2.0
/** The commands: one record each, with its logic. {@link dev.bracketwire.examples.tournament.command.Register} is the longest. */
@NullMarked
package dev.bracketwire.examples.tournament.command;

import org.jspecify.annotations.NullMarked;
