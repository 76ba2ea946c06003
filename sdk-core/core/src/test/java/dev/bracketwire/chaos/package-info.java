// SPDX-License-Identifier: Apache-2.0
/**
 * Breaks things at random, again and again; {@link dev.bracketwire.chaos.ChaosRun} is what each {@code *Chaos} class runs
 * through, in every module.
 *
 * <pre>{@code
 * ChaosRun.run("core/post-once", run -> run.each(16, (round, random) -> {
 *     run.count("delivered");
 *     run.broken("lost", "round " + round + " never arrived");
 * }));
 * }</pre>
 */
@NullMarked
package dev.bracketwire.chaos;

import org.jspecify.annotations.NullMarked;
