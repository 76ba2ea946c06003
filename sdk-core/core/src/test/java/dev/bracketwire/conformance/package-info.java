// SPDX-License-Identifier: Apache-2.0
/**
 * Judges the SDK by cases from outside; {@link dev.bracketwire.conformance.Suite} is what each {@code *Conformance}
 * class runs through, in every module.
 *
 * <pre>{@code
 * Suite.run("core/structured-fields", suite -> {
 *     for (Path file : suite.files(".json")) {
 *         suite.check(file, "a case", expected, () -> actual);
 *     }
 * });
 * }</pre>
 */
@NullMarked
package dev.bracketwire.conformance;

import org.jspecify.annotations.NullMarked;
