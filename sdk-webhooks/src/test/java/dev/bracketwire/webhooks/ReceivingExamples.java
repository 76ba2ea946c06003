// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import com.sun.net.httpserver.HttpServer;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.http.JdkRoutes;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.http.WebRoute;
import dev.bracketwire.webhooks.http.servlet.ServletRoutes;
import io.javalin.Javalin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Executors;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.ee10.servlet.ServletHolder;

/** The examples of the guide of receiving and of the Javadoc. */
@SuppressWarnings("UnusedVariable")
abstract class ReceivingExamples {
    record Push(String ref) {}

    record Review(int number) {}

    abstract void deploy(Push push);

    void firstLines(KeyRing keys) throws IOException {
        IncomingSource github = IncomingSource.of("github", IncomingScheme.github(Secret.env("GITHUB_WEBHOOK_SECRET")))
                .on("push", event -> deploy(event.data(Push.class)))
                .onInTransaction("pull_request.*", (connection, event) -> save(connection, event));
        try (Database db = Database.open(Path.of("state/league.db"));
                Webhooks hooks = Webhooks.builder(db, keys).receive(github).open()) {
            HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
            server.setExecutor(Executors.newFixedThreadPool(16));
            server.createContext("/hooks/github", JdkRoutes.handler(hooks.incoming("github")));
            server.start();
        }
    }

    void source(Reviews reviews) {
        IncomingSource source = IncomingSource.of("github", IncomingScheme.github(Secret.env("GITHUB_WEBHOOK_SECRET")))
                .on("push", event -> deploy(event.data(Push.class)))
                .onInTransaction("pull_request.*", reviews::save);
    }

    void options(Secret secret, Reviews reviews) {
        IncomingSource source = IncomingSource.of("github", IncomingScheme.github(secret))
                .on("push", event -> deploy(event.data(Push.class)))
                .onInTransaction("pull_request.*", reviews::save)
                .timeout(Duration.ofSeconds(30))
                .concurrency(4);
    }

    void schemes(Settings settings) {
        IncomingScheme github = IncomingScheme.github(Secret.env("GITHUB_WEBHOOK_SECRET"));
        IncomingScheme shop = IncomingScheme.of(settings.section("shop")); // for a sender that is not here
    }

    void shop(Settings settings) {
        IncomingScheme shop = IncomingScheme.of(settings.section("shop"));
    }

    void jdk(Webhooks hooks) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.setExecutor(Executors.newFixedThreadPool(16));
        server.createContext("/hooks/github", JdkRoutes.handler(hooks.incoming("github")));
        server.start();
    }

    void servlet(ServletContextHandler context, Webhooks hooks) {
        context.addServlet(new ServletHolder(ServletRoutes.servlet(hooks.incoming("github"))), "/hooks/github");
    }

    void javalin(Webhooks hooks) {
        WebRoute route = hooks.incoming("github");
        Javalin.create(config -> {
            config.routes.post("/hooks/github", context -> ServletRoutes.answer(route, context.req(), context.res()));
        });
    }

    void test(Webhooks hooks, byte[] body) {
        WebRequest request = WebRequest.of("POST", "/hooks/github", Headers.of("X-GitHub-Event", "push"), body);
        WebReply reply = hooks.incoming("github").answer(request);
    }

    void save(Connection connection, IncomingEvent event) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO reviews VALUES (?, ?)")) {
            insert.setString(1, event.id());
            insert.setInt(2, event.data(Review.class).number());
            insert.executeUpdate();
        }
    }

    /** Saves reviews. */
    abstract static class Reviews {
        abstract void save(Connection connection, IncomingEvent event) throws SQLException;
    }
}
