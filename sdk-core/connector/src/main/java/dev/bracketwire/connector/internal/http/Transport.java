// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import dev.bracketwire.connector.Reply;
import java.io.IOException;

/** Sends one attempt and reads its reply, on the calling thread. */
public interface Transport extends AutoCloseable {
    /** Sends it; {@link TransportAttempt#cancelWith} gives what aborts it from another thread. */
    Reply exchange(TransportAttempt transportAttempt) throws IOException;

    @Override
    void close();
}
