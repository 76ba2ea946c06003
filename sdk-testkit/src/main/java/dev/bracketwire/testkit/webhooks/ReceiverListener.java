// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Listens on the port of one {@link FakeReceiver}, and owns its threads and sockets. */
final class ReceiverListener {
    private final FakeReceiver receiver;
    private final @Nullable ReceiverTls tls;
    private final int port;
    private final Set<ReceiverConnection> open = ConcurrentHashMap.newKeySet();
    private final Set<Thread> threads = ConcurrentHashMap.newKeySet();
    private final AtomicInteger accepted = new AtomicInteger();
    private final AtomicInteger toLeaveUnread = new AtomicInteger();
    private final Object monitor = new Object();
    private int releases;
    private boolean ended;
    private volatile ServerSocket server;
    private Thread acceptor;

    ReceiverListener(FakeReceiver receiver, @Nullable ReceiverTls tls) {
        this.receiver = receiver;
        this.tls = tls;
        this.server = bindAnywhere();
        this.port = server.getLocalPort();
        this.acceptor = accepting(server);
    }

    void start() {
        acceptor.start();
    }

    int port() {
        return port;
    }

    int accepted() {
        return accepted.get();
    }

    int open() {
        return open.size();
    }

    void leaveUnread(int connections) {
        toLeaveUnread.set(connections);
    }

    int releases() {
        synchronized (monitor) {
            return releases;
        }
    }

    void release() {
        synchronized (monitor) {
            releases++;
            monitor.notifyAll();
        }
    }

    /** Blocks a connection that is not to be read until it is released. */
    void awaitRelease(ReceiverConnection connection) throws IOException {
        synchronized (monitor) {
            while (releases == connection.release() && !connection.isDropped()) {
                try {
                    monitor.wait();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    throw new IOException("interrupted", e);
                }
            }
        }
    }

    void left(ReceiverConnection connection) {
        open.remove(connection);
    }

    synchronized void stop() {
        closePort();
        await(acceptor);
        open.forEach(connection -> connection.drop(false));
        synchronized (monitor) {
            monitor.notifyAll();
        }
    }

    synchronized void listenAgain() {
        if (ended || !server.isClosed()) {
            throw new IllegalStateException(ended ? "this receiver is closed" : "this receiver listens");
        }
        try {
            server = bind(port);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " was taken by another process meanwhile", e);
        }
        acceptor = accepting(server);
        acceptor.start();
    }

    void close() {
        synchronized (this) {
            ended = true;
        }
        stop();
        threads.forEach(ReceiverListener::await);
    }

    private void closePort() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException("port " + port + " does not close", e);
        }
    }

    private Thread accepting(ServerSocket from) {
        Thread thread = new Thread(() -> accept(from), "fake-receiver-" + port);
        thread.setDaemon(true);
        return thread;
    }

    private void accept(ServerSocket from) {
        while (!from.isClosed()) {
            try {
                serve(from.accept());
            } catch (IOException e) {
                // The port was closed, or the process has too many open files, which may pass.
                LockSupport.parkNanos(1_000_000);
            }
        }
    }

    private void serve(Socket plain) throws IOException {
        int number = accepted.incrementAndGet();
        plain.setTcpNoDelay(true);
        boolean unread = toLeaveUnread.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
        ReceiverConnection connection;
        try {
            Socket socket = tls == null ? plain : tls.serve(plain);
            connection = new ReceiverConnection(receiver, this, number, unread, plain, socket);
        } catch (IOException e) {
            plain.close();
            throw e;
        }
        Thread thread = new Thread(connection, "fake-receiver-" + port + "-" + number);
        thread.setDaemon(true);
        // A connection leaves before its thread ends, so ended threads are forgotten here and not when it leaves.
        threads.removeIf(earlier -> !earlier.isAlive());
        threads.add(thread);
        open.add(connection);
        thread.start();
    }

    /** Binds below the ports that systems give to outgoing connections, so that the port is free when it listens again. */
    private static ServerSocket bindAnywhere() {
        for (int attempt = 1; ; attempt++) {
            try {
                return bind(attempt > 100 ? 0 : ThreadLocalRandom.current().nextInt(20_000, 32_000));
            } catch (IOException e) {
                if (attempt > 100) {
                    throw new UncheckedIOException("no port on 127.0.0.1 for a fake receiver", e);
                }
            }
        }
    }

    private static ServerSocket bind(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 1024);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void await(Thread thread) {
        if (thread == Thread.currentThread()) {
            return; // a function of a route closes its own receiver
        }
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
