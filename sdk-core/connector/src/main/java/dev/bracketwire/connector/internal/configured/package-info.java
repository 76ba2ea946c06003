// SPDX-License-Identifier: Apache-2.0
/**
 * Operations and reply rules as settings describe them: {@link dev.bracketwire.connector.internal.configured.OperationTemplate} is one
 * operation, {@link dev.bracketwire.connector.internal.configured.ConfiguredRules} are the rules of a connector.
 */
@NullMarked
package dev.bracketwire.connector.internal.configured;

import org.jspecify.annotations.NullMarked;
