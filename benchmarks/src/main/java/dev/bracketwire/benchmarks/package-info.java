// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.benchmarks.Bench} runs the suites in {@code benchmarks/suites}: each names a JMH class with one
 * benchmark method a contender, of which one is {@code ours}, and what ours has to reach.
 */
@NullMarked
package dev.bracketwire.benchmarks;

import org.jspecify.annotations.NullMarked;
