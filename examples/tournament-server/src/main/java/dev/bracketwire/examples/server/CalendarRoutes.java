// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.ShowCalendar;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.examples.tournament.state.StateView;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Serves the calendars that calendar programs subscribe to. {@code /calendar/SLUG-delayed.ics} has the times of the broadcast.
 * {@code /calendar/SLUG.ics} has the times of the races for readers who may see the roster, and those of the broadcast for
 * all others, so that an early time does not give a result away.
 */
final class CalendarRoutes {
    private static final Pattern NAME = Pattern.compile("([0-9A-Za-z_-]{1,120})\\.ics");
    private static final String DELAYED = "-delayed";
    private static final String TYPE = "text/calendar; charset=utf-8";
    private static final long LIFETIME = 60_000_000_000L;

    private final TournamentApp app;
    private final Requester.Finder requesters;
    private final LongSupplier nanos;
    private final Map<String, PublicText> kept = new ConcurrentHashMap<>();
    private final AtomicLong version = new AtomicLong();

    CalendarRoutes(TournamentApp app, Requester.Finder requesters, LongSupplier nanos) {
        this.app = app;
        this.requesters = requesters;
        this.nanos = nanos;
    }

    void addTo(RoutesConfig routes) {
        routes.get("/calendar/{name}", this::send);
    }

    /** Forgets the calendars, because something has changed. */
    void clear() {
        version.incrementAndGet();
    }

    private void send(Context ctx) {
        Matcher name = NAME.matcher(ctx.pathParam("name"));
        Caller caller = requesters.of(ctx.req()).caller();
        Optional<Wanted> found = name.matches() && app.findSchedules().isPresent()
                ? app.read(state -> wanted(state, name.group(1), caller)).get()
                : Optional.empty();
        if (found.isEmpty()) {
            // Not by the command: each of its refusals is a line in the audit, and a visitor may ask for any name.
            ctx.status(404).contentType("text/plain; charset=utf-8").result("There is no such calendar.");
            return;
        }
        Wanted wanted = found.get();
        if (!wanted.shared) {
            ctx.header("Vary", "Cookie, Authorization");
        }
        if (wanted.exact) {
            Answer answer = app.run(new ShowCalendar(wanted.tournament, null, true), caller)
                    .get();
            if (answer instanceof Answer.Done done) {
                sent(ctx, new PublicText(text(done), 0, 0), "private, no-cache");
            } else {
                ApiAnswers.send(ctx, answer);
            }
            return;
        }
        Answer[] other = new Answer[1];
        PublicText shown = kept.compute(wanted.tournament, (tournament, old) -> current(tournament, old, other));
        if (shown == null) {
            ApiAnswers.send(ctx, other[0]);
        } else {
            sent(ctx, shown, wanted.shared ? "public, max-age=300" : "private, max-age=300");
        }
    }

    private static Optional<Wanted> wanted(StateView state, String slug, Caller caller) throws SQLException {
        Optional<ScheduleLink> whole = ScheduleLink.ofSlug(state, slug);
        if (whole.isPresent()) {
            String tournament = whole.get().tournament();
            boolean exact = state.level(caller.person(), tournament, null).includes(Permission.VIEWER);
            return Optional.of(new Wanted(tournament, exact, false));
        }
        return slug.endsWith(DELAYED)
                ? ScheduleLink.ofSlug(state, slug.substring(0, slug.length() - DELAYED.length()))
                        .map(link -> new Wanted(link.tournament(), false, true))
                : Optional.empty();
    }

    private @Nullable PublicText current(String tournament, @Nullable PublicText old, Answer[] other) {
        long now = nanos.getAsLong();
        if (old != null && old.version == version.get() && now - old.at < LIFETIME) {
            return old;
        }
        long before = version.get();
        Answer answer = app.run(new ShowCalendar(tournament, null, false), Caller.visitor(Face.WEB))
                .get();
        if (answer instanceof Answer.Done done) {
            return new PublicText(text(done), now, before);
        }
        other[0] = answer;
        return null;
    }

    private static String text(Answer.Done done) {
        if (done.data() instanceof ShowCalendar.CalendarText calendar) {
            return calendar.text();
        }
        throw new IllegalStateException("the command calendar gave " + done.data());
    }

    private static void sent(Context ctx, PublicText shown, String caching) {
        ctx.header("ETag", shown.tag).header("Cache-Control", caching);
        if (shown.tag.equals(ctx.header("If-None-Match"))) {
            ctx.status(304);
        } else {
            ctx.status(200).contentType(TYPE).result(shown.text.getBytes(StandardCharsets.UTF_8));
        }
    }

    /**
     * A calendar that was asked for.
     *
     * @param exact whether it has the times of the races
     * @param shared whether all callers get the same, so that every cache may keep it
     */
    private record Wanted(String tournament, boolean exact, boolean shared) {}

    private static final class PublicText {
        private final String text;
        private final String tag;
        private final long at;
        private final long version;

        PublicText(String text, long at, long version) {
            this.text = text;
            // Without the time of writing, so that the tag of an equal calendar is the same.
            this.tag = "W/\""
                    + RandomSecrets.hash(text.replaceAll("(?m)^DTSTAMP:.*$", ""))
                            .substring(0, 32) + "\"";
            this.at = at;
            this.version = version;
        }
    }
}
