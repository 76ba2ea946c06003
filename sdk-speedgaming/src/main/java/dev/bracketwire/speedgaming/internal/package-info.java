// SPDX-License-Identifier: Apache-2.0
/** The implementation of {@link dev.bracketwire.speedgaming}. */
@NullMarked
package dev.bracketwire.speedgaming.internal;

import org.jspecify.annotations.NullMarked;
