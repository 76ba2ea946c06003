// SPDX-License-Identifier: Apache-2.0
/** Tests of what happens to text that is not ours. */
@NullMarked
package dev.bracketwire.internal.text;

import org.jspecify.annotations.NullMarked;
