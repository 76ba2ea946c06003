// SPDX-License-Identifier: Apache-2.0
/** What {@link dev.bracketwire.operator} stands on; begin with {@link dev.bracketwire.operator.internal.PeriodicTask}. */
@NullMarked
package dev.bracketwire.operator.internal;

import org.jspecify.annotations.NullMarked;
