// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import dev.bracketwire.testkit.webhooks.ReceivedWebhook.RequestLine;
import dev.bracketwire.testkit.webhooks.RequestReader.MalformedRequest;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/** Reads the requests of one connection and answers them, on a thread of its own. */
final class ReceiverConnection implements Runnable {
    private static final int POLL_MILLIS = 20;

    private final FakeReceiver receiver;
    private final ReceiverListener listener;
    private final int number;
    private final boolean unread;
    private final Socket plain;
    private final Socket socket;
    private final RequestReader reader;
    private @Nullable ReceiverRoute answering;

    /** The release that was last when this connection or its request became visible to the test. */
    private int release;

    /** Serves a socket that has TLS around the plain one, or is the same. */
    ReceiverConnection(
            FakeReceiver receiver, ReceiverListener listener, int number, boolean unread, Socket plain, Socket socket)
            throws IOException {
        this.receiver = receiver;
        this.listener = listener;
        this.number = number;
        this.unread = unread;
        this.release = listener.releases();
        this.plain = plain;
        this.socket = socket;
        this.reader = new RequestReader(socket);
    }

    @Override
    public void run() {
        try {
            if (unread) {
                awaitRelease(false);
            }
            if (socket instanceof SSLSocket secured && speaksHttp2(secured)) {
                GoAwayFrames.serve(socket);
            }
            while (serveNext()) {
                // the connection is kept
            }
        } catch (IOException e) {
            // The client left or refused the certificate, or the receiver closed the socket: each ends the connection.
        } finally {
            drop(false);
            listener.left(this);
        }
    }

    /** Closes the socket without a word of TLS, so that reads and writes under way end. */
    void drop(boolean byReset) {
        try {
            if (byReset) {
                plain.setSoLinger(true, 0);
            }
            plain.close();
        } catch (SocketException e) {
            // closed already, so there is nothing to reset
        } catch (IOException e) {
            throw new IllegalStateException("a socket that does not close", e);
        }
    }

    int release() {
        return release;
    }

    boolean isDropped() {
        return plain.isClosed();
    }

    /**
     * Counts the request as answered. It is called before the last bytes are sent, so that a request which the client sends
     * after them is never counted beside this one.
     */
    void finishing() {
        ReceiverRoute route = answering;
        if (route != null) {
            answering = null;
            route.ends();
            receiver.all().ends();
        }
    }

    /**
     * Waits until the receiver releases what it holds. It throws if the client leaves before, which it notices only if it may
     * read.
     */
    void awaitRelease(boolean mayRead) throws IOException {
        if (!mayRead) {
            listener.awaitRelease(this);
        }
        while (listener.releases() == release) {
            stay(POLL_MILLIS);
        }
    }

    /** Waits that long; throws if the client leaves before. */
    void pause(Duration time) throws IOException {
        long until = System.nanoTime() + time.toNanos();
        for (long left = time.toNanos(); left > 0; left = until - System.nanoTime()) {
            stay((int) Math.min(POLL_MILLIS, left / 1_000_000 + 1));
        }
    }

    private void stay(int millis) throws IOException {
        if (!reader.clientStays(millis)) {
            throw new IOException("the client left");
        }
    }

    private static boolean speaksHttp2(SSLSocket socket) throws IOException {
        socket.startHandshake();
        return socket.getApplicationProtocol().equals("h2");
    }

    private boolean serveNext() throws IOException {
        String head;
        RequestLine line;
        try {
            head = reader.head();
            if (head == null) {
                socket.close();
                return false;
            }
            line = parse(head);
        } catch (MalformedRequest e) {
            return refuse(e);
        }
        ReceiverRoute route = receiver.on(line.path());
        receiver.all().begins();
        route.begins();
        answering = route;
        try {
            return answer(line, route);
        } catch (MalformedRequest e) {
            return refuse(e);
        } finally {
            finishing();
        }
    }

    private boolean answer(RequestLine line, ReceiverRoute route) throws IOException {
        ReceiverRoute.BehaviorChoice choice = receiver.choose(route);
        Behavior known = choice.known();
        boolean readsBody = known == null || known.script().readsBody;
        byte[] body = readsBody ? body(line) : new byte[0];
        release = listener.releases();
        ReceivedWebhook webhook = receiver.record(number, line, body);
        Behavior behavior = known == null ? ask(choice, webhook) : known;
        boolean keepAlive = !line.http10()
                && !webhook.header("Connection")
                        .orElse("")
                        .toLowerCase(Locale.ROOT)
                        .contains("close");
        BehaviorScript script = behavior.script();
        boolean kept = new BehaviorWriter(script, this, socket.getOutputStream()).write(line.path(), keepAlive);
        if (!kept) {
            finishing();
            if (script.cut == BehaviorScript.CutPoint.NONE && !script.reset) {
                socket.close();
            } else {
                drop(script.reset);
            }
        }
        return kept;
    }

    private static Behavior ask(ReceiverRoute.BehaviorChoice choice, ReceivedWebhook webhook) {
        try {
            return choice.function().apply(webhook);
        } catch (RuntimeException e) {
            return Behavior.status(500).body("the function of " + webhook.path() + " threw " + e);
        }
    }

    private byte[] body(RequestLine line) throws IOException {
        Map<String, List<String>> headers = line.headers();
        if (headers.containsKey("Expect")) {
            socket.getOutputStream().write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        }
        if (headers.containsKey("Transfer-Encoding")) {
            return reader.chunkedBody();
        }
        String length = headers.getOrDefault("Content-Length", List.of("0")).get(0);
        try {
            return reader.body(Integer.parseInt(length));
        } catch (NumberFormatException e) {
            throw new MalformedRequest("the Content-Length is '" + length + "'");
        }
    }

    private boolean refuse(MalformedRequest problem) throws IOException {
        BehaviorScript script = Behavior.status(400).body(problem.problem()).script();
        new BehaviorWriter(script, this, socket.getOutputStream()).write("", false);
        drop(false);
        return false;
    }

    private static RequestLine parse(String head) throws MalformedRequest {
        String[] lines = head.split("\r\n", -1);
        String[] words = lines[0].split(" ", -1);
        if (words.length != 3 || !words[1].startsWith("/") || !words[2].startsWith("HTTP/1.")) {
            throw new MalformedRequest("the request begins with '" + lines[0] + "'");
        }
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            if (colon < 1) {
                throw new MalformedRequest("a header is '" + lines[i] + "'");
            }
            headers.computeIfAbsent(lines[i].substring(0, colon), name -> new ArrayList<>(1))
                    .add(lines[i].substring(colon + 1).strip());
        }
        int mark = words[1].indexOf('?');
        String path = mark < 0 ? words[1] : words[1].substring(0, mark);
        String query = mark < 0 ? null : words[1].substring(mark + 1);
        return new RequestLine(words[0], path, query, words[2].equals("HTTP/1.0"), headers);
    }
}
