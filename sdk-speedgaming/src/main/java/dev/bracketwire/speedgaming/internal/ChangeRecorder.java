// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.MatchLogEntry;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import java.sql.SQLException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Stores changes of matches, each with its entries in the log and its calls of listeners, within one transaction. */
public final class ChangeRecorder {
    private final List<MatchListener> listeners;
    private final InstantSource dates;

    /** Notifies these listeners. */
    public ChangeRecorder(List<MatchListener> listeners, InstantSource dates) {
        this.listeners = List.copyOf(listeners);
        this.dates = dates;
    }

    /** Adds matches, logs them as {@code create}, and notifies listeners. */
    public List<ScheduledMatch> create(StoreSession session, List<ScheduledMatch> drafts, String actor)
            throws SQLException {
        if (drafts.isEmpty()) {
            return List.of();
        }
        Instant now = now();
        List<ScheduledMatch> added = session.matches()
                .add(drafts.stream()
                        .map(draft -> FieldDiff.dated(draft, now, now))
                        .toList());
        List<MatchLogEntry> log = new ArrayList<>();
        Set<Long> people = new TreeSet<>();
        for (ScheduledMatch match : added) {
            String state = match.state().name();
            log.add(new MatchLogEntry(match.id(), match.version(), now, actor, "create", "state", "", state));
            people.addAll(persons(match));
        }
        session.matches().log(log);
        markUsed(session, people);
        for (ScheduledMatch match : added) {
            for (MatchListener listener : listeners) {
                listener.created(session, match);
            }
        }
        return added;
    }

    /**
     * Stores edits of matches that were read in this session, logs each field that differs, and notifies listeners. An edit
     * without a difference is left out. One that differs only in the absence or in the digests of the source writes no log,
     * keeps the date of the change, and reaches no listener.
     *
     * @return the matches as they are stored, in the same order
     */
    public List<ScheduledMatch> save(StoreSession session, List<Edit> edits) throws SQLException {
        List<Edit> real = edits.stream()
                .filter(edit -> !edit.before().equals(edit.after()))
                .toList();
        if (real.isEmpty()) {
            return edits.stream().map(Edit::before).toList();
        }
        Instant now = now();
        List<ScheduledMatch> next = new ArrayList<>();
        for (Edit edit : real) {
            ScheduledMatch before = edit.before();
            boolean shown = !FieldDiff.fields(before, edit.after()).isEmpty();
            next.add(FieldDiff.dated(edit.after(), before.createdAt(), shown ? now : before.changedAt()));
        }
        List<ScheduledMatch> stored = session.matches().replace(next);
        List<MatchLogEntry> log = new ArrayList<>();
        Set<Long> come = new TreeSet<>();
        Set<Long> gone = new TreeSet<>();
        for (int i = 0; i < real.size(); i++) {
            Edit edit = real.get(i);
            ScheduledMatch after = stored.get(i);
            FieldDiff.fields(edit.before(), after)
                    .forEach((field, values) -> log.add(new MatchLogEntry(
                            after.id(),
                            after.version(),
                            now,
                            edit.actor(),
                            edit.kind(),
                            field,
                            values.before(),
                            values.after())));
            Set<Long> old = persons(edit.before());
            Set<Long> current = persons(after);
            current.stream().filter(person -> !old.contains(person)).forEach(come::add);
            old.stream().filter(person -> !current.contains(person)).forEach(gone::add);
        }
        session.matches().log(log);
        markUsed(session, come);
        markUnused(session, gone);
        for (int i = 0; i < real.size(); i++) {
            for (MatchListener listener : listeners) {
                tell(listener, session, real.get(i), stored.get(i));
            }
        }
        return inOrder(edits, stored);
    }

    private static List<ScheduledMatch> inOrder(List<Edit> edits, List<ScheduledMatch> stored) {
        List<ScheduledMatch> all = new ArrayList<>();
        int next = 0;
        for (Edit edit : edits) {
            all.add(edit.before().equals(edit.after()) ? edit.before() : stored.get(next++));
        }
        return all;
    }

    private static void tell(MatchListener listener, StoreSession session, Edit edit, ScheduledMatch after)
            throws SQLException {
        ScheduledMatch before = edit.before();
        boolean cancelled = after.state() == MatchState.CANCELLED && before.state() != MatchState.CANCELLED;
        boolean reinstated = before.state() == MatchState.CANCELLED
                && after.state() != MatchState.CANCELLED
                && after.state() != MatchState.ATTACHED;
        boolean attached = edit.kind().equals("attach") && before.source() == null && after.source() != null;
        boolean moved = ChangeText.isMoved(before.times(), after.times());
        if (attached) {
            listener.attached(session, after);
        }
        if (reinstated) {
            listener.reinstated(session, after);
        }
        if (moved) {
            listener.rescheduled(session, before, after);
        }
        Set<MatchField> others = changedFields(before, after);
        if (moved) {
            others.remove(MatchField.TIMES);
        }
        if (cancelled || reinstated) {
            others.remove(MatchField.STATE);
        }
        boolean tournament = !before.tournament().equals(after.tournament());
        if (!attached && (tournament || !others.isEmpty())) {
            listener.changed(session, before, after, others);
        }
        if (cancelled) {
            listener.cancelled(session, after);
        }
    }

    private static Set<MatchField> changedFields(ScheduledMatch before, ScheduledMatch after) {
        Set<MatchField> fields = EnumSet.noneOf(MatchField.class);
        for (String name : FieldDiff.fields(before, after).keySet()) {
            MatchField field = FieldDiff.fieldOf(name);
            if (field != null) {
                fields.add(field);
            }
        }
        return fields;
    }

    private void markUsed(StoreSession session, Collection<Long> people) throws SQLException {
        mark(session, people, null);
    }

    private void markUnused(StoreSession session, Collection<Long> people) throws SQLException {
        List<Long> unused = new ArrayList<>();
        for (long person : people) {
            if (session.matches().ofPerson(person).isEmpty()) {
                unused.add(person);
            }
        }
        mark(session, unused, now());
    }

    private static void mark(StoreSession session, Collection<Long> people, @Nullable Instant unusedSince)
            throws SQLException {
        if (people.isEmpty()) {
            return;
        }
        List<Person> next = new ArrayList<>();
        for (Person person : session.people().findAll(people).values()) {
            if ((person.unusedSince() == null) != (unusedSince == null)) {
                next.add(new Person(
                        person.id(),
                        person.version(),
                        person.name(),
                        person.discordId(),
                        person.twitch(),
                        person.hostUser(),
                        person.mergedInto(),
                        person.createdAt(),
                        unusedSince));
            }
        }
        if (!next.isEmpty()) {
            session.people().replace(next);
        }
    }

    private static Set<Long> persons(ScheduledMatch match) {
        Set<Long> all = new TreeSet<>();
        match.players().stream().map(MatchPlayer::person).forEach(all::add);
        match.crew().stream().map(CrewMember::person).forEach(all::add);
        return all;
    }

    /** Returns the present in milliseconds, which every store keeps. */
    private Instant now() {
        return Instant.ofEpochMilli(dates.instant().toEpochMilli());
    }

    /**
     * An edit of a match.
     *
     * @param before the match as it is stored
     * @param after the match as it becomes
     * @param actor the name of the person that changes it
     * @param kind the kind in the log, such as {@code reschedule}
     */
    public record Edit(ScheduledMatch before, ScheduledMatch after, String actor, String kind) {}
}
