// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.StoreException;
import dev.bracketwire.speedgaming.FeedDrift;
import dev.bracketwire.speedgaming.ImportHealth;
import dev.bracketwire.speedgaming.ImportRun;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Schedule;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.internal.ImportPlanner.Planned;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Records the runs of an import, and chooses the tournament of the next request. */
final class RunRecords {
    /** The scope of a run over all active events. */
    static final String ALL = "*";

    private static final Logger LOG = LoggerFactory.getLogger(RunRecords.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int MOST_PROBLEMS = 100;
    private static final int KEPT_RUNS = 2_000;
    private static final int KEPT_BODIES = 20;
    private static final int LOOKED_AT = 500;
    private static final int PRUNED_EACH = 50;
    private static final int ENOUGH_MISSES = 2;

    private final ImportOptions options;
    private final ImportStore store;

    RunRecords(ImportOptions options) {
        this.options = options;
        this.store = options.store();
    }

    private Instant now() {
        return options.threads().dates().instant();
    }

    Call<ImportRun> begin(String scope, @Nullable Instant from, @Nullable Instant to) {
        ImportRun run = new ImportRun(0, scope, from, to, ImportRun.Status.REQUESTED, now(), null, Map.of(), List.of());
        return store.write(session -> {
            ImportRun begun = session.runs().begin(run);
            if (begun.number() % PRUNED_EACH == 0) {
                session.runs().prune(KEPT_RUNS, KEPT_BODIES);
            }
            return begun;
        });
    }

    /** Records a failure of the request before the call fails by it. */
    <T> Call<T> failing(ImportRun run, Call<T> request) {
        return request.map(value -> new Fetched<>(List.of(value), null))
                .orElse((failure, last) -> new Fetched<>(List.of(), failure))
                .then(fetched -> {
                    CallException failure = fetched.failure();
                    if (failure == null) {
                        return Call.done(fetched.value().get(0));
                    }
                    ImportRun failed = ended(run, ImportRun.Status.FAILED, Map.of(), List.of(failure.getMessage()));
                    return store.write(session -> {
                                session.runs().finish(failed);
                                return failed;
                            })
                            .then(recorded -> Call.failed(failure));
                });
    }

    Call<ImportRun> stage(ImportRun run, byte[] body) {
        return store.write(session -> {
            session.runs().stage(run.number(), body);
            return session.runs().find(run.number()).orElseThrow();
        });
    }

    /** Records the plan of a run. */
    Call<ImportRun> planned(ImportRun run, Planned planned, @Nullable Schedule schedule, ImportRun.Status status) {
        Map<String, Integer> counts = new TreeMap<>(planned.plan().counts());
        counts.put("unchanged", planned.unchanged());
        List<String> problems = new ArrayList<>(planned.alerts());
        if (schedule != null) {
            schedule.unread()
                    .forEach(unread -> problems.add("episode " + (unread.id() == null ? "?" : unread.id())
                            + " cannot be read: " + unread.problem()));
        }
        ImportRun recorded = with(run, status, status == ImportRun.Status.STAGED ? null : now(), counts, problems);
        return store.write(session -> {
                    session.runs().finish(recorded);
                    if (schedule != null) {
                        keepDrift(session, schedule.drift());
                    }
                    return recorded;
                })
                .map(done -> {
                    planned.alerts().forEach(alert -> tell(done, alert));
                    return done;
                });
    }

    private static void keepDrift(StoreSession session, FeedDrift drift) throws SQLException {
        String text = drift.isEmpty() ? "" : json(drift);
        if (!session.runs().findState("drift").orElse("").equals(text)) {
            session.runs().setState("drift", text);
            if (!text.isEmpty()) {
                LOG.warn("the fields of the schedule differ from those that this version knows: {}", text);
            }
        }
    }

    /** Records the end of a plan, with the counts that were stored when it was made. */
    Call<ImportRun> ended(ImportRun run, RunTally tally) {
        List<String> failures = tally.problems();
        ImportRun.Status status = tally.isSuperseded() ? ImportRun.Status.SUPERSEDED : ImportRun.Status.APPLIED;
        return store.write(session -> {
                    ImportRun stored = session.runs().find(run.number()).orElse(run);
                    List<String> problems = new ArrayList<>(stored.problems());
                    problems.addAll(failures);
                    ImportRun done = ended(stored, status, stored.counts(), problems);
                    session.runs().finish(done);
                    return done;
                })
                .map(recorded -> {
                    failures.forEach(text -> tell(recorded, text));
                    return recorded;
                });
    }

    private void tell(ImportRun run, String alert) {
        LOG.warn("import {} of {}: {}", run.number(), run.scope(), alert);
        options.listeners().forEach(listener -> {
            try {
                listener.alerted(run, alert);
            } catch (RuntimeException e) {
                LOG.warn("a listener of an import failed", e);
            }
        });
    }

    private ImportRun ended(
            ImportRun run, ImportRun.Status status, Map<String, Integer> counts, List<String> problems) {
        return with(run, status, now(), counts, problems);
    }

    private static ImportRun with(
            ImportRun run,
            ImportRun.Status status,
            @Nullable Instant end,
            Map<String, Integer> counts,
            List<String> problems) {
        return new ImportRun(
                run.number(), run.scope(), run.from(), run.to(), status, run.startedAt(), end, counts, few(problems));
    }

    private static List<String> few(List<String> problems) {
        return problems.size() <= MOST_PROBLEMS ? problems : problems.subList(0, MOST_PROBLEMS);
    }

    /** Returns a run with its stored reply. */
    Staged staged(StoreSession session, long number) throws SQLException {
        ImportRun run = session.runs()
                .find(number)
                .orElseThrow(() -> new NotFoundException(
                        new CallException.Where("speedgaming", "run " + number, 0, null, 0, false), "no such run"));
        byte[] body = session.runs()
                .body(number)
                .orElseThrow(() -> new NotFoundException(
                        new CallException.Where("speedgaming", "run " + number, 0, null, 0, false),
                        "its reply is not kept any more"));
        return new Staged(run, body);
    }

    /** Returns the newest run of these tournaments that is stored and not applied. */
    Optional<Staged> unfinished(StoreSession session, List<TournamentFeed> feeds, Instant since) throws SQLException {
        for (ImportRun run : session.runs().newest(2)) {
            boolean concerned = run.scope().equals(ALL)
                    || feeds.stream().anyMatch(feed -> feed.slug().equals(run.scope()));
            if (run.status() == ImportRun.Status.STAGED
                    && concerned
                    && run.startedAt().isAfter(since)) {
                Optional<byte[]> body = session.runs().body(run.number());
                if (body.isPresent()) {
                    return Optional.of(new Staged(run, body.get()));
                }
            }
        }
        return Optional.empty();
    }

    /** Chooses the tournament of the next request, and remembers it, also if the request then fails. */
    Call<Turn> nextTurn(List<TournamentFeed> feeds) {
        return store.write(session -> {
            TurnState last =
                    session.runs().findState("turn").map(TurnState::parse).orElse(TurnState.NONE);
            Turn turn = turn(feeds, last, missing(session));
            session.runs().setState("turn", last.after(turn).text());
            return turn;
        });
    }

    /** Lets the tournaments have a turn too when each missing match was asked for and none was settled. */
    private static Turn turn(List<TournamentFeed> feeds, TurnState last, List<Long> missing) {
        boolean single = feeds.size() == 1;
        if (!last.wasMain()) {
            return single ? new Turn(feeds.get(0).slug(), null, true) : new Turn(null, null, true);
        }
        if (last.confirmations() < missing.size()) {
            int again = missing.lastIndexOf(last.confirmed());
            return new Turn(null, missing.get((again + 1) % missing.size()), false);
        }
        if (single) {
            return new Turn(feeds.get(0).slug(), null, true);
        }
        List<String> slugs = feeds.stream().map(TournamentFeed::slug).sorted().toList();
        String next = slugs.stream()
                .filter(slug -> slug.compareTo(last.slug()) > 0)
                .findFirst()
                .orElse(slugs.get(0));
        return new Turn(next, null, false);
    }

    /** Returns the episodes whose absence is to be confirmed. */
    private static List<Long> missing(StoreSession session) throws SQLException {
        List<Long> episodes = new ArrayList<>();
        for (ScheduledMatch match : session.matches().inState(MatchState.MISSING)) {
            MatchSource source = match.source();
            MatchAbsence absence = match.absence();
            if (source != null
                    && absence != null
                    && absence.runs() >= ENOUGH_MISSES
                    && !match.hostFields().contains(MatchField.STATE)
                    && !episodes.contains(source.episode())) {
                episodes.add(source.episode());
            }
        }
        return episodes;
    }

    Call<Boolean> cleaningIsDue() {
        Instant yesterday = now().minus(Duration.ofDays(1));
        return store.read(session -> session.runs()
                .findState("cleaned")
                .filter(text -> text.matches("\\d{1,15}")) // one that is damaged is as none
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)).isBefore(yesterday))
                .orElse(true));
    }

    Call<Boolean> cleaned() {
        return store.write(session -> {
            session.runs().setState("cleaned", "" + now().toEpochMilli());
            return true;
        });
    }

    /** Judges the runs of the tournaments that are enabled. */
    ImportHealth health(StoreSession session) throws SQLException {
        try {
            return health(session, session.runs().enabled());
        } catch (StoreException e) { // a damaged tournament stops all imports, so the health must show it
            return new ImportHealth(
                    ImportHealth.Status.DOWN, null, null, 0, 0, 0, FeedDrift.none(), String.valueOf(e.getMessage()));
        }
    }

    ImportHealth health(StoreSession session, List<TournamentFeed> feeds) throws SQLException {
        List<ImportRun> runs = session.runs().newest(LOOKED_AT).stream()
                .filter(run -> run.scope().equals(ALL)
                        || feeds.stream().anyMatch(feed -> feed.slug().equals(run.scope())))
                .toList();
        Optional<ImportRun> applied = runs.stream()
                .filter(run -> run.status() == ImportRun.Status.APPLIED)
                .findFirst();
        List<ImportRun> since = applied.isEmpty() ? runs : runs.subList(0, runs.indexOf(applied.get()));
        List<ImportRun> failed = since.stream()
                .filter(run -> run.status() == ImportRun.Status.FAILED)
                .toList();
        String driftText = session.runs().findState("drift").orElse("");
        FeedDrift drift = driftText.isEmpty() ? FeedDrift.none() : read(driftText);
        Instant last = applied.map(ImportRun::finishedAt).orElse(null);
        Duration lag = last == null ? null : Duration.between(last, now());
        int missing = session.matches().inState(MatchState.MISSING).size();
        int open = session.people().suggestions(true).size();
        ImportHealth.Status status = ImportHealth.Status.DEGRADED;
        String reason = "";
        if (feeds.isEmpty() && runs.isEmpty()) {
            status = ImportHealth.Status.UP;
        } else if (waited(runs, last).compareTo(period().multipliedBy(10)) > 0) {
            status = ImportHealth.Status.DOWN;
            reason = "no import was applied for " + waited(runs, last).toMinutes() + " minutes" + newest(failed);
        } else if (!failed.isEmpty()) {
            reason = (failed.size() == 1 ? "1 import" : failed.size() + " imports") + " failed since "
                    + (last == null ? "the beginning" : "the last one that was applied") + newest(failed);
        } else if (lag == null) {
            reason = "no import was applied yet";
        } else if (lag.compareTo(period().multipliedBy(3)) > 0) {
            reason = "the last import is " + lag.toMinutes() + " minutes old";
        } else if (!runs.get(0).problems().isEmpty()) {
            reason = runs.get(0).problems().get(0);
        } else if (!drift.isEmpty()) {
            reason = "the fields of the schedule differ from those that this version knows";
        } else {
            status = ImportHealth.Status.UP;
        }
        return new ImportHealth(status, last, lag, failed.size(), missing, open, drift, reason);
    }

    private Duration period() {
        return options.period() == null ? Duration.ofMinutes(5) : options.period();
    }

    /** Returns the time since the last run that was applied, or else since the first run. */
    private Duration waited(List<ImportRun> runs, @Nullable Instant last) {
        if (last != null) {
            return Duration.between(last, now());
        }
        return runs.isEmpty()
                ? Duration.ZERO
                : Duration.between(runs.get(runs.size() - 1).startedAt(), now());
    }

    private static String newest(List<ImportRun> failed) {
        return failed.isEmpty() || failed.get(0).problems().isEmpty()
                ? ""
                : "; the newest: " + failed.get(0).problems().get(0);
    }

    private static String json(FeedDrift drift) {
        try {
            return JSON.writeValueAsString(drift);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a report of fields cannot be written", e);
        }
    }

    private static FeedDrift read(String text) {
        try {
            return JSON.readValue(text, FeedDrift.class);
        } catch (JsonProcessingException e) {
            LOG.warn("the stored report of fields is damaged and is left out", e);
            return FeedDrift.none();
        }
    }

    /**
     * The purpose of a request.
     *
     * @param slug the tournament; null for all or for an episode
     * @param episode the episode; null for a schedule
     * @param main whether it brings the news for all tournaments
     */
    record Turn(@Nullable String slug, @Nullable Long episode, boolean main) {}

    /** A run with its stored reply. */
    @SuppressWarnings("ArrayRecordComponent") // it is handed on at once and never compared
    record Staged(ImportRun run, byte[] body) {}

    /** The reply of a request, or its failure. */
    private record Fetched<T>(List<T> value, @Nullable CallException failure) {}

    /**
     * The request before this one.
     *
     * @param wasMain whether it brought the news for all tournaments
     * @param slug the tournament that had the last turn of its own
     * @param confirmed the episode that was confirmed last
     * @param confirmations the number of confirmations since a tournament had a turn
     */
    private record TurnState(boolean wasMain, String slug, long confirmed, int confirmations) {
        static final TurnState NONE = new TurnState(false, "", 0, 0);

        /** Reads it; one that is damaged is as none. */
        static TurnState parse(String text) {
            String[] parts = text.split(" ", -1);
            return parts.length == 4 && parts[2].matches("\\d{1,18}") && parts[3].matches("\\d{1,6}")
                    ? new TurnState(
                            parts[0].equals("main"), parts[1], Long.parseLong(parts[2]), Integer.parseInt(parts[3]))
                    : NONE;
        }

        TurnState after(Turn turn) {
            if (turn.episode() != null) {
                return new TurnState(false, slug, turn.episode(), confirmations + 1);
            }
            return turn.slug() == null
                    ? new TurnState(true, slug, confirmed, confirmations)
                    : new TurnState(turn.main(), turn.slug(), confirmed, 0);
        }

        String text() {
            return (wasMain ? "main " : "other ") + slug + " " + confirmed + " " + confirmations;
        }
    }
}
