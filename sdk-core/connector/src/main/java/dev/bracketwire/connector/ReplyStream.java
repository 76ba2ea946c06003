// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** Holds a successful reply whose body is read as it arrives, without a cap. Close it: it holds a connection. */
public final class ReplyStream implements AutoCloseable {
    private final Reply head;
    private final InputStream body;

    /** Joins a head and its body. */
    public ReplyStream(Reply head, InputStream body) {
        this.head = Objects.requireNonNull(head, "head");
        this.body = Objects.requireNonNull(body, "body");
    }

    /** Status and headers; its own body is empty. */
    public Reply head() {
        return head;
    }

    /** The body, decompressed. Reading blocks the thread that reads. */
    public InputStream body() {
        return body;
    }

    /** Gives the connection back; what was not read is dropped. */
    @Override
    public void close() throws IOException {
        body.close();
    }
}
