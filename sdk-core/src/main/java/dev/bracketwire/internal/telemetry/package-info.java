// SPDX-License-Identifier: Apache-2.0
/** What bridges to libraries of metrics share, such as {@link dev.bracketwire.internal.telemetry.Reading}. */
@NullMarked
package dev.bracketwire.internal.telemetry;

import org.jspecify.annotations.NullMarked;
