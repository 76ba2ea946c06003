// SPDX-License-Identifier: Apache-2.0
/**
 * The vocabulary: {@link dev.bracketwire.Call} leaves this process, and everything that reaches a platform gives one.
 *
 * <pre>{@code
 * Player player = api.get("/players/{id}", Player.class, 42).get();
 * }</pre>
 *
 * <p>What depends on a state that others may change too is a {@link dev.bracketwire.Plan}: worked out first, looked at,
 * then applied once.
 *
 * <pre>{@code
 * Plan<Move> plan = Plan.builder("seating", (Move move) -> seats.move(move)).addAll(moves).build();
 * System.out.println(plan);
 * Report<Move> report = plan.apply().get();
 * }</pre>
 *
 * <p>What goes wrong is a {@link dev.bracketwire.BracketwireException}; from an upstream, a
 * {@link dev.bracketwire.CallException} of one of its kinds.
 */
@NullMarked
package dev.bracketwire;

import org.jspecify.annotations.NullMarked;
