// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ServerSocketFactory;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Accepts the sockets of one upstream, counts them, and wraps each as a {@link FakeConnection}. */
final class ConnectionAcceptor extends ServerSocketFactory {
    private final @Nullable UpstreamTls tls;
    private final Set<FakeConnection> open = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // the threads are this upstream's own and end with it
    private final ThreadLocal<@Nullable FakeConnection> current = new ThreadLocal<>();

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger toDrop = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger mostAnswering = new AtomicInteger();
    private volatile boolean closed;

    ConnectionAcceptor(@Nullable UpstreamTls tls) {
        this.tls = tls;
    }

    int accepted() {
        return accepted.get();
    }

    int open() {
        return open.size();
    }

    int mostConcurrent() {
        return mostAnswering.get();
    }

    void dropNext(int count) {
        toDrop.set(count);
    }

    void answerBegins() {
        mostAnswering.accumulateAndGet(answering.incrementAndGet(), Math::max);
    }

    void answerEnds() {
        answering.decrementAndGet();
    }

    void left(FakeConnection fakeConnection) {
        open.remove(fakeConnection);
    }

    void onThisThread(FakeConnection fakeConnection) {
        current.set(fakeConnection);
    }

    /** The connection this thread reads from, if it has one that is open. */
    @Nullable
    FakeConnection current() {
        FakeConnection fakeConnection = current.get();
        return fakeConnection == null || fakeConnection.isClosed() ? null : fakeConnection;
    }

    void close() {
        closed = true;
        List.copyOf(open).forEach(FakeConnection::drop);
    }

    @Override
    public ServerSocket createServerSocket() throws IOException {
        return new ServerSocket() {
            @Override
            public Socket accept() throws IOException {
                while (true) {
                    Socket plain = super.accept();
                    int index = accepted.getAndIncrement();
                    if (toDrop.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                        plain.close();
                    } else {
                        return wrap(plain, index);
                    }
                }
            }
        };
    }

    private FakeConnection wrap(Socket plain, int index) throws IOException {
        // Head and body leave in two writes; with Nagle's algorithm the second would wait 40 ms for the first's
        // receipt.
        plain.setTcpNoDelay(true);
        Socket socket = plain;
        if (tls != null) {
            SSLSocket secured = tls.serve(plain);
            socket = secured;
        }
        FakeConnection fakeConnection = new FakeConnection(this, index, plain, socket);
        open.add(fakeConnection);
        if (closed) {
            fakeConnection.drop();
        }
        return fakeConnection;
    }

    @Override
    public ServerSocket createServerSocket(int port) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ServerSocket createServerSocket(int port, int backlog, InetAddress address) {
        throw new UnsupportedOperationException();
    }
}
