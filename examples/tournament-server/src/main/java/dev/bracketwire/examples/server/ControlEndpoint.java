// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.Supervisor;
import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.UnauthorizedResponse;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Offers the supervisor to the API, which is a separate process. It listens on 127.0.0.1 and accepts one random token
 * only.
 */
final class ControlEndpoint implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ControlEndpoint.class);
    private static final Duration START = Duration.ofSeconds(90);
    private static final int FOLLOWED = 10_000;

    private final Supervisor supervisor;
    private final Set<String> own;
    private final String token = RandomSecrets.create();
    private final Javalin http;

    /**
     * Opens the endpoint.
     *
     * @param own the services through which requests arrive: they are restarted after the answer, and never stopped
     */
    ControlEndpoint(Supervisor supervisor, Set<String> own) {
        this.supervisor = supervisor;
        this.own = own;
        this.http = HttpServer.create(config -> {
            config.routes.before(this::insistOnToken);
            config.routes.get("/services", ctx -> send(ctx, list()));
            config.routes.post("/services/{name}/{action}", this::control);
            config.routes.get("/services/{name}/log", this::tail);
            config.routes.get("/services/{name}/follow", this::follow);
            config.routes.exception(
                    BracketwireException.class, (e, ctx) -> problem(ctx, String.valueOf(e.getMessage())));
        });
        http.start("127.0.0.1", 0);
    }

    URI address() {
        return URI.create("http://127.0.0.1:" + http.port());
    }

    Secret token() {
        return Secret.of(token);
    }

    private void insistOnToken(Context ctx) {
        String given = ctx.header("Authorization");
        if (given == null || !RandomSecrets.same(given, "Bearer " + token)) {
            throw new UnauthorizedResponse();
        }
    }

    private static void send(Context ctx, Object value) {
        ctx.contentType("application/json").result(AppJson.write(value));
    }

    private static void problem(Context ctx, String text) {
        ctx.status(409);
        send(ctx, Map.of("problem", text));
    }

    private List<Service> list() {
        return supervisor.statuses().stream().map(ControlEndpoint::shown).toList();
    }

    private static Service shown(ServiceStatus status) {
        return new Service(
                status.name(),
                status.state().name(),
                status.ready(),
                status.since(),
                status.why(),
                status.pid().isPresent() ? status.pid().getAsLong() : null,
                status.starts());
    }

    private void control(Context ctx) {
        String name = ctx.pathParam("name");
        ServiceAction action = ServiceAction.valueOf(ctx.pathParam("action"));
        if (supervisor.find(name).isEmpty()) {
            problem(ctx, "There is no service \"" + name + "\". List the services to see their names.");
        } else if (!own.contains(name)) {
            run(name, action).within(START).get();
            send(ctx, shown(supervisor.find(name).orElseThrow()));
        } else if (action == ServiceAction.STOP) {
            problem(
                    ctx,
                    "Without " + name + " nobody could start it again from here. Stop the whole server where it runs.");
        } else {
            // The answer goes through the service itself, so it is restarted a moment later.
            CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS).execute(() -> restartOwn(name, action));
            Service now = shown(supervisor.find(name).orElseThrow());
            send(ctx, new Service(name, "STOPPING", false, Instant.now(), "is restarted now", now.pid(), now.starts()));
        }
    }

    private void restartOwn(String name, ServiceAction action) {
        try {
            run(name, action).within(START).get();
        } catch (BracketwireException e) {
            log.warn("{} of {} failed", action, name, e);
        }
    }

    private Call<?> run(String name, ServiceAction action) {
        // A restart starts a stopped service, and stops and starts a running one.
        return action == ServiceAction.STOP ? supervisor.stop(name) : started(name, action);
    }

    private Call<?> started(String name, ServiceAction action) {
        boolean runs = supervisor.find(name).orElseThrow().state().running();
        return action == ServiceAction.START && runs ? Call.done(List.of()) : supervisor.restart(name);
    }

    private void tail(Context ctx) {
        String name = ctx.pathParam("name");
        if (supervisor.find(name).isEmpty()) {
            problem(ctx, "There is no service \"" + name + "\". List the services to see their names.");
            return;
        }
        int lines = ctx.queryParamAsClass("lines", Integer.class).getOrDefault(200);
        send(ctx, supervisor.tail(name, lines));
    }

    /** Sends lines as they come, and an empty one each second, which fails once the reader is gone. */
    private void follow(Context ctx) throws IOException, InterruptedException {
        BlockingQueue<String> lines = new LinkedBlockingQueue<>(FOLLOWED);
        Call.Registration following = supervisor.follow(ctx.pathParam("name"), lines::offer);
        try {
            ctx.res().setContentType("text/plain; charset=utf-8");
            OutputStream out = ctx.res().getOutputStream();
            while (true) {
                String line = lines.poll(1, TimeUnit.SECONDS);
                out.write(((line == null ? "" : " " + line) + "\n").getBytes(StandardCharsets.UTF_8));
                if (lines.isEmpty()) {
                    out.flush();
                }
            }
        } catch (IOException e) {
            log.debug("a log is followed no more: {}", e.getMessage());
        } finally {
            following.close();
        }
    }

    @Override
    public void close() {
        http.stop();
    }
}
