// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One question over HTTP and its answer, on a thread that waits for many. */
final class HttpExchange {
    private static final Logger LOG = LoggerFactory.getLogger(HttpExchange.class);
    private static final InetAddress V4 = address(127, 0, 0, 1);
    private static final InetAddress V6 = address(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1);

    private final HttpQuestion question;
    private final Duration limit;
    private final boolean patient;
    private final long until;
    private final CompletableFuture<ProbeAnswer> told = new CompletableFuture<>();
    private final HttpHead head = new HttpHead();
    private ByteBuffer request = ByteBuffer.allocate(0);
    private @Nullable SocketChannel channel;
    private @Nullable IOException refused;
    private @Nullable ProbeAnswer probeAnswer;

    /** A socket takes real time, whatever clock the supervisor has. */
    HttpExchange(HttpQuestion question, Duration limit, boolean patient) {
        this.patient = patient;
        this.question = question;
        this.limit = limit;
        this.until = System.nanoTime() + limit.toNanos();
    }

    private static InetAddress address(int... numbers) {
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException e) {
            throw new IllegalStateException(e); // these lengths are those of addresses
        }
    }

    CompletableFuture<ProbeAnswer> told() {
        return told;
    }

    boolean ended() {
        return probeAnswer != null;
    }

    /** Whether nothing hangs on when its answer is told. */
    boolean patient() {
        return patient && probeAnswer != null && probeAnswer.passed();
    }

    long left(long now) {
        return until - now;
    }

    /** Begins, at the address where most listen. */
    void begin(Selector selector) {
        go(() -> connect(V4, "127.0.0.1", selector), selector);
    }

    /** Goes on with what its channel is ready for. */
    void goOn(SelectionKey key, ByteBuffer buffer) {
        SocketChannel current = (SocketChannel) key.channel();
        go(
                () -> {
                    if (key.isConnectable()) {
                        current.finishConnect();
                    }
                    if (key.isReadable()) {
                        read(current, buffer);
                    } else {
                        current.write(request);
                        key.interestOps(wanted());
                    }
                },
                key.selector());
    }

    @FunctionalInterface
    private interface Step {
        void run() throws IOException;
    }

    private void go(Step step, Selector selector) {
        try {
            step.run();
        } catch (ConnectException e) {
            elsewhere(e, selector);
        } catch (IOException | RuntimeException e) {
            end(question.failed(e));
        }
    }

    /** Some listen at the other address only. If that does not either, the first refusal is what tells most. */
    private void elsewhere(ConnectException e, Selector selector) {
        if (refused != null) {
            end(question.failed(refused));
            return;
        }
        refused = e;
        hangUp();
        try {
            connect(V6, "[::1]", selector);
        } catch (IOException | RuntimeException again) {
            end(question.failed(e));
        }
    }

    private void connect(InetAddress address, String host, Selector selector) throws IOException {
        SocketChannel next = SocketChannel.open();
        channel = next;
        next.configureBlocking(false);
        request = ByteBuffer.wrap(question.request(host));
        // On this machine a connection is there or refused at once, unless the listener is too busy.
        boolean connected = next.connect(new InetSocketAddress(address, question.port())) || next.finishConnect();
        if (connected) {
            next.write(request);
        }
        next.register(selector, connected ? wanted() : SelectionKey.OP_CONNECT, this);
    }

    private int wanted() {
        return request.hasRemaining() ? SelectionKey.OP_WRITE : SelectionKey.OP_READ;
    }

    private void read(SocketChannel from, ByteBuffer buffer) throws IOException {
        buffer.clear();
        if (from.read(buffer) < 0) {
            throw HttpHead.cut();
        }
        int status = head.read(buffer.flip());
        if (status != 0) {
            end(question.answered(status));
        }
    }

    /** Gives up if its time is over. */
    void expire(long now) {
        if (probeAnswer == null && left(now) <= 0) {
            end(question.late(limit));
        }
    }

    /** Ends it without an answer of the service. */
    void fail(Throwable e) {
        end(question.failed(e));
    }

    private void end(ProbeAnswer found) {
        probeAnswer = found;
        hangUp();
    }

    void hangUp() {
        SocketChannel current = channel;
        channel = null;
        try {
            if (current != null) {
                current.close();
            }
        } catch (IOException e) {
            LOG.debug("a connection was not closed: {}", e.toString());
        }
    }

    /** Tells who asked. */
    void tell() {
        if (probeAnswer != null) {
            told.complete(probeAnswer);
        }
    }
}
