// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.TournamentAppBuilder;
import dev.bracketwire.store.Database;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import org.postgresql.ds.PGSimpleDataSource;

/** One node of the API: the database, the application and the HTTP server, in the order in which they need each other. */
final class ApiNode implements AutoCloseable {
    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final TournamentApp app;
    private final int port;

    /**
     * Starts a node.
     *
     * @param port the port; 0 for a free one
     */
    ApiNode(ServerSettings settings, int port, SupervisedServices services) {
        try {
            Database db = kept(database(settings));
            ServerMetrics metrics = kept(new ServerMetrics());
            Platforms platforms = kept(new Platforms(settings, settings.address(), metrics.bridge()));
            this.app = kept(scheduling(
                            TournamentApp.builder(db, platforms.identities())
                                    .sheets(platforms)
                                    .services(services)
                                    .connectors(platforms.registry())
                                    .personal(Sessions.personal())
                                    .webhooks(WebhookKeys.of(settings), settings.webhooks()::allow),
                            settings)
                    .open());
            Sessions sessions = new Sessions(db, app.clock());
            metrics.watch(app, services);
            ApiServer server = kept(new ApiServer(
                    app, sessions, platforms.discord(), services, metrics, settings.address(), settings.demo()));
            this.port = server.start(port);
            kept(services.watch(app));
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private <T extends AutoCloseable> T kept(T part) {
        parts.push(part);
        return part;
    }

    /** Sets the schedules of SpeedGaming, if the settings have them. */
    static TournamentAppBuilder scheduling(TournamentAppBuilder builder, ServerSettings settings) {
        return settings.speedgaming()
                .map(access -> builder.schedules(access.client(), access.every()))
                .orElse(builder);
    }

    /** Opens the database that the settings name. */
    static Database database(ServerSettings settings) {
        ServerSettings.Storage storage = settings.database();
        if (storage.url().isEmpty()) {
            Path file = storage.file().orElse(settings.state().resolve("tournament.db"));
            return Database.open(file);
        }
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(storage.url().get());
        source.setUser(storage.user().orElseThrow());
        source.setPassword(storage.password().map(Secret::reveal).orElseThrow());
        return Database.builder().listening(source).of(new PostgresPool(source));
    }

    int port() {
        return port;
    }

    TournamentApp app() {
        return app;
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                org.slf4j.LoggerFactory.getLogger(ApiNode.class).warn("a part could not be closed", e);
            }
        }
    }
}
