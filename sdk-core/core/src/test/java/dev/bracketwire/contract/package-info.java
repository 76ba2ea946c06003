// SPDX-License-Identifier: Apache-2.0
/** Tests that every implementation of an interface passes, one of your own too. */
@NullMarked
package dev.bracketwire.contract;

import org.jspecify.annotations.NullMarked;
