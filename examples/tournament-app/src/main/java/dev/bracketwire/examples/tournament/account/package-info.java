// SPDX-License-Identifier: Apache-2.0
/** The accounts behind the names of players: {@link dev.bracketwire.examples.tournament.account.AccountNames}. */
@NullMarked
package dev.bracketwire.examples.tournament.account;

import org.jspecify.annotations.NullMarked;
