// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.testkit.ManualClock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/** Starts a fake with one spreadsheet, and sends requests as a client of the JDK alone does. */
abstract class SheetsRequests {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    final ManualClock clock = ManualClock.create();
    final FakeSheets google = FakeSheets.builder().clock(clock).start().token("t-1");
    final FakeSpreadsheet cup = google.spreadsheet("Spring Cup");
    String token = "t-1";

    @AfterEach
    void close() {
        google.close();
    }

    HttpResponse<String> get(String path) throws Exception {
        return send("GET", path, null);
    }

    HttpResponse<String> post(String path, String body) throws Exception {
        return send("POST", path, body);
    }

    HttpResponse<String> put(String path, String body) throws Exception {
        return send("PUT", path, body);
    }

    /** Runs requests of batchUpdate, written with single quotes. */
    HttpResponse<String> batch(String... requests) throws Exception {
        return post(
                ":batchUpdate", "{\"requests\":[" + String.join(",", requests).replace('\'', '"') + "]}");
    }

    /** Sends to a path of the spreadsheet, or from the root if it begins with a double slash. */
    HttpResponse<String> send(String method, String path, @Nullable String body) throws Exception {
        String root = path.startsWith("//") ? path.substring(1) : "/v4/spreadsheets/" + cup.id() + path;
        return HTTP.send(
                request(root, method, body == null ? null : body.getBytes(StandardCharsets.UTF_8))
                        .build(),
                BodyHandlers.ofString());
    }

    HttpResponse<String> sendGzip(String method, String path, String body) throws Exception {
        HttpRequest.Builder request = request("/v4/spreadsheets/" + cup.id() + path, method, gzip(body));
        return HTTP.send(request.header("Content-Encoding", "gzip").build(), BodyHandlers.ofString());
    }

    HttpRequest.Builder request(String path, String method, byte @Nullable [] body) {
        return HttpRequest.newBuilder(URI.create(google.uri() + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body))
                .header("Content-Type", "application/json")
                .header("Authorization", "Bearer " + token);
    }

    static String range(String a1) {
        return "/values/" + URLEncoder.encode(a1, StandardCharsets.UTF_8).replace("+", "%20");
    }

    static String rows(String values) {
        return "{\"values\":" + values.replace('\'', '"') + "}";
    }

    static JsonNode json(HttpResponse<String> response) throws IOException {
        return JSON.readTree(response.body());
    }

    /** Gives the JSON on one line with single quotes. */
    static String line(HttpResponse<String> response) throws IOException {
        return json(response).toString().replace('"', '\'');
    }

    static String message(HttpResponse<String> response) throws IOException {
        return response.statusCode() + " "
                + json(response).path("error").path("message").asText();
    }

    static List<@Nullable Object> row(@Nullable Object... cells) {
        return Arrays.asList(cells);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
