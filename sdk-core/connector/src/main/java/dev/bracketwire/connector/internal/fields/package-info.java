// SPDX-License-Identifier: Apache-2.0
/**
 * Reads what a reply says about time and limits: {@link dev.bracketwire.connector.internal.fields.RetryHint} for "when again",
 * {@link dev.bracketwire.connector.internal.fields.RateWindows} for "how much is left", over
 * {@link dev.bracketwire.connector.internal.fields.StructuredFields} (RFC 9651) and
 * {@link dev.bracketwire.connector.internal.fields.HttpDate}.
 *
 * <p>No library serves: org.greenbytes.http:structured-fields 0.4, the one we found on Maven Central on 2026-11-21, is
 * of RFC 8941 and knows neither dates nor display strings, and has no module name. For hints and windows there is none.
 */
@NullMarked
package dev.bracketwire.connector.internal.fields;

import org.jspecify.annotations.NullMarked;
