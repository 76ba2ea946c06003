// SPDX-License-Identifier: Apache-2.0
/**
 * The operating system: which processes there are, whose they are, who holds a port, and signals that reach exactly the
 * process that was meant.
 */
@NullMarked
package dev.bracketwire.supervisor.internal.os;

import org.jspecify.annotations.NullMarked;
