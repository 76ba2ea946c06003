// SPDX-License-Identifier: Apache-2.0
/** Deliveries of webhooks beside a bare HTTP client and two durable queues. */
@NullMarked
package dev.bracketwire.benchmarks.webhooks;

import org.jspecify.annotations.NullMarked;
