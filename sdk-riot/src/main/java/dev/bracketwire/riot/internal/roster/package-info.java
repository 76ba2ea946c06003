// SPDX-License-Identifier: Apache-2.0
/** Where rosters are kept. */
@NullMarked
package dev.bracketwire.riot.internal.roster;

import org.jspecify.annotations.NullMarked;
