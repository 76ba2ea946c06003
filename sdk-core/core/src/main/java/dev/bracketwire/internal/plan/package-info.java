// SPDX-License-Identifier: Apache-2.0
/**
 * What a {@link dev.bracketwire.Plan} keeps: {@link dev.bracketwire.internal.plan.PlanChanges} in memory or, beyond some
 * 10,000, in a {@link dev.bracketwire.internal.plan.SpillingList} file.
 */
@NullMarked
package dev.bracketwire.internal.plan;

import org.jspecify.annotations.NullMarked;
