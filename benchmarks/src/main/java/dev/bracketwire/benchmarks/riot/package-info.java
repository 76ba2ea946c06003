// SPDX-License-Identifier: Apache-2.0
/** Riot's API: limits kept and used up, and names compared. */
@NullMarked
package dev.bracketwire.benchmarks.riot;

import org.jspecify.annotations.NullMarked;
