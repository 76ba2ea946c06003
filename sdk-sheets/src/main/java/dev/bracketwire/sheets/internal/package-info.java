// SPDX-License-Identifier: Apache-2.0
/** Requests to Google, merging, budgets and the cache of the sheets client. */
@NullMarked
package dev.bracketwire.sheets.internal;

import org.jspecify.annotations.NullMarked;
