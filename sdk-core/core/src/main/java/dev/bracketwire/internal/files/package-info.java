// SPDX-License-Identifier: Apache-2.0
/** Files that are there whole or not at all, by {@link dev.bracketwire.internal.files.AtomicFile}. */
@NullMarked
package dev.bracketwire.internal.files;

import org.jspecify.annotations.NullMarked;
