// SPDX-License-Identifier: Apache-2.0
/** The vocabulary. */
@NullMarked
package dev.bracketwire;

import org.jspecify.annotations.NullMarked;
