// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.Call;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.ConflictException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchEdit;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.internal.ChangeRecorder.Edit;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Reads matches, and changes them for people. */
public final class MatchEdits {
    private static final int LONGEST_REASON = 1000;
    private static final Set<MatchField> FROZEN =
            EnumSet.of(MatchField.TITLE, MatchField.TIMES, MatchField.PLAYERS, MatchField.STATE);

    private final ImportStore store;
    private final Function<String, Call<TournamentFeed>> feeds;
    private final ChangeRecorder recorder;
    private final InstantSource dates;

    /** Changes matches of this store. */
    public MatchEdits(
            ImportStore store,
            Function<String, Call<TournamentFeed>> feeds,
            ChangeRecorder recorder,
            InstantSource dates) {
        this.feeds = feeds;
        this.store = store;
        this.recorder = recorder;
        this.dates = dates;
    }

    /** Returns a match. */
    public Call<ScheduledMatch> match(long id) {
        return store.read(session -> found(session, id));
    }

    /** Returns the matches of a tournament without those that another row stands for. */
    public Call<List<ScheduledMatch>> list(ScheduleFilter filter) {
        return store.read(session -> standing(session.matches().list(filter)));
    }

    /** Returns the matches of a person; for one that was merged, those of the person that stands for it. */
    public Call<List<ScheduledMatch>> ofPerson(long person) {
        return store.read(session -> standing(session.matches().ofPerson(living(session, person))));
    }

    private static List<ScheduledMatch> standing(List<ScheduledMatch> matches) {
        return matches.stream()
                .filter(match -> match.state() != MatchState.ATTACHED)
                .toList();
    }

    /** Returns the log of a match. */
    public Call<List<MatchLogEntry>> log(long match) {
        return store.read(
                session -> session.matches().logOf(found(session, match).id()));
    }

    /** Counts the crew of a match, by the rule of its tournament or the usual one. */
    public Call<List<CrewNeed>> crewNeeds(long match) {
        return match(match)
                .then(found -> feeds.apply(found.tournament()).map(feed -> CrewCount.needs(found, feed.crew())));
    }

    /** Adds a match of the host, which owns all its fields. */
    public Call<ScheduledMatch> add(ScheduledMatch draft, String actor) {
        checkActor(actor);
        ScheduledMatch blank = ScheduledMatch.draft(draft.tournament()).done();
        ScheduledMatch match = EditRules.tidied(blank, draft)
                .edit()
                .hostFields(EnumSet.allOf(MatchField.class))
                .absence(null)
                .done();
        List<String> problems = new ArrayList<>(EditRules.problems(blank, match));
        if (match.source() != null) {
            problems.add("a match of SpeedGaming is made by an import; add it without a source");
        }
        boolean mayBegin = match.state().isOpen() && match.state() != MatchState.MISSING;
        if (!mayBegin && match.state() != MatchState.FINISHED) {
            problems.add("a match cannot be added as " + match.state() + "; add it as SCHEDULED");
        }
        return store.write(session -> {
            List<String> all = new ArrayList<>(problems);
            all.addAll(personProblems(session, blank, match));
            if (!all.isEmpty()) {
                throw new IllegalArgumentException(String.join("; ", all));
            }
            Optional<ScheduledMatch> other = ofKey(session, match);
            if (other.isPresent()) {
                throw new ConflictException(
                        Where.of("speedgaming", "match"),
                        "match " + other.get().id() + " has the key " + match.hostKey() + " of the host already");
            }
            return recorder.create(session, List.of(match), actor).get(0);
        });
    }

    /** Changes fields that the host owns, and streams. */
    public Call<MatchEdit> edit(long match, UnaryOperator<ScheduledMatch.Editor> change, String actor) {
        Objects.requireNonNull(change, "change");
        return change(match, actor, (session, before) -> {
            ScheduledMatch made = change.apply(before.edit()).done();
            if (made.id() != before.id() || made.version() != before.version()) {
                throw new IllegalArgumentException("the function must return the editor that it received");
            }
            ScheduledMatch after = EditRules.tidied(before, made);
            List<String> reasons = new ArrayList<>(EditRules.refusals(before, after));
            reasons.addAll(personProblems(session, before, after));
            if (!Objects.equals(before.hostKey(), after.hostKey())) {
                ofKey(session, after)
                        .ifPresent(other -> reasons.add("match " + other.id() + " has the key " + after.hostKey()
                                + " of the host already; remove it there first"));
            }
            String kind = before.times().equals(after.times()) ? "change" : "reschedule";
            return reasons.isEmpty() ? new Step(kind, revived(before, after)) : new Step(reasons);
        });
    }

    // A match that was long over and gets a new time is planned again.
    private ScheduledMatch revived(ScheduledMatch before, ScheduledMatch after) {
        Instant start = MatchSpan.raceStart(after.times());
        boolean planned = !before.times().equals(after.times())
                && start != null
                && start.isAfter(dates.instant())
                && before.state() == MatchState.STALE_UNCONFIRMED;
        return planned ? after.edit().state(EditRules.planned(after)).done() : after;
    }

    /** Sets the stream of a language, or gives it back to the source. */
    public Call<MatchEdit> setStream(long match, String language, String url, String actor) {
        String code = language.strip().toLowerCase(Locale.ROOT);
        String address = url.strip();
        return change(match, actor, (session, before) -> {
            List<MatchStream> streams = new ArrayList<>(before.streams());
            if (address.isEmpty()) {
                boolean removed = streams.removeIf(
                        stream -> stream.host() && stream.language().equalsIgnoreCase(code));
                return new Step(
                        "stream",
                        !removed
                                ? before
                                : before.edit()
                                        .streams(streams)
                                        .source(EditRules.outdated(before.source(), EnumSet.of(MatchField.STREAMS)))
                                        .done());
            }
            List<String> problems = EditRules.streamProblems(code, address);
            if (!problems.isEmpty()) {
                return new Step(problems);
            }
            MatchStream stream = new MatchStream(code, address, true);
            int place = 0;
            while (place < streams.size() && !streams.get(place).language().equalsIgnoreCase(code)) {
                place++;
            }
            if (place < streams.size()) {
                streams.set(place, stream);
            } else {
                streams.add(stream);
            }
            return new Step("stream", before.edit().streams(streams).done());
        });
    }

    /** Takes fields over. */
    public Call<MatchEdit> own(long match, Set<MatchField> fields, String actor) {
        Set<MatchField> taken = Set.copyOf(fields);
        return change(match, actor, (session, before) -> {
            Set<MatchField> all = new TreeSet<>(before.hostFields());
            all.addAll(taken);
            return new Step(
                    "own",
                    before.source() == null
                            ? before
                            : before.edit().hostFields(all).done());
        });
    }

    /** Gives fields back. */
    public Call<MatchEdit> release(long match, Set<MatchField> fields, String actor) {
        Set<MatchField> given = Set.copyOf(fields);
        return change(match, actor, (session, before) -> {
            Set<MatchField> released = new TreeSet<>(before.hostFields());
            released.retainAll(given);
            if (released.isEmpty()) {
                return new Step("release", before);
            }
            if (before.source() == null) {
                return new Step(
                        List.of(
                                "match " + match
                                        + " is not linked to SpeedGaming, so the host keeps its fields; attach it to its episode first"));
            }
            boolean ended = before.state().isFrozen() || before.state() == MatchState.CANCELLED;
            for (MatchField field : released) {
                boolean kept = before.state().isFrozen() && FROZEN.contains(field);
                if (kept || (ended && field == MatchField.STATE)) {
                    return new Step(List.of("match " + match + " is " + before.state() + ", so an import leaves its "
                            + field.name().toLowerCase(Locale.ROOT) + " alone; reopen it first by reopen(" + match
                            + ")"));
                }
            }
            Set<MatchField> rest = new TreeSet<>(before.hostFields());
            rest.removeAll(released);
            return new Step(
                    "release",
                    before.edit()
                            .hostFields(rest)
                            .source(EditRules.outdated(before.source(), released))
                            .done());
        });
    }

    /** Starts the match. */
    public Call<MatchEdit> start(long match, String actor) {
        return change(match, actor, (session, before) -> {
            if (before.state() == MatchState.FINISHED) {
                return new Step(List.of("match " + match + " is finished; reopen it first by reopen(" + match + ")"));
            }
            return moved(before, MatchState.STARTED, "start");
        });
    }

    /** Finishes the match. */
    public Call<MatchEdit> finish(long match, String actor) {
        return change(match, actor, (session, before) -> moved(before, MatchState.FINISHED, "finish"));
    }

    // A match that SpeedGaming cancelled may take place all the same; one that the host cancelled is reopened first.
    private static Step moved(ScheduledMatch before, MatchState state, String kind) {
        if (before.state() == MatchState.CANCELLED && EditRules.owns(before, MatchField.STATE)) {
            return new Step(
                    List.of("match " + before.id() + " is cancelled; reopen it first by reopen(" + before.id() + ")"));
        }
        return new Step(kind, ofHost(before, state));
    }

    private static ScheduledMatch ofHost(ScheduledMatch before, MatchState state) {
        Set<MatchField> fields = new TreeSet<>(before.hostFields());
        fields.add(MatchField.STATE);
        return before.edit().state(state).hostFields(fields).absence(null).done();
    }

    /** Takes a start, a finish or a cancellation of the host back. */
    public Call<MatchEdit> reopen(long match, String actor) {
        return change(match, actor, (session, before) -> {
            switch (before.state()) {
                case STARTED, FINISHED -> {}
                case CANCELLED -> {
                    if (!EditRules.owns(before, MatchField.STATE)) {
                        return new Step(List.of("SpeedGaming cancelled match " + match
                                + "; an import reinstates it when its episode comes back, and start(" + match
                                + ") plays it all the same"));
                    }
                }
                case STALE_UNCONFIRMED -> {
                    return new Step(List.of("match " + match
                            + " is long over; say how it went by finish or cancel, or set a new time"));
                }
                default -> {
                    return new Step("reopen", before);
                }
            }
            Set<MatchField> fields = new TreeSet<>(before.hostFields());
            if (before.source() != null) {
                fields.remove(MatchField.STATE);
            }
            return new Step(
                    "reopen",
                    before.edit()
                            .state(EditRules.planned(before))
                            .hostFields(fields)
                            .source(EditRules.outdated(before.source(), FROZEN))
                            .done());
        });
    }

    /** Cancels the match for the host. */
    public Call<MatchEdit> cancel(long match, String reason, String actor) {
        String why = reason.strip();
        return change(match, actor, (session, before) -> {
            if (before.state() == MatchState.FINISHED) {
                return new Step(List.of("match " + match + " is finished; reopen it first by reopen(" + match + ")"));
            }
            if (why.length() > LONGEST_REASON) {
                return new Step(
                        List.of("the reason has " + why.length() + " characters; use at most " + LONGEST_REASON));
            }
            List<Note> notes = why.isEmpty() ? List.of() : List.of(new Note("reason", "", why));
            return new Step(List.of(), "cancel", ofHost(before, MatchState.CANCELLED), notes);
        });
    }

    /** Says that two matches are the same. */
    public Call<MatchEdit> attach(long hostMatch, long imported, String actor) {
        checkActor(actor);
        return store.write(session -> new MatchLinks(session, recorder, dates, actor).attach(hostMatch, imported));
    }

    /** Takes an attachment back. */
    public Call<MatchEdit> detach(long hostMatch, String actor) {
        checkActor(actor);
        return store.write(session -> new MatchLinks(session, recorder, dates, actor).detach(hostMatch));
    }

    private Call<MatchEdit> change(long id, String actor, Decision decision) {
        checkActor(actor);
        return store.write(session -> {
            ScheduledMatch before = found(session, id);
            if (before.state() == MatchState.ATTACHED) {
                return new MatchEdit.Refused(List.of(MatchLinks.attachedTo(session, id)));
            }
            Step step = decision.decide(session, before);
            ScheduledMatch after = step.after();
            if (after == null) {
                return new MatchEdit.Refused(step.reasons());
            }
            if (after.equals(before)) {
                return new MatchEdit.Done(before);
            }
            ScheduledMatch stored = recorder.save(session, List.of(new Edit(before, after, actor, step.kind())))
                    .get(0);
            log(session, stored, dates.instant(), actor, step.kind(), step.notes());
            return new MatchEdit.Done(stored);
        });
    }

    static void log(
            StoreSession session, ScheduledMatch match, Instant now, String actor, String kind, List<Note> notes)
            throws SQLException {
        List<MatchLogEntry> entries = new ArrayList<>();
        for (Note note : notes) {
            entries.add(new MatchLogEntry(
                    match.id(), match.version(), now, actor, kind, note.field(), note.before(), note.after()));
        }
        if (!entries.isEmpty()) {
            session.matches().log(entries);
        }
    }

    private static void checkActor(String actor) {
        if (actor.isBlank()) {
            throw new IllegalArgumentException("actor must not be blank");
        }
    }

    static ScheduledMatch found(StoreSession session, long id) throws SQLException {
        return session.matches().find(id).orElseThrow(() -> missing("match", id));
    }

    private static NotFoundException missing(String kind, long id) {
        return new NotFoundException(Where.of("speedgaming", kind), "there is no " + kind + " " + id);
    }

    /** Returns the id of the person that stands for a person, which is mostly itself. */
    static long living(StoreSession session, long id) throws SQLException {
        Person person = session.people().find(id).orElseThrow(() -> missing("person", id));
        while (person.mergedInto() != null) {
            long next = person.mergedInto();
            person = session.people().find(next).orElseThrow(() -> missing("person", next));
        }
        return person.id();
    }

    private static Optional<ScheduledMatch> ofKey(StoreSession session, ScheduledMatch match) throws SQLException {
        return match.hostKey() == null
                ? Optional.empty()
                : session.matches().findByHostKey(match.hostKey()).filter(other -> other.id() != match.id());
    }

    private static List<String> personProblems(StoreSession session, ScheduledMatch before, ScheduledMatch after)
            throws SQLException {
        Set<Long> added = persons(after);
        added.removeAll(persons(before));
        Map<Long, Person> known = session.people().findAll(added);
        List<String> problems = new ArrayList<>();
        for (long id : added) {
            Person person = known.get(id);
            if (person == null) {
                problems.add("there is no person " + id + "; look for the right one by search");
            } else if (person.mergedInto() != null) {
                problems.add("person " + id + " was merged; use person " + living(session, id));
            }
        }
        return problems;
    }

    private static Set<Long> persons(ScheduledMatch match) {
        Set<Long> persons = new TreeSet<>();
        match.players().stream().map(MatchPlayer::person).forEach(persons::add);
        match.crew().stream().map(CrewMember::person).forEach(persons::add);
        return persons;
    }

    /** Decides the edit of a match that was read in this session. */
    @FunctionalInterface
    private interface Decision {
        Step decide(StoreSession session, ScheduledMatch before) throws SQLException;
    }

    /** A decision: the match as it becomes, or the reasons why it stays. */
    private record Step(
            List<String> reasons, String kind, @Nullable ScheduledMatch after, List<Note> notes) {
        Step(String kind, ScheduledMatch after) {
            this(List.of(), kind, after, List.of());
        }

        Step(List<String> reasons) {
            this(reasons, "", null, List.of());
        }
    }

    /** An entry of the log beside those of the fields. */
    record Note(String field, String before, String after) {}
}
