// SPDX-License-Identifier: Apache-2.0
/** What services print: written by themselves or pumped, rotated between lines, read again line by line. */
@NullMarked
package dev.bracketwire.supervisor.internal.log;

import org.jspecify.annotations.NullMarked;
