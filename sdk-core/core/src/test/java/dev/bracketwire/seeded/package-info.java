// SPDX-License-Identifier: Apache-2.0
/** Tests with random values: {@link dev.bracketwire.seeded.SeededDraw} draws them from a seed that replays a failure. */
@NullMarked
package dev.bracketwire.seeded;

import org.jspecify.annotations.NullMarked;
