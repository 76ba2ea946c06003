// SPDX-License-Identifier: Apache-2.0
/** The life of a service: one unit each, whose steps never overlap, and the engine that knows all units. */
@NullMarked
package dev.bracketwire.supervisor.internal.run;

import org.jspecify.annotations.NullMarked;
