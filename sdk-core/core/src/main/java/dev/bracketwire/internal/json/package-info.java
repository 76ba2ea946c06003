// SPDX-License-Identifier: Apache-2.0
/** JSON by Jackson, behind {@link dev.bracketwire.internal.json.Json}, so that no type of Jackson's is in our API. */
@NullMarked
package dev.bracketwire.internal.json;

import org.jspecify.annotations.NullMarked;
