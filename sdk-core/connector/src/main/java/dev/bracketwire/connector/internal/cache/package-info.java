// SPDX-License-Identifier: Apache-2.0
/**
 * The rules of caching, {@link dev.bracketwire.connector.internal.cache.CachingRules}, in two forms: by times of the policy and by HTTP; and
 * the built-in {@link dev.bracketwire.connector.ResponseCache}, bounded by Caffeine.
 *
 * <p>The rules of HTTP are written here, as the libraries for them bring a client or a store of their own along.
 */
@NullMarked
package dev.bracketwire.connector.internal.cache;

import org.jspecify.annotations.NullMarked;
