// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import jakarta.servlet.AsyncContext;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a response piece by piece without a thread of its own. Bytes that the client has not read yet wait in a queue;
 * a client that takes too little for too long is disconnected.
 */
final class ResponseWriter implements WriteListener {
    private static final Logger log = LoggerFactory.getLogger(ResponseWriter.class);

    private final CompletableFuture<@Nullable Void> ended = new CompletableFuture<>();
    private final int limit;
    private final Runnable drained;

    // All guarded by this.
    private final Deque<byte[]> queue = new ArrayDeque<>();
    private @Nullable ServletOutputStream out;
    private int waiting;
    private boolean ready;
    private boolean unflushed;
    private boolean ending;

    /**
     * Creates a writer.
     *
     * @param limit the most bytes that wait for the client
     * @param drained is called when nothing waits any more
     */
    ResponseWriter(int limit, Runnable drained) {
        this.limit = limit;
        this.drained = drained;
    }

    /** Starts to write, once headers are set. */
    void start(AsyncContext async) {
        async.setTimeout(0);
        ended.whenComplete((done, failure) -> {
            try {
                async.complete();
            } catch (IllegalStateException e) {
                // The container has ended it already, because the client is gone.
                log.debug("a response had ended before: {}", e.getMessage());
            }
        });
        try {
            ServletOutputStream stream = async.getResponse().getOutputStream();
            synchronized (this) {
                out = stream;
            }
            stream.setWriteListener(this);
        } catch (IOException e) {
            end();
        }
    }

    /** Returns the future that completes when the response has ended, for whatever reason. */
    CompletableFuture<@Nullable Void> ended() {
        return ended;
    }

    /** Queues bytes. Disconnects a client for which too many wait. */
    void write(byte[] bytes) {
        boolean empty;
        synchronized (this) {
            if (ended.isDone() || ending) {
                return;
            }
            waiting += bytes.length;
            if (waiting > limit) {
                end();
                return;
            }
            queue.add(bytes);
            empty = drain();
        }
        if (empty) {
            drained.run();
        }
    }

    /** Ends the response once all that waits is written. */
    void finish() {
        synchronized (this) {
            ending = true;
            drain();
        }
    }

    /** Ends the response at once. */
    void end() {
        ended.complete(null);
    }

    @Override
    public void onWritePossible() {
        boolean empty;
        synchronized (this) {
            ready = true;
            empty = drain();
        }
        if (empty) {
            drained.run();
        }
    }

    @Override
    public void onError(Throwable failure) {
        end();
    }

    /** Writes while the client takes it; returns whether nothing waits any more. */
    private boolean drain() {
        ServletOutputStream stream = out;
        if (stream == null) {
            return false;
        }
        try {
            while (ready && !ended.isDone()) {
                byte[] next = queue.poll();
                if (next != null) {
                    waiting -= next.length;
                    stream.write(next);
                    unflushed = true;
                    ready = stream.isReady();
                } else if (unflushed) {
                    unflushed = false;
                    stream.flush();
                    ready = stream.isReady();
                } else {
                    if (ending) {
                        end();
                    }
                    return true;
                }
            }
        } catch (IOException | IllegalStateException e) {
            end();
        }
        return false;
    }
}
