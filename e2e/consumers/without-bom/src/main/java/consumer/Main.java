// SPDX-License-Identifier: Apache-2.0
package consumer;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.slack.api.Slack;
import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.connector.Connector;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Collections;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        var okHttps = Collections.list(Main.class.getClassLoader().getResources("okhttp3/OkHttpClient.class"));
        System.out.println(call() + ", OkHttp jars: " + okHttps.size() + ", Slack: "
                + Slack.getInstance().getHttpClient().getClass().getSimpleName());
    }

    /** The testkit's fake needs OkHttp 5, so this one is the JDK's. */
    private static String call() throws IOException {
        var upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/players/42", exchange -> {
            byte[] player = "{\"id\":\"42\",\"name\":\"Ann\"}".getBytes(UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, player.length);
            exchange.getResponseBody().write(player);
            exchange.close();
        });
        upstream.start();
        try {
            var uri = URI.create("http://localhost:" + upstream.getAddress().getPort());
            try (var api = Connector.create("fake", uri)) {
                return api.get("/players/{id}", Player.class, 42).get().name();
            }
        } finally {
            upstream.stop(0);
        }
    }

    record Player(String id, String name) {}
}
