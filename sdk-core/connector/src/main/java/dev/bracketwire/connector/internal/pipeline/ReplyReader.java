// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Reply;

/** Reads a reply that means success. */
@FunctionalInterface
public interface ReplyReader<T> {
    /** Reads it; {@code where} is for what it throws. */
    T read(Reply reply, CallException.Where where);
}
