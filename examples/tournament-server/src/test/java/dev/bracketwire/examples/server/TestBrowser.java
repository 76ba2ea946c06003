// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.examples.tournament.AppJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Behaves as a browser does: keeps cookies, and sends the token of its session once it has read it. */
final class TestBrowser {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI page;
    final Map<String, String> cookies = new LinkedHashMap<>();
    String csrf = "";

    TestBrowser(URI page) {
        this.page = page;
    }

    HttpResponse<String> send(String method, String path, @Nullable String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(page + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
        if (!cookies.isEmpty()) {
            request.header("Cookie", cookieHeader());
        }
        for (int i = 0; i < headers.length; i += 2) {
            request.header(headers[i], headers[i + 1]);
        }
        HttpResponse<String> response = HTTP.send(request.build(), BodyHandlers.ofString());
        for (String cookie : response.headers().allValues("Set-Cookie")) {
            String[] pair = cookie.split(";", 2)[0].split("=", 2);
            if (pair[1].isEmpty()) {
                cookies.remove(pair[0]);
            } else {
                cookies.put(pair[0], pair[1]);
            }
        }
        return response;
    }

    URI address(String path) {
        return URI.create(page + path);
    }

    String cookieHeader() {
        return cookies.entrySet().stream()
                .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                .collect(Collectors.joining("; "));
    }

    HttpResponse<String> get(String path, String... headers) throws Exception {
        return send("GET", path, null, headers);
    }

    /** Sends a change as the page does. */
    HttpResponse<String> change(String method, String path, @Nullable String json) throws Exception {
        return json == null
                ? send(method, path, null, "X-CSRF-Token", csrf)
                : send(method, path, json, "X-CSRF-Token", csrf, "Content-Type", "application/json");
    }

    JsonNode json(HttpResponse<String> response) throws Exception {
        return AppJson.MAPPER.readTree(response.body());
    }

    /** Signs in as a user of the identity provider. */
    TestBrowser signIn(@Nullable String user) throws Exception {
        HttpResponse<String> done = comeBack(begin("/auth/sign-in"), user);
        if (done.statusCode() != 302) {
            throw new AssertionError(done.statusCode() + " " + done.body());
        }
        return this;
    }

    /** Opens a link that leads to the identity provider, and returns where. */
    URI begin(String path) throws Exception {
        HttpResponse<String> sent = get(path);
        List<String> location = sent.headers().allValues("Location");
        if (location.isEmpty()) {
            throw new AssertionError(sent.statusCode() + " " + sent.body());
        }
        return URI.create(location.get(0));
    }

    /** Allows the sign-in there, and follows the way back. */
    HttpResponse<String> comeBack(URI authorize, @Nullable String user) throws Exception {
        HttpRequest click = HttpRequest.newBuilder(authorize.resolve("/oauth2/authorize"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(authorize.getRawQuery() + (user == null ? "&deny=1" : "&user=" + user)))
                .build();
        URI back = URI.create(HTTP.send(click, BodyHandlers.ofString())
                .headers()
                .firstValue("Location")
                .orElseThrow());
        HttpResponse<String> done = get(back.getRawPath() + "?" + back.getRawQuery());
        csrf = json(get("/api/session")).path("csrf").asText();
        return done;
    }
}
