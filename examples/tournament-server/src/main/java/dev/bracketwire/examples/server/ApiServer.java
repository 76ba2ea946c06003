// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Commands;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.ListTournaments;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.state.RandomIds;
import io.javalin.Javalin;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.javalin.http.HttpResponseException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.jetty.ee10.servlet.ServletHolder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Serves the HTTP API: one route for each command of the application, sign-in, live events, health and metrics. */
final class ApiServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ApiServer.class);
    private static final Set<Class<?>> CACHED = Set.of(ListTournaments.class, ShowTournament.class);

    /** The headers of all responses. */
    static final Map<String, String> SAFETY = Map.of(
            "X-Content-Type-Options", "nosniff",
            "Cache-Control", "no-store",
            "Referrer-Policy", "no-referrer",
            "Content-Security-Policy",
                    "default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'");

    private final TournamentApp app;
    private final RequestRefusals refusals;
    private final Requester.Finder requesters;
    private final PublicCache cache;
    private final EventStream events;
    private final ServerMetrics metrics;
    private final Javalin http;

    ApiServer(
            TournamentApp app,
            Sessions sessions,
            DiscordAccounts discord,
            ServiceLogs logs,
            ServerMetrics metrics,
            URI publicAddress,
            boolean demo) {
        this.app = app;
        this.metrics = metrics;
        this.refusals = new RequestRefusals(app);
        this.requesters = new Requester.Finder(app, sessions, publicAddress);
        this.cache = new PublicCache(System::nanoTime);
        CalendarRoutes calendars = new CalendarRoutes(app, requesters, System::nanoTime);
        this.events = new EventStream(app, sessions, () -> {
            cache.clear();
            calendars.clear();
        });
        metrics.streams(events::streams);
        SignIn signIn = new SignIn(app, sessions, discord, refusals, requesters, publicAddress, demo);
        this.http = HttpServer.create(config -> {
            config.requestLogger.http((ctx, millis) -> requested(ctx, millis));
            headers(config.routes);
            signIn.addTo(config.routes);
            commands(config.routes);
            calendars.addTo(config.routes);
            config.routes.get("/api/health", this::health);
            config.routes.get(
                    "/metrics",
                    ctx -> ctx.contentType("text/plain; version=0.0.4; charset=utf-8")
                            .result(metrics.text()));
            String openApi = OpenApiDocument.text(publicAddress);
            config.routes.get(
                    "/api/openapi.json",
                    ctx -> ctx.contentType("application/json").result(openApi));
            failures(config.routes);
            config.jetty.modifyServletContextHandler(context -> {
                ServletHolder streams = new ServletHolder(new EventServlet(app, events, requesters, refusals, logs));
                streams.setAsyncSupported(true);
                context.addServlet(streams, "/events/*");
            });
        });
    }

    /** Starts to listen on 127.0.0.1 and returns the port; 0 takes a free one. */
    int start(int port) {
        events.start(); // first, so that no page connects before the events are followed
        http.start("127.0.0.1", port);
        return http.port();
    }

    /** Returns the path for a log, without the code of the first admin. */
    static String loggedPath(String path) {
        return path.startsWith("/auth/first-admin") ? "/auth/first-admin/…" : path;
    }

    private static void requested(Context ctx, float millis) {
        // Neither the query nor the path of a link with a code: both may hold secrets.
        String path = loggedPath(ctx.path());
        if (path.equals("/api/health")) {
            return;
        }
        log.info("{} {} {} {} ms", ctx.method(), path, ctx.statusCode(), Math.round(millis));
    }

    private static void headers(RoutesConfig routes) {
        routes.before(ctx -> {
            SAFETY.forEach(ctx::header);
            // Javalin takes the method from this header, while the proof that the page sent it goes by the real one.
            if (ctx.req().getHeader("X-HTTP-Method-Override") != null) {
                throw new Refusal(
                        Reason.INVALID,
                        "X-HTTP-Method-Override is not taken here. Send the request by its own method.");
            }
        });
    }

    private void commands(RoutesConfig routes) {
        for (Class<? extends Command> type : Commands.types()) {
            Operation operation = Commands.operation(type);
            routes.addHttpHandler(
                    HandlerType.findOrCreate(operation.method()),
                    "/api" + operation.path(),
                    ctx -> run(ctx, type, operation));
        }
    }

    private void run(Context ctx, Class<? extends Command> type, Operation operation) {
        Caller caller = Caller.visitor(Face.WEB);
        try {
            Requester requester = requesters.of(ctx.req());
            caller = requester.caller();
            Command command = CommandRequests.read(type, ctx);
            if (requester.visitor() && CACHED.contains(type)) {
                cache.send(ctx, command.toString(), () -> answer(command, requester.caller()));
                return;
            }
            ApiAnswers.send(ctx, answer(command, caller));
        } catch (Refusal refusal) {
            Answer answer = refusals.refused(operation.name(), caller, refusal);
            metrics.count(operation.name(), answer);
            ApiAnswers.send(ctx, answer);
        }
    }

    private Answer answer(Command command, Caller caller) {
        Answer answer = app.run(command, caller).get();
        metrics.count(Commands.name(command), answer);
        return answer;
    }

    private void health(Context ctx) {
        try {
            app.database()
                    .read(connection -> connection.isValid(1))
                    .within(Duration.ofSeconds(3))
                    .get();
            ApiAnswers.sendJson(ctx, 200, Map.of("status", "up"));
        } catch (BracketwireException e) {
            ApiAnswers.sendJson(ctx, 503, Map.of("status", "down"));
        }
    }

    private void failures(RoutesConfig routes) {
        routes.exception(
                Refusal.class,
                (refusal, ctx) -> ApiAnswers.send(ctx, refusals.refused("request", Caller.visitor(Face.WEB), refusal)));
        routes.exception(
                CommandRequests.TooLargeException.class,
                (e, ctx) -> ApiAnswers.send(
                        ctx,
                        413,
                        refusals.refused(
                                "request",
                                Caller.visitor(Face.WEB),
                                new Refusal(Reason.INVALID, "A request has 64 kB at most. Send less at once."))));
        routes.exception(
                HttpResponseException.class,
                (e, ctx) -> ApiAnswers.send(
                        ctx,
                        e.getStatus(),
                        new Answer.Refused(
                                RandomIds.answer(),
                                e.getStatus() == 404
                                        ? "There is nothing at " + ctx.method() + " " + ctx.path()
                                                + ". /api/openapi.json lists all routes."
                                        : "This request cannot be answered.",
                                e.getStatus() == 404 ? Reason.NOT_FOUND : Reason.INVALID,
                                List.of())));
        routes.exception(Exception.class, (e, ctx) -> {
            String id = RandomIds.answer();
            log.error("{} {} {} failed", id, ctx.method(), loggedPath(ctx.path()), e);
            ApiAnswers.send(
                    ctx, new Answer.Failed(id, "The application has failed. Tell an organiser the id " + id + "."));
        });
    }

    @Override
    public void close() {
        events.close();
        http.stop();
    }
}
