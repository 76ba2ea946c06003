// SPDX-License-Identifier: Apache-2.0
/**
 * The one exit for text that is not ours: {@link dev.bracketwire.internal.text.ForeignText} bounds and cleans what may
 * stand in a message, and {@link dev.bracketwire.internal.text.SecretMask} hides secrets in whatever form they are echoed.
 */
@NullMarked
package dev.bracketwire.internal.text;

import org.jspecify.annotations.NullMarked;
