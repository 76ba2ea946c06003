// SPDX-License-Identifier: Apache-2.0
/**
 * The stored state: records, the changes of them, and the transaction that applies a {@link
 * dev.bracketwire.examples.tournament.state.StateChange}.
 */
@NullMarked
package dev.bracketwire.examples.tournament.state;

import org.jspecify.annotations.NullMarked;
