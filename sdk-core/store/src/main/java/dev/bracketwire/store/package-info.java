// SPDX-License-Identifier: Apache-2.0
/**
 * What outlives the process: a {@link dev.bracketwire.store.Database} runs plain JDBC in transactions, on a SQLite file
 * of the application's own or on the PostgreSQL of several nodes.
 *
 * <pre>{@code
 * try (Database db = Database.open(Path.of("state/league.db"))) {
 *     db.migrate(league).get();
 *     db.write(connection -> insert(connection, ann)).get();
 *     List<Player> all = db.read(connection -> players(connection)).get();
 * }
 * }</pre>
 *
 * <p>Tables come by {@link dev.bracketwire.store.Migrations}; what must happen once among several nodes takes a
 * {@link dev.bracketwire.store.Lease}, and what must happen again and again on one of them is a
 * {@link dev.bracketwire.store.ClusterTask}. No scheduler library serves for
 * that: db-scheduler and ShedLock give the work no fencing token; without the task, a user would build it from a lease and a
 * timer. Rows that an application does not know beforehand are read by a
 * {@link dev.bracketwire.store.Query}, and people who ask what is kept about them, or want to be erased, are served by
 * {@link dev.bracketwire.store.PersonalData}. A method that takes a {@link java.sql.Connection} works within the caller's
 * transaction. What goes wrong is a {@link dev.bracketwire.StoreException}, or the exception of a deadline or a
 * cancel that every call knows.
 */
@NullMarked
package dev.bracketwire.store;

import org.jspecify.annotations.NullMarked;
