// SPDX-License-Identifier: Apache-2.0
/**
 * One run of a {@link dev.bracketwire.Call}: {@link dev.bracketwire.internal.run.CallRun} carries its deadline and its
 * cancellation, and is where {@code get()} waits.
 */
@NullMarked
package dev.bracketwire.internal.run;

import org.jspecify.annotations.NullMarked;
