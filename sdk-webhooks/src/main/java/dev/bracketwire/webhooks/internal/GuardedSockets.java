// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketAddress;
import javax.net.SocketFactory;
import org.jspecify.annotations.Nullable;

/** Makes sockets that ask the guard when they connect. */
final class GuardedSockets extends SocketFactory {
    private final DestinationGuard destinationGuard;

    GuardedSockets(DestinationGuard destinationGuard) {
        this.destinationGuard = destinationGuard;
    }

    @Override
    public Socket createSocket() {
        return new GuardedSocket(destinationGuard);
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        return connected(new InetSocketAddress(host, port), null);
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
        return connected(new InetSocketAddress(host, port), new InetSocketAddress(local, localPort));
    }

    @SuppressWarnings("NullAway") // binding to null binds to any local address
    private Socket connected(SocketAddress address, @Nullable SocketAddress local) throws IOException {
        Socket socket = createSocket();
        try {
            socket.bind(local);
            socket.connect(address);
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static final class GuardedSocket extends Socket {
        private final DestinationGuard destinationGuard;

        GuardedSocket(DestinationGuard destinationGuard) {
            this.destinationGuard = destinationGuard;
        }

        @Override
        public void connect(SocketAddress endpoint) throws IOException {
            connect(endpoint, 0);
        }

        @Override
        public void connect(SocketAddress endpoint, int timeout) throws IOException {
            destinationGuard.requireAllowed(endpoint);
            super.connect(endpoint, timeout);
        }
    }
}
