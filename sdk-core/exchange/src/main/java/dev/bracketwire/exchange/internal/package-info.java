// SPDX-License-Identifier: Apache-2.0
/**
 * What reads and writes rows: a {@link dev.bracketwire.exchange.internal.RowSource} for each format hands the fields of a
 * row to a {@link dev.bracketwire.exchange.internal.RowBinder}, which makes of them what was asked for.
 *
 * <p>CSV is parsed and written by FastCSV, JSON by Jackson's streams, XML by StAX. The binding is our own, as no library
 * makes records from all three without a map in between, which costs more than the parsing.
 */
@NullMarked
package dev.bracketwire.exchange.internal;

import org.jspecify.annotations.NullMarked;
