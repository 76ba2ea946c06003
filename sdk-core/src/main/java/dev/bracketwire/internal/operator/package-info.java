// SPDX-License-Identifier: Apache-2.0
/** What {@link dev.bracketwire.operator} stands on; begin with {@link dev.bracketwire.internal.operator.Ticks}. */
@NullMarked
package dev.bracketwire.internal.operator;

import org.jspecify.annotations.NullMarked;
