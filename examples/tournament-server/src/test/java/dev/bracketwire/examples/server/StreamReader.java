// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

/** Reads a stream of server-sent events, as {@code change 7 {…}} lines. */
final class StreamReader implements AutoCloseable {
    private final List<String> events = new CopyOnWriteArrayList<>();
    private final HttpResponse<InputStream> response;

    StreamReader(TestBrowser browser, URI at, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(at);
        if (!browser.cookies.isEmpty()) {
            request.header("Cookie", browser.cookieHeader());
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        this.response = HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofInputStream());
        Thread thread = new Thread(this::read, "stream-reader");
        thread.setDaemon(true);
        thread.start();
    }

    private void read() {
        String event = "";
        String id = "";
        try (var lines = new java.io.BufferedReader(
                new java.io.InputStreamReader(response.body(), java.nio.charset.StandardCharsets.UTF_8))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith("event: ")) {
                    event = line.substring(7);
                } else if (line.startsWith("id: ")) {
                    id = line.substring(4);
                } else if (line.startsWith("data: ")) {
                    events.add(event + " " + id + " " + line.substring(6));
                    id = "";
                }
            }
        } catch (java.io.IOException e) {
            events.add("broken " + e.getMessage());
        }
        events.add("end");
    }

    int status() {
        return response.statusCode();
    }

    /** Returns all events but beats. */
    List<String> events() {
        return events.stream().filter(event -> !event.startsWith("beat")).toList();
    }

    long beats() {
        return events.stream().filter(event -> event.startsWith("beat")).count();
    }

    List<String> changes() {
        return events.stream().filter(event -> event.startsWith("change")).collect(Collectors.toList());
    }

    /** Returns the topics of the changes. */
    List<String> topics() {
        return changes().stream()
                .map(event -> event.replaceAll(".*\"topic\":\"([a-z]+)\".*", "$1"))
                .toList();
    }

    /** Returns the numbers of the changes. */
    List<Long> numbers() {
        return changes().stream()
                .map(event -> Long.valueOf(event.split(" ", -1)[1]))
                .toList();
    }

    @Override
    public void close() throws java.io.IOException {
        response.body().close();
    }
}
