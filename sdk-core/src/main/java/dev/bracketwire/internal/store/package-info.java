// SPDX-License-Identifier: Apache-2.0
/**
 * The inside of the store: {@link dev.bracketwire.internal.store.Store} makes calls of work,
 * {@link dev.bracketwire.internal.store.Task} is one run of it, and a {@code Backend} carries it out.
 *
 * <p>The migration runner is our own: Flyway and Liquibase would meet the host's version of themselves, and see its
 * tables and ours as one.
 */
@NullMarked
package dev.bracketwire.internal.store;

import org.jspecify.annotations.NullMarked;
