// SPDX-License-Identifier: Apache-2.0
/** What a supervisor writes down so that the next one can go on: a lock, and a record of each running service. */
@NullMarked
package dev.bracketwire.supervisor.internal.state;

import org.jspecify.annotations.NullMarked;
