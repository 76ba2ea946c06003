// SPDX-License-Identifier: Apache-2.0
/** How names are compared. */
@NullMarked
package dev.bracketwire.riot.internal.names;

import org.jspecify.annotations.NullMarked;
