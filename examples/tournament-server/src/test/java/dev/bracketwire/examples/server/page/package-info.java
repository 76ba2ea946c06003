// SPDX-License-Identifier: Apache-2.0
/** Tests of the page in a real browser. */
@NullMarked
package dev.bracketwire.examples.server.page;

import org.jspecify.annotations.NullMarked;
