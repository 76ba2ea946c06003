// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** Plays the browser that was sent to a URL, and others who talk to the port it comes back to. */
record Browser(Map<String, String> sent, int port) {
    static Browser at(URI url) {
        Map<String, String> sent = OAuthScene.parameters(url.getRawQuery());
        return new Browser(
                sent, URI.create(sent.getOrDefault("redirect_uri", "")).getPort());
    }

    String state() {
        return sent.getOrDefault("state", "");
    }

    Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress(InetAddress.getByAddress(new byte[] {127, 0, 0, 1}), port), 30_000);
        socket.setSoTimeout(30_000);
        return socket;
    }

    /** Comes back with this query, and gives what it is shown. */
    String back(String query) throws IOException {
        return raw("GET /callback?" + query.replace("STATE", state()) + " HTTP/1.1\r\nHost: 127.0.0.1:" + port
                + "\r\nAccept: text/html\r\n\r\n");
    }

    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        }
    }

    boolean portIsClosed() throws IOException {
        try {
            connect().close();
            return false;
        } catch (ConnectException e) {
            return true;
        }
    }
}
