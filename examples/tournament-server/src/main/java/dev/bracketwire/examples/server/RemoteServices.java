// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reaches the supervisor in the process that started this one, by its control endpoint. */
final class RemoteServices implements SupervisedServices, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(RemoteServices.class);
    private static final Duration LONGEST = Duration.ofSeconds(100);
    private static final Duration FOLLOWED = Duration.ofDays(1);
    private static final Duration LOOK = Duration.ofSeconds(1);

    private final Connector control;

    RemoteServices(URI address, Secret token) {
        this.control = Connector.create(ConnectorConfig.builder("supervisor", address)
                .auth(Auth.bearer(token))
                .timeouts(Timeouts.defaults().attempt(LONGEST).call(LONGEST).transfer(FOLLOWED))
                .build());
    }

    @Override
    public Call<List<Service>> list() {
        return control.send(Request.get("/services")).map(reply -> read(reply, new TypeReference<List<Service>>() {}));
    }

    @Override
    public Call<Service> control(String name, ServiceAction action) {
        return control.send(Request.post("/services/{name}/{action}", name, action.name())
                        .once())
                .map(reply -> read(reply, new TypeReference<Service>() {}));
    }

    @Override
    public Call<List<String>> log(String name, int lines) {
        return control.send(Request.get("/services/{name}/log", name).query("lines", lines))
                .map(reply -> read(reply, new TypeReference<List<String>>() {}));
    }

    private static <T> T read(Reply reply, TypeReference<T> type) {
        try {
            if (reply.status() == 409) {
                JsonNode problem = AppJson.MAPPER.readTree(reply.text());
                throw new Refusal(Reason.CONFLICT, problem.path("problem").asText());
            }
            if (!reply.isSuccess()) {
                throw new Refusal(
                        Reason.UNAVAILABLE, "The supervisor does not answer. Look at the terminal of the server.");
            }
            return AppJson.MAPPER.readValue(reply.text(), type);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the supervisor has sent damaged JSON", e);
        }
    }

    @Override
    public AutoCloseable follow(String service, Consumer<String> lines, Runnable end) {
        ReplyStream stream =
                control.stream(Request.get("/services/{name}/follow", service)).get();
        AtomicBoolean wanted = new AtomicBoolean(true);
        CallThreads.startThread("log-" + service, () -> {
            try (BufferedReader reader =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                String line = reader.readLine();
                while (line != null && wanted.get()) {
                    if (!line.isEmpty()) {
                        lines.accept(line.substring(1));
                    }
                    line = reader.readLine();
                }
            } catch (IOException | RuntimeException e) {
                log.debug("the log of {} is followed no more: {}", service, e.getMessage());
            } finally {
                end.run();
            }
        });
        // Only the thread that reads may close the stream; the supervisor sends something each second.
        return () -> wanted.set(false);
    }

    @Override
    public AutoCloseable watch(TournamentApp app) {
        Thread watching = CallThreads.startThread("service-watch", () -> look(app));
        return watching::interrupt;
    }

    private void look(TournamentApp app) {
        List<Service> before = List.of();
        while (!Thread.currentThread().isInterrupted()) {
            try {
                List<Service> now = list().get();
                if (!now.equals(before)) {
                    announce(app);
                    before = now;
                }
                Thread.sleep(LOOK.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (BracketwireException e) {
                log.debug("the supervisor does not answer: {}", e.getMessage());
                if (!slept()) {
                    return;
                }
            }
        }
    }

    private static boolean slept() {
        try {
            Thread.sleep(LOOK.toMillis());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static void announce(TournamentApp app) {
        app.database()
                .write(connection -> {
                    StateTransaction state = new StateTransaction(
                            new SqlSession(app.database(), connection),
                            app.clock().instant().truncatedTo(ChronoUnit.MILLIS),
                            RandomIds.answer(),
                            null);
                    state.topic("services:");
                    state.announce();
                    return true;
                })
                .get();
    }

    @Override
    public void close() {
        control.close();
    }
}
