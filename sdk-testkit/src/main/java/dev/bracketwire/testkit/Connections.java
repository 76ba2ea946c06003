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

/** Accepts the sockets of one upstream, counts them, and wraps each as a {@link Connection}. */
final class Connections extends ServerSocketFactory {
    private final @Nullable UpstreamTls tls;
    private final Set<Connection> open = ConcurrentHashMap.newKeySet();

    @SuppressWarnings("ThreadLocalUsage") // the threads are this upstream's own and end with it
    private final ThreadLocal<@Nullable Connection> current = new ThreadLocal<>();

    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger toDrop = new AtomicInteger();
    private final AtomicInteger answering = new AtomicInteger();
    private final AtomicInteger mostAnswering = new AtomicInteger();
    private volatile boolean closed;

    Connections(@Nullable UpstreamTls tls) {
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

    void left(Connection connection) {
        open.remove(connection);
    }

    void onThisThread(Connection connection) {
        current.set(connection);
    }

    /** The connection this thread reads from, if it has one that is open. */
    @Nullable
    Connection current() {
        Connection connection = current.get();
        return connection == null || connection.isClosed() ? null : connection;
    }

    void close() {
        closed = true;
        List.copyOf(open).forEach(Connection::drop);
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

    private Connection wrap(Socket plain, int index) throws IOException {
        // Head and body leave in two writes; with Nagle's algorithm the second would wait 40 ms for the first's
        // receipt.
        plain.setTcpNoDelay(true);
        Socket socket = plain;
        if (tls != null) {
            SSLSocket secured = tls.serve(plain);
            socket = secured;
        }
        Connection connection = new Connection(this, index, plain, socket);
        open.add(connection);
        if (closed) {
            connection.drop();
        }
        return connection;
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
