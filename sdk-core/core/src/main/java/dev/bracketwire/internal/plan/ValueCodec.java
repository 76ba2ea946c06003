// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.plan;

/** Writes values as bytes and reads them back. */
interface ValueCodec<T> {
    byte[] write(T value);

    T read(byte[] bytes);
}
