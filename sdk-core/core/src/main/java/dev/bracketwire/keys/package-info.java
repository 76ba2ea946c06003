// SPDX-License-Identifier: Apache-2.0
/**
 * {@link dev.bracketwire.keys.Sealer} encrypts what lies on a disk, under keys that change without a restart.
 *
 * <pre>{@code
 * KeyRing keys = KeyRing.of("2026-11", Secret.env("STORE_KEY")).and("2025-11", Secret.env("STORE_KEY_BEFORE"));
 * Sealer sealer = Sealer.with(keys);
 * byte[] sealed = sealer.seal(plain, "ann");
 * byte[] opened = sealer.open(sealed, "ann");
 * }</pre>
 */
@NullMarked
package dev.bracketwire.keys;

import org.jspecify.annotations.NullMarked;
