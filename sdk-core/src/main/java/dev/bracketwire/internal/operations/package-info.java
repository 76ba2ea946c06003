// SPDX-License-Identifier: Apache-2.0
/**
 * Operations and reply rules as settings describe them: {@link dev.bracketwire.internal.operations.Blueprint} is one
 * operation, {@link dev.bracketwire.internal.operations.ConfiguredRules} are the rules of a connector.
 */
@NullMarked
package dev.bracketwire.internal.operations;

import org.jspecify.annotations.NullMarked;
