// SPDX-License-Identifier: Apache-2.0
/**
 * Names in a game: {@link dev.bracketwire.riot.ign.LookAlikes} finds those that people take for one another.
 *
 * <pre>{@code
 * LookAlikes<String> taken = LookAlikes.create();
 * taken.add("modern", "Ann");
 * List<LookAlike<String>> like = taken.find("rnodern");
 * }</pre>
 */
@NullMarked
package dev.bracketwire.riot.ign;

import org.jspecify.annotations.NullMarked;
