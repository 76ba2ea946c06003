// SPDX-License-Identifier: Apache-2.0
/**
 * HTTP by OkHttp, behind {@link dev.bracketwire.connector.internal.http.Transport}: one attempt at a time. OkHttp retries,
 * redirects and caches nothing; left to itself it sends POSTs twice and keys to other hosts.
 */
@NullMarked
package dev.bracketwire.connector.internal.http;

import org.jspecify.annotations.NullMarked;
