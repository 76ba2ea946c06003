// SPDX-License-Identifier: Apache-2.0
/** The built-in {@link dev.bracketwire.connector.ResponseCache}, bounded by Caffeine. */
@NullMarked
package dev.bracketwire.internal.cache;

import org.jspecify.annotations.NullMarked;
