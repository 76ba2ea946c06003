// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.testkit.ManualClock;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/**
 * The origin server of one case: answers the request of a number as the case says, on a socket of its own, since nothing
 * made for decent servers sends what some cases want. It keeps what it received.
 */
@NullMarked
final class CaseOrigin implements AutoCloseable {
    private static final String COUNT = "Client-Request-Count";

    private final String id;
    private final JsonNode requests;
    private final ManualClock clock;
    private final ServerSocket socket;
    private final List<Seen> seen = new CopyOnWriteArrayList<>();
    private final List<Socket> open = new CopyOnWriteArrayList<>();

    /**
     * A request that was received.
     *
     * @param headers by their names in lower case
     * @param sent the header fields of the answer that a client should see, by their names in lower case
     */
    record Seen(int number, String method, Map<String, String> headers, Map<String, String> sent) {}

    CaseOrigin(String id, JsonNode requests, ManualClock clock) throws IOException {
        this.id = id;
        this.requests = requests;
        this.clock = clock;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    URI uri() {
        return URI.create("http://" + socket.getInetAddress().getHostAddress() + ":" + socket.getLocalPort());
    }

    /** The first time a request of this number came; null if none did. */
    @Nullable
    Seen seen(int number) {
        return seen.stream().filter(one -> one.number == number).findFirst().orElse(null);
    }

    /** Which of the client's requests an answer was made for; 0 if it does not say. */
    static int number(@Nullable String count) {
        return count == null ? 0 : Integer.parseInt(count);
    }

    static String countHeader() {
        return COUNT;
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "case-origin");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        try {
            while (true) {
                Socket client = socket.accept();
                open.add(client);
                daemon(() -> serve(client));
            }
        } catch (IOException e) {
            // closed
        }
    }

    private void serve(Socket client) {
        try (client) {
            InputStream in = new BufferedInputStream(client.getInputStream());
            boolean more = true;
            while (more) {
                String start = line(in);
                if (start == null) {
                    return;
                }
                Map<String, String> headers = new TreeMap<>();
                for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
                    int colon = line.indexOf(':');
                    headers.merge(
                            line.substring(0, colon).toLowerCase(Locale.ROOT),
                            line.substring(colon + 1).strip(),
                            (one, other) -> one + ", " + other);
                }
                in.readNBytes(Integer.parseInt(headers.getOrDefault("content-length", "0")));
                more = answer(start.split(" ", -1), headers, client.getOutputStream());
            }
        } catch (IOException e) {
            // the client is gone
        }
    }

    private static @Nullable String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int c = in.read(); c != '\n'; c = in.read()) {
            if (c < 0) {
                return null;
            }
            line.write(c);
        }
        return line.toString(ISO_8859_1).stripTrailing();
    }

    /** Gives whether the connection may go on. */
    private boolean answer(String[] start, Map<String, String> headers, OutputStream out) throws IOException {
        int number = headers.containsKey("req-num") ? Integer.parseInt(headers.get("req-num")) : seen.size() + 1;
        JsonNode request = requests.path(number - 1);
        clock.advance(
                Duration.ofMillis(Math.round(request.path("response_pause").asDouble() * 1000)));
        Instant now = clock.instant();
        Map<String, String> shown = new LinkedHashMap<>();
        List<String> lines = new ArrayList<>();
        for (JsonNode field : request.path("response_headers")) {
            String value = CaseFields.value(field, request, now, start[1]);
            lines.add(field.path(0).asText() + ": " + value);
            if (field.size() < 3 || field.path(2).asBoolean()) {
                shown.merge(CaseFields.name(field), value, (one, other) -> one + ", " + other);
            }
        }
        String status = status(number, request, headers);
        seen.add(new Seen(number, start[0], headers, shown));
        if (request.path("disconnect").asBoolean()) {
            return false;
        }
        for (JsonNode interim : request.path("interim_responses")) {
            out.write(interim(interim).getBytes(ISO_8859_1));
        }
        lines.add("Server-Base-Url: " + start[1]);
        lines.add("Server-Now: " + now.toEpochMilli());
        lines.add(COUNT + ": " + number);
        lines.add("Server-Request-Count: " + seen.size());
        boolean bodiless = status.startsWith("204") || status.startsWith("304");
        byte[] body = bodiless
                ? new byte[0]
                : request.path("response_body").asText(id).getBytes(ISO_8859_1);
        return write(status, lines, body, start[0].equals("HEAD") || bodiless, out);
    }

    private static boolean write(String status, List<String> lines, byte[] body, boolean headOnly, OutputStream out)
            throws IOException {
        boolean open = true;
        int length = body.length;
        String declared = declared(lines, "content-length");
        if (declared != null) {
            length = Math.min(length, Integer.parseInt(declared));
            open = length == Integer.parseInt(declared);
        } else if (declared(lines, "transfer-encoding") != null) {
            open = false;
        } else if (!(headOnly && body.length == 0)) {
            lines.add("Content-Length: " + length);
        }
        if (declared(lines, "content-type") == null) {
            lines.add("Content-Type: text/plain");
        }
        String head = "HTTP/1.1 " + status + "\r\n" + String.join("\r\n", lines) + "\r\n\r\n";
        out.write(head.getBytes(ISO_8859_1));
        if (!headOnly) {
            out.write(body, 0, length);
        }
        out.flush();
        return open;
    }

    private static @Nullable String declared(List<String> lines, String name) {
        return lines.stream()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }

    private static String interim(JsonNode interim) {
        StringBuilder text = new StringBuilder("HTTP/1.1 " + interim.path(0).asText() + " Interim\r\n");
        interim.path(1)
                .forEach(field -> text.append(field.path(0).asText())
                        .append(": ")
                        .append(field.path(1).asText())
                        .append("\r\n"));
        return text.append("\r\n").toString();
    }

    /** A case that wants a question whether the answer before still stands gets 999 for any other. */
    private String status(int number, JsonNode request, Map<String, String> headers) {
        if (request.isMissingNode()) {
            return "409 Not In The Case";
        }
        if (request.path("expected_type").asText().endsWith("validated")) {
            boolean asked = validator(number - 1, "last-modified").equals(headers.get("if-modified-since"))
                    || validator(number - 1, "etag").equals(headers.get("if-none-match"));
            return asked ? "304 Not Modified" : "999 304 Not Generated";
        }
        JsonNode status = request.path("response_status");
        String reason = status.path(1).asText();
        return status.isMissingNode() ? "200 OK" : (status.isArray() ? status.path(0) : status).asText() + " " + reason;
    }

    private String validator(int number, String name) {
        Seen before = seen(number);
        if (before != null && before.sent.containsKey(name)) {
            return before.sent.get(name);
        }
        String value = "";
        for (JsonNode field : requests.path(number - 1).path("response_headers")) {
            value = CaseFields.name(field).equals(name) ? field.path(1).asText() : value;
        }
        return value;
    }

    @Override
    public void close() {
        try {
            socket.close();
            for (Socket client : open) {
                client.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
