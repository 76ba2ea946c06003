// SPDX-License-Identifier: Apache-2.0
/**
 * The commands of a tournament in a terminal and in Discord: {@link dev.bracketwire.examples.bot.BotMain} starts either, on
 * an application in this process or on a server.
 */
@NullMarked
package dev.bracketwire.examples.bot;

import org.jspecify.annotations.NullMarked;
