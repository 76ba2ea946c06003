// SPDX-License-Identifier: Apache-2.0
/** Imports of schedules: how soon a change arrives, and how long runs take beside one that writes row by row. */
@NullMarked
package dev.bracketwire.benchmarks.speedgaming;

import org.jspecify.annotations.NullMarked;
