// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Outcome;
import dev.bracketwire.speedgaming.MatchChange;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStore.Known;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.Suggestion;
import dev.bracketwire.speedgaming.internal.ChangeRecorder.Edit;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Applies changes within one transaction. */
final class ChangeBatch {
    private static final String ACTOR = "import";

    private final StoreSession session;
    private final ChangeApplier.Context context;
    private final ChangeRecorder recorder;
    private final PersonResolver resolver;
    private final Map<String, String> refusals;
    private final Instant now;
    private final Map<MatchChange, Outcome<MatchChange>> outcomes = new HashMap<>();
    private final Map<SourcePlayer, Person> persons = new HashMap<>();

    ChangeBatch(
            StoreSession session,
            ChangeApplier.Context context,
            ChangeRecorder recorder,
            PersonResolver resolver,
            Map<String, String> refusals,
            Instant now) {
        this.now = now;
        this.session = session;
        this.context = context;
        this.recorder = recorder;
        this.resolver = resolver;
        this.refusals = refusals;
    }

    List<Outcome<MatchChange>> apply(List<MatchChange> changes) throws SQLException {
        List<MatchChange> fresh = new ArrayList<>();
        List<MatchChange> edits = new ArrayList<>();
        for (MatchChange change : changes) {
            String refusal = refusal(change);
            if (refusal != null) {
                outcomes.put(change, Outcome.stale(change, refusal));
            } else {
                (change.match() == null ? fresh : edits).add(change);
            }
        }
        Map<Long, ScheduledMatch> rows = rows(edits);
        edits.removeIf(change -> isOutdated(change, rows.get(change.match())));
        Map<Long, Known> known = session.matches().known(sourceIds(fresh));
        fresh.removeIf(change -> isKnown(change, known.get(source(change))));
        if (resolve(fresh, edits, rows)) {
            // Persons that turned out to be one were merged in their matches.
            rows.putAll(rows(edits));
        }
        create(fresh);
        edit(edits, rows);
        return changes.stream()
                .map(change -> Objects.requireNonNullElseGet(outcomes.get(change), () -> Outcome.applied(change)))
                .toList();
    }

    private @Nullable String refusal(MatchChange change) {
        return context.tournaments(change).stream()
                .map(refusals::get)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private Map<Long, ScheduledMatch> rows(List<MatchChange> edits) throws SQLException {
        List<Long> ids = edits.stream().map(MatchChange::match).sorted().toList();
        return ids.isEmpty() ? new HashMap<>() : new HashMap<>(session.matches().findAll(ids));
    }

    private static List<Long> sourceIds(List<MatchChange> fresh) {
        return fresh.stream().map(ChangeBatch::source).toList();
    }

    private static Long source(MatchChange change) {
        return found(change).source().match();
    }

    private static SourceMatch found(MatchChange change) {
        return Objects.requireNonNull(change.found(), "found");
    }

    /** Whether the match is no longer as the plan saw it; gives the change its outcome then. */
    private boolean isOutdated(MatchChange change, @Nullable ScheduledMatch row) {
        if (row != null && row.version() == change.seenVersion()) {
            return false;
        }
        SourceMatch found = change.found();
        boolean done = row != null
                && (found == null
                        ? change.kind().equals("cancel") && row.state() == MatchState.CANCELLED
                        : found.source().equals(row.source()));
        outcomes.put(
                change,
                done
                        ? Outcome.unchanged(change)
                        : Outcome.stale(change, "the match was changed since this was planned"));
        return true;
    }

    private boolean isKnown(MatchChange change, @Nullable Known known) {
        if (known == null) {
            return false;
        }
        boolean done = known.source().equals(found(change).source());
        outcomes.put(
                change,
                done
                        ? Outcome.unchanged(change)
                        : Outcome.stale(change, "the match was created since this was planned"));
        return true;
    }

    /** Finds all persons of the batch that a match takes over; gives whether it did anything. */
    private boolean resolve(List<MatchChange> fresh, List<MatchChange> edits, Map<Long, ScheduledMatch> rows)
            throws SQLException {
        Map<String, Set<SourcePlayer>> wanted = new TreeMap<>();
        for (MatchChange change : fresh) {
            want(wanted, found(change), true, true);
        }
        for (MatchChange change : edits) {
            SourceMatch found = change.found();
            ScheduledMatch row = Objects.requireNonNull(rows.get(change.match()), "row");
            if (found != null && !change.kind().equals("cancel")) {
                boolean attach = change.kind().equals("attach");
                boolean players = attach || !MatchMerge.keeps(row, MatchField.PLAYERS) || hasSameNames(row, found);
                boolean crew = attach || !MatchMerge.keeps(row, MatchField.CREW);
                want(wanted, found, players, crew);
            }
        }
        for (Map.Entry<String, Set<SourcePlayer>> each : wanted.entrySet()) {
            persons.putAll(resolver.resolve(session, each.getKey(), each.getValue()));
        }
        return !wanted.isEmpty() && !edits.isEmpty();
    }

    /** Whether only accounts of players can differ, which are taken over also after the start of a match. */
    private static boolean hasSameNames(ScheduledMatch row, SourceMatch found) {
        return row.players().stream()
                .map(MatchPlayer::name)
                .toList()
                .equals(found.players().stream().map(SourcePlayer::name).toList());
    }

    private static void want(Map<String, Set<SourcePlayer>> wanted, SourceMatch found, boolean players, boolean crew) {
        Set<SourcePlayer> all = new LinkedHashSet<>();
        if (players) {
            all.addAll(found.players());
        }
        if (crew) {
            found.signUps().forEach(signUp -> all.add(signUp.person()));
        }
        if (!all.isEmpty()) {
            wanted.computeIfAbsent(found.tournament(), slug -> new LinkedHashSet<>())
                    .addAll(all);
        }
    }

    private Long person(SourcePlayer player) {
        return Objects.requireNonNull(persons.get(player), "person").id();
    }

    private void create(List<MatchChange> fresh) throws SQLException {
        Map<String, List<ScheduledMatch>> unlinked = new TreeMap<>();
        for (MatchChange change : fresh) {
            String tournament = found(change).tournament();
            if (!unlinked.containsKey(tournament)) {
                unlinked.put(tournament, session.matches().unlinked(tournament));
            }
        }
        Map<Long, Person> hostPersons = MatchPlan.players(session, unlinked);
        List<ScheduledMatch> drafts = new ArrayList<>();
        List<Map<ScheduledMatch, List<String>>> questions = new ArrayList<>();
        for (MatchChange change : fresh) {
            SourceMatch found = found(change);
            List<ScheduledMatch> hostMatches = Objects.requireNonNull(unlinked.get(found.tournament()));
            AttachSearch.Result result = AttachSearch.search(found, persons, hostMatches, hostPersons);
            Map<ScheduledMatch, List<String>> perhaps = new LinkedHashMap<>(result.perhaps());
            ScheduledMatch same = result.same();
            if (same != null) {
                if (!Objects.equals(context.hosts().get(same.id()), same.version())) {
                    outcomes.put(change, Outcome.stale(change, "the host has a match with the same players by now"));
                    continue;
                }
                perhaps.put(same, List.of("The players are the same, and so are those of another match."));
            }
            questions.add(perhaps);
            drafts.add(MatchMerge.create(found, this::person, context.run().startedAt()));
        }
        List<ScheduledMatch> added = recorder.create(session, drafts, ACTOR);
        for (int i = 0; i < added.size(); i++) {
            suggest(added.get(i), questions.get(i));
        }
    }

    private void suggest(ScheduledMatch made, Map<ScheduledMatch, List<String>> questions) throws SQLException {
        for (Map.Entry<ScheduledMatch, List<String>> each : questions.entrySet()) {
            session.people()
                    .suggest(new Suggestion(
                            0,
                            Suggestion.Kind.SAME_MATCH,
                            made.tournament(),
                            each.getKey().id(),
                            made.id(),
                            each.getValue(),
                            made.createdAt(),
                            null,
                            null));
        }
    }

    private void edit(List<MatchChange> changes, Map<Long, ScheduledMatch> rows) throws SQLException {
        List<Edit> edits = new ArrayList<>();
        for (MatchChange change : changes) {
            ScheduledMatch row = Objects.requireNonNull(rows.get(change.match()), "row");
            edits.add(new Edit(row, next(change, row), ACTOR, change.kind()));
        }
        List<ScheduledMatch> saved = recorder.save(session, edits);
        List<MatchLogEntry> log = new ArrayList<>();
        for (int i = 0; i < changes.size(); i++) {
            logBeside(log, changes.get(i), edits.get(i).before(), saved.get(i));
        }
        if (!log.isEmpty()) {
            session.matches().log(log);
        }
    }

    private ScheduledMatch next(MatchChange change, ScheduledMatch row) {
        SourceMatch found = change.found();
        return switch (change.kind()) {
            case "missing" -> AbsenceRule.missed(row, context.run());
            case "cancel" -> row.edit().state(MatchState.CANCELLED).done();
            case "attach" -> merge(MatchMerge.released(row, Objects.requireNonNull(found, "found")), found);
            default ->
                found == null ? row.edit().state(MatchState.STALE_UNCONFIRMED).done() : merge(row, found);
        };
    }

    private ScheduledMatch merge(ScheduledMatch row, SourceMatch found) {
        return MatchMerge.merge(row, found, this::person, context.run().startedAt());
    }

    /** Logs the reasons that no field of the match shows. */
    private void logBeside(
            Collection<MatchLogEntry> log, MatchChange change, ScheduledMatch before, ScheduledMatch after) {
        SourceMatch found = change.found();
        if (found == null || change.kind().equals("attach")) {
            return;
        }
        if (change.kind().equals("cancel")) {
            log.add(new MatchLogEntry(
                    after.id(),
                    after.version(),
                    now,
                    ACTOR,
                    "cancel",
                    "tournament",
                    after.tournament(),
                    found.tournament() + " (not imported)"));
            return;
        }
        for (String field : MatchDiff.newConflicts(before, found).keySet()) {
            String kept = field.equals("players") ? "" : MatchDiff.value(before, field);
            String theirs = field.equals("players") ? "" : MatchDiff.value(found, field);
            log.add(new MatchLogEntry(after.id(), after.version(), now, ACTOR, "conflict", field, kept, theirs));
        }
    }
}
