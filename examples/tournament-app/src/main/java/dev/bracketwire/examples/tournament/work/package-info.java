// SPDX-License-Identifier: Apache-2.0
/** The work in the background: {@link dev.bracketwire.examples.tournament.work.BackgroundWork} starts it. */
@NullMarked
package dev.bracketwire.examples.tournament.work;

import org.jspecify.annotations.NullMarked;
