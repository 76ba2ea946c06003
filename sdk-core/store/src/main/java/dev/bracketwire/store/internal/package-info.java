// SPDX-License-Identifier: Apache-2.0
/**
 * The inside of the store: {@link dev.bracketwire.store.internal.DatabaseCalls} makes calls of work,
 * {@link dev.bracketwire.store.internal.DatabaseTask} is one run of it, and a {@code DatabaseBackend} carries it out.
 *
 * <p>The migration runner is our own: Flyway and Liquibase would meet the host's version of themselves, and see its
 * tables and ours as one.
 */
@NullMarked
package dev.bracketwire.store.internal;

import org.jspecify.annotations.NullMarked;
