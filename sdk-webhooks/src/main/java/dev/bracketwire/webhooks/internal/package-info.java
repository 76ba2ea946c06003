// SPDX-License-Identifier: Apache-2.0
/** The queue and the wire behind {@link dev.bracketwire.webhooks.Webhooks}. */
@NullMarked
package dev.bracketwire.webhooks.internal;

import org.jspecify.annotations.NullMarked;
