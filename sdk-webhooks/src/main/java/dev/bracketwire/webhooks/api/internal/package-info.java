// SPDX-License-Identifier: Apache-2.0
/** Reads and shows the JSON of the HTTP API. Not part of the API. */
@NullMarked
package dev.bracketwire.webhooks.api.internal;

import org.jspecify.annotations.NullMarked;
