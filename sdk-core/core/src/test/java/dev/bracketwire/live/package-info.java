// SPDX-License-Identifier: Apache-2.0
/**
 * Asks real accounts; {@link dev.bracketwire.live.LiveRun} is what each {@code *Live} class runs through, in every module.
 *
 * <pre>{@code
 * LiveRun.run("chests/players", List.of("CHESTS_TOKEN"), run -> {
 *     Secret token = Secret.of(run.variable("CHESTS_TOKEN"));
 *     run.check("a player is there", () -> ask(token));
 * });
 * }</pre>
 */
@NullMarked
package dev.bracketwire.live;

import org.jspecify.annotations.NullMarked;
