// SPDX-License-Identifier: Apache-2.0
/** {@link dev.bracketwire.testkit.ManualClock} stands still until a test moves it. */
@NullMarked
package dev.bracketwire.testkit;

import org.jspecify.annotations.NullMarked;
