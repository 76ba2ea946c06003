// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.ResponseCache.Entry;

/**
 * Asks the upstream whether a kept reply still stands.
 *
 * @param stale what is kept
 * @param conditions the header fields that ask
 * @param endsAtRedirect whether they mean nothing to another URL
 */
record Revalidation(Entry stale, Headers conditions, boolean endsAtRedirect) {}
