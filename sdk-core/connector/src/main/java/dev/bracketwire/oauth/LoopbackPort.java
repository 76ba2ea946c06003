// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.internal.run.DaemonThreads;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens on 127.0.0.1 for a browser. One thread serves all connections, so that silent ones hold up nobody; the oldest
 * gives way when there are many. Not the JDK's HTTP server, which reads request lines of any length and gives each silent
 * connection a thread.
 */
final class LoopbackPort implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(OAuth.class);
    private static final int MOST = 64;
    private static final long SILENCE = TimeUnit.SECONDS.toNanos(30);
    private static final long LOOK_MILLIS = 1000;

    private final ServerSocketChannel server;
    private final Selector selector;
    private final Function<String, Judged> judge;
    private final Set<LoopbackConnection> visitors = ConcurrentHashMap.newKeySet();
    private final byte[] buffer = new byte[8192];

    /** Opens a free port; nothing is served before {@link #start}. The function judges the head of each request. */
    LoopbackPort(Function<String, Judged> judge) throws IOException {
        this.judge = judge;
        this.server = ServerSocketChannel.open();
        try {
            this.selector = Selector.open();
            server.bind(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), 0));
            server.configureBlocking(false);
            server.register(selector, SelectionKey.OP_ACCEPT);
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    /** A page, and what is to be done once it is written. */
    record Judged(LoopbackPage page, Runnable then) {
        static Judged only(LoopbackPage page) {
            return new Judged(page, () -> {});
        }
    }

    int port() {
        return server.socket().getLocalPort();
    }

    void start() {
        DaemonThreads.start("bracketwire-oauth-loopback", this::run);
    }

    private void run() {
        try {
            while (server.isOpen()) {
                selector.select(this::serve, LOOK_MILLIS);
                long now = System.nanoTime();
                visitors.stream()
                        .filter(loopbackConnection -> now - loopbackConnection.since > SILENCE)
                        .forEach(this::drop);
            }
        } catch (ClosedSelectorException e) {
            LOG.trace("the loopback port was closed");
        } catch (IOException e) {
            LOG.warn("the loopback port failed; the call that waits for it ends at its deadline", e);
        } finally {
            visitors.forEach(this::drop);
        }
    }

    private void serve(SelectionKey key) {
        if (key.attachment() instanceof LoopbackConnection loopbackConnection) {
            try {
                hear(loopbackConnection);
            } catch (IOException e) {
                LOG.debug("a connection to the loopback port broke", e);
                drop(loopbackConnection);
            }
        } else {
            accept();
        }
    }

    private void accept() {
        try {
            SocketChannel channel = server.accept();
            if (channel != null) {
                channel.configureBlocking(false);
                if (visitors.size() >= MOST) {
                    visitors.stream()
                            .min(Comparator.comparingLong(loopbackConnection -> loopbackConnection.since))
                            .ifPresent(this::drop);
                }
                LoopbackConnection loopbackConnection = new LoopbackConnection(channel, System.nanoTime());
                visitors.add(loopbackConnection);
                channel.register(selector, SelectionKey.OP_READ, loopbackConnection);
            }
        } catch (IOException e) {
            LOG.debug("a connection to the loopback port could not be accepted", e);
        }
    }

    private void hear(LoopbackConnection loopbackConnection) throws IOException {
        if (!loopbackConnection.read(buffer)) {
            drop(loopbackConnection);
        } else if (!loopbackConnection.answered() && loopbackConnection.complete()) {
            Judged judged = judge.apply(loopbackConnection.head());
            loopbackConnection.answer(judged.page);
            judged.then.run();
        } else if (!loopbackConnection.answered() && loopbackConnection.tooLong()) {
            loopbackConnection.answer(LoopbackPage.TOO_LONG);
        }
    }

    private void drop(LoopbackConnection loopbackConnection) {
        visitors.remove(loopbackConnection);
        try {
            loopbackConnection.channel.close();
        } catch (IOException e) {
            LOG.debug("a connection to the loopback port could not be closed", e);
        }
    }

    /** Closes the port and all connections, before it returns. */
    @Override
    public void close() throws IOException {
        server.close();
        visitors.forEach(this::drop);
        // Only this takes a port away from a selector that is at work.
        selector.close();
    }
}
