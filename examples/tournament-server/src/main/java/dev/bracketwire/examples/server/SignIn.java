// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.AuthorizationException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Cookie;
import io.javalin.http.HttpStatus;
import io.javalin.http.SameSite;
import java.net.URI;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Signs people in by Discord and out again, and lets the first admin in by a link that works once. */
final class SignIn {
    private static final Logger log = LoggerFactory.getLogger(SignIn.class);
    private static final String BROWSER = "bw_sign_in";
    private static final int SIGN_IN_SECONDS = 600;

    private final TournamentApp app;
    private final Sessions sessions;
    private final DiscordAccounts discord;
    private final RequestRefusals refusals;
    private final Requester.Finder requesters;
    private final boolean https;
    private final boolean demo;

    SignIn(
            TournamentApp app,
            Sessions sessions,
            DiscordAccounts discord,
            RequestRefusals refusals,
            Requester.Finder requesters,
            URI publicAddress,
            boolean demo) {
        this.app = app;
        this.sessions = sessions;
        this.discord = discord;
        this.refusals = refusals;
        this.requesters = requesters;
        this.https = "https".equals(publicAddress.getScheme());
        this.demo = demo;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/auth/sign-in", ctx -> begin(ctx, SafePath.of(ctx.queryParam("to")), null));
        routes.get("/auth/first-admin/{code}", this::firstAdmin);
        routes.get("/auth/callback", this::finish);
        routes.post("/auth/sign-out", this::signOut);
        routes.get("/api/session", this::session);
    }

    private void begin(Context ctx, String target, @Nullable String adminCode) {
        Authorization asked = discord.ask();
        String browser = sessions.beginSignIn(
                new Sessions.SignInAttempt(asked.state(), asked.verifier().reveal(), target, adminCode));
        ctx.cookie(cookie(BROWSER, browser, "/auth", SIGN_IN_SECONDS));
        ctx.redirect(asked.url().toString(), HttpStatus.FOUND);
    }

    private Cookie cookie(String name, String value, String path, int seconds) {
        Cookie cookie = new Cookie(name, value);
        cookie.setPath(path);
        cookie.setMaxAge(seconds);
        cookie.setHttpOnly(true);
        cookie.setSecure(https);
        cookie.setSameSite(SameSite.LAX);
        return cookie;
    }

    private void firstAdmin(Context ctx) {
        String code = ctx.pathParam("code");
        if (!sessions.isFirstAdmin(code)) {
            refuse(
                    ctx,
                    new Refusal(
                            Reason.FORBIDDEN,
                            "This link was used, is too old, or is not right. Start the server again: it prints a new one"
                                    + " while there is no admin."));
            return;
        }
        begin(ctx, "/", RandomSecrets.hash(code));
    }

    private void finish(Context ctx) {
        String browser = ctx.cookie(BROWSER);
        ctx.cookie(cookie(BROWSER, "", "/auth", 0));
        Optional<Sessions.SignInAttempt> attempt = browser == null ? Optional.empty() : sessions.takeSignIn(browser);
        if (attempt.isEmpty()) {
            refuse(
                    ctx,
                    new Refusal(
                            Reason.FORBIDDEN,
                            "This sign-in was not begun in this browser, or it took too long. Begin again."));
            return;
        }
        try {
            DiscordAccounts.Account account = discord.finish(
                    attempt.get().state(),
                    Secret.of(attempt.get().verifier()),
                    ctx.queryString() == null ? "" : ctx.queryString());
            Person person = app.personOfDiscord(account.id(), account.name()).get();
            String adminCode = attempt.get().adminCode();
            if (adminCode != null) {
                makeAdmin(person, adminCode);
            }
            endOld(ctx);
            ctx.cookie(cookie(Requester.COOKIE, sessions.begin(person.id()), "/", (int) Sessions.LIFETIME.toSeconds()));
            ctx.redirect(attempt.get().target(), HttpStatus.FOUND);
        } catch (Refusal refusal) {
            refuse(ctx, refusal);
        } catch (AuthorizationException e) {
            log.info("a sign-in was refused: {}", e.getMessage());
            refuse(
                    ctx,
                    e.reason() == AuthorizationException.Reason.DENIED
                            ? new Refusal(
                                    Reason.FORBIDDEN, "You did not allow the sign-in. Begin again if you want to.")
                            : new Refusal(Reason.FORBIDDEN, "Discord did not confirm this sign-in. Begin again."));
        } catch (BracketwireException e) {
            log.warn("a sign-in failed", e);
            refuse(
                    ctx,
                    new Refusal(
                            Reason.UNAVAILABLE,
                            "Discord cannot be reached, so nobody can sign in. Try again in a minute."));
        }
    }

    /** Ends the earlier session of the browser, so that it cannot be used again. */
    private void endOld(Context ctx) {
        String old = ctx.cookie(Requester.COOKIE);
        if (old != null) {
            sessions.end(old);
        }
    }

    private void makeAdmin(Person person, String hash) {
        try {
            app.database()
                    .write(connection -> {
                        SqlSession sql = new SqlSession(app.database(), connection);
                        if (!sessions.takeFirstAdmin(sql, hash)) {
                            throw new Refusal(Reason.FORBIDDEN, "This link was used already. Ask the admin.");
                        }
                        String id = RandomIds.answer();
                        StateTransaction state = new StateTransaction(
                                sql, app.clock().instant().truncatedTo(ChronoUnit.MILLIS), id, person.id());
                        state.apply(new StateChange.OfGrant(
                                state.findGrant(person.id(), Grant.EVERYTHING).orElse(null),
                                new Grant(person.id(), Grant.EVERYTHING, Permission.ADMIN)));
                        state.audit(new AuditLine(
                                id,
                                person.id(),
                                Face.WEB,
                                "first-admin",
                                null,
                                AuditLine.Outcome.DONE,
                                "{" + person.id() + "} became the first admin by the link of the first start"));
                        return true;
                    })
                    .get();
        } catch (BracketwireException e) {
            if (e.getCause() instanceof Refusal refusal) {
                throw refusal;
            }
            throw e;
        }
    }

    private void refuse(Context ctx, Refusal refusal) {
        Answer.Refused answer = refusals.refused("sign-in", Caller.visitor(Face.WEB), refusal);
        ctx.status(ApiAnswers.status(answer));
        ctx.contentType("text/html; charset=utf-8");
        ctx.result("<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\""
                + " content=\"width=device-width\"><title>Sign-in</title></head><body><h1>You are not signed in</h1><p>"
                + answer.text() + "</p><p>The id of this is " + answer.id()
                + ".</p><p><a href=\"/auth/sign-in\">Sign in</a> or <a href=\"/\">go on without</a></p></body></html>");
    }

    private void signOut(Context ctx) {
        Requester requester = requesters.of(ctx.req());
        if (requester.session() != null) {
            sessions.end(requester.session());
        }
        ctx.cookie(cookie(Requester.COOKIE, "", "/", 0));
        ApiAnswers.send(ctx, new Answer.Done(RandomIds.answer(), "You are signed out.", null));
    }

    private void session(Context ctx) {
        Requester requester =
                ctx.header("Authorization") == null ? requesters.browser(ctx.req()) : requesters.of(ctx.req());
        String id = requester.caller().person();
        Map<String, Object> shown = new LinkedHashMap<>();
        shown.put("signedIn", id != null);
        shown.put("demo", demo);
        if (id != null) {
            app.read(state -> {
                        shown.put("person", state.person(id));
                        shown.put("highest", state.highestLevel(id));
                        return true;
                    })
                    .get();
        }
        if (requester.session() != null) {
            shown.put("csrf", Sessions.csrf(requester.session()));
        }
        ApiAnswers.sendJson(ctx, 200, shown);
    }
}
