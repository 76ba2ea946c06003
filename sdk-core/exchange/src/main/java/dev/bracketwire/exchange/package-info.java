// SPDX-License-Identifier: Apache-2.0
/**
 * Rows in and out: a {@link dev.bracketwire.exchange.Format} reads and writes CSV, JSON and XML, row by row.
 *
 * <pre>{@code
 * try (Rows<Player> players = Format.csv().read(Path.of("players.csv"), Player.class)) {
 *     for (Player player : players) {
 *         seat(player);
 *     }
 *     players.problems().forEach(System.out::println);
 * }
 * }</pre>
 *
 * <p>{@link dev.bracketwire.exchange.Transfer} moves rows from one place to another,
 * {@link dev.bracketwire.exchange.Sync} makes two tables the same, and {@link dev.bracketwire.exchange.Backup} keeps some:
 * these are calls, and what depends on a state is a plan.
 *
 * <p>A row is a record, a {@code Map<String, Object>}, or whatever else a {@link dev.bracketwire.TypeRef} names. On the
 * module path, open the package of your records: {@code opens my.app to dev.bracketwire;}, and to
 * {@code com.fasterxml.jackson.databind} too where a component of theirs is itself a record or a list. Reading and writing
 * hold one row at a time. A format works on the calling thread and is no {@link dev.bracketwire.Call}, as a file has neither
 * deadline nor limit.
 */
@NullMarked
package dev.bracketwire.exchange;

import org.jspecify.annotations.NullMarked;
