// SPDX-License-Identifier: Apache-2.0
/**
 * The rules that no compiler keeps; each module's {@code HouseTest} is a {@link dev.bracketwire.house.HouseRules} that
 * names the module and adds rules of its own.
 *
 * <pre>{@code
 * class HouseTest extends HouseRules {
 *     HouseTest() {
 *         super("dev.bracketwire.riot", Set.of("dev.bracketwire", "dev.bracketwire.store"), Set.of("java."));
 *     }
 * }
 * }</pre>
 */
@NullMarked
package dev.bracketwire.house;

import org.jspecify.annotations.NullMarked;
