// SPDX-License-Identifier: Apache-2.0
/**
 * What a {@link dev.bracketwire.supervisor.Supervisor} does, beside others that start, stop and restart processes. Each
 * trial has a JVM and a space of process numbers of its own, with which all ends that a contender left behind.
 */
@NullMarked
package dev.bracketwire.benchmarks.supervisor;

import org.jspecify.annotations.NullMarked;
