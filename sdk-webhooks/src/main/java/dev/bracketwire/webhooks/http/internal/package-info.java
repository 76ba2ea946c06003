// SPDX-License-Identifier: Apache-2.0
/** Holds the common part of the adapters. Not part of the API. */
@NullMarked
package dev.bracketwire.webhooks.http.internal;

import org.jspecify.annotations.NullMarked;
