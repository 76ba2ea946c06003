// SPDX-License-Identifier: Apache-2.0
/** Spreadsheets: replies parsed, calls counted and a check-in played, beside other clients. */
@NullMarked
package dev.bracketwire.benchmarks.sheets;

import org.jspecify.annotations.NullMarked;
