// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

/** Writes values as bytes and reads them back. */
interface Codec<T> {
    byte[] write(T value);

    T read(byte[] bytes);
}
