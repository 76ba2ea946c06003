// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.AppJson;
import dev.bracketwire.examples.tournament.Refusal;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Changes the state within one transaction. Each change is compared with the present record first. The effects of a
 * change are written with it: the message to the person, the roles to set, the mark for the sheet, the event for open
 * pages, the events for webhooks.
 */
public final class StateTransaction extends StateView {
    /** The window of registration. */
    public static final String REGISTRATION = "registration";

    /** The window of check-in. */
    public static final String CHECK_IN = "check-in";

    /** The mark before the id of a channel, where a message has a channel in place of a person. */
    public static final String CHANNEL = "#";

    private final String answer;
    private final @Nullable String actor;
    private final ChangeEvents events;
    private final List<StateChange> changes = new ArrayList<>();
    private final Set<String> topics = new LinkedHashSet<>();
    private final Set<String> marked = new HashSet<>();

    /** Creates a transaction of one command, which publishes no events to webhooks. */
    public StateTransaction(SqlSession sql, Instant now, String answer, @Nullable String actor) {
        this(sql, now, answer, actor, ChangeEvents.NONE);
    }

    /** Creates a transaction of one command, which publishes its changes. */
    public StateTransaction(SqlSession sql, Instant now, String answer, @Nullable String actor, ChangeEvents events) {
        super(sql, now);
        this.answer = answer;
        this.actor = actor;
        this.events = events;
    }

    /** Returns the changes so far. */
    public List<StateChange> changes() {
        return List.copyOf(changes);
    }

    /**
     * Returns the tournament and keeps other transactions from changing it or its entries until this one ends. Refuses if
     * there is none.
     */
    public Tournament lock(String tournament) throws SQLException {
        sql.update("UPDATE ${tournaments} SET version = version + 1 WHERE id = ?", tournament);
        return tournament(tournament);
    }

    /** Keeps other transactions from changing the tournaments of these changes until this one ends. */
    public void lockAll(Iterable<? extends StateChange> all) throws SQLException {
        for (String tournament : places(all)) {
            sql.update("UPDATE ${tournaments} SET version = version + 1 WHERE id = ?", tournament);
        }
    }

    /**
     * Applies the changes. Refuses if they would give more places, or other or larger teams, than there are, as the undo of
     * an older command may.
     */
    public void applyAll(Iterable<? extends StateChange> all) throws SQLException {
        for (StateChange change : all) {
            apply(change);
        }
        for (StateChange change : all) {
            if (change instanceof StateChange.OfTournament settings) {
                insistOnTeamSize(settings);
            }
        }
        for (String id : places(all)) {
            Optional<Tournament> tournament = findTournament(id);
            if (tournament.isPresent()) {
                insistOnPlaces(entries(tournament.get()));
            } else if (sql.find("SELECT person FROM ${entries} WHERE tournament = ?", row -> true, id)
                    .isPresent()) {
                throw new Refusal(
                        Reason.CONFLICT,
                        "There are entries in " + id + ". Reset its registration before it is removed.");
            }
        }
    }

    private static Set<String> places(Iterable<? extends StateChange> all) {
        Set<String> tournaments = new TreeSet<>(); // in one order, so that two transactions never wait for each other
        for (StateChange change : all) {
            if (change.place() != null) {
                tournaments.add(change.place());
            }
        }
        return tournaments;
    }

    private void insistOnTeamSize(StateChange.OfTournament change) throws SQLException {
        Tournament before = change.before();
        Tournament after = change.after();
        if (before != null
                && after != null
                && before.teamSize() != after.teamSize()
                && entries(after).size() > 0) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "The team size cannot change while people are registered. Reset registration first.");
        }
    }

    private static void insistOnPlaces(EntryList entries) {
        if (entries.free() < 0) {
            throw new Refusal(
                    Reason.CONFLICT,
                    -entries.free()
                            + " places too many would be given. They went to others meanwhile: withdraw them first,"
                            + " or add places.");
        }
        if (!entries.tournament().hasTeams() && !entries.teamNames().isEmpty()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "There would be people in teams, and "
                            + entries.tournament().name() + " has none by now. Set the team size first.");
        }
        int size = entries.tournament().teamSize();
        int limit = entries.tournament().teamLimit();
        if (entries.tournament().hasTeams() && entries.teams().size() > limit) {
            throw new Refusal(
                    Reason.CONFLICT,
                    entries.teams().size() + " teams would have a place, and " + limit
                            + " fit. Withdraw one of them first.");
        }
        entries.teams().forEach((team, players) -> {
            if (entries.tournament().hasTeams() && players > size) {
                throw new Refusal(
                        Reason.CONFLICT,
                        "Team " + team + " would have " + players + " players, and " + size
                                + " fit. Withdraw one of them first.");
            }
        });
    }

    /** Applies a change. Refuses if the record is not as it was before the change. */
    public void apply(StateChange change) throws SQLException {
        if (change instanceof StateChange.OfEntry entry) {
            apply(entry);
        } else if (change instanceof StateChange.OfTournament tournament) {
            apply(tournament);
        } else if (change instanceof StateChange.OfGrant grant) {
            apply(grant);
        }
        changes.add(change);
        events.changed(this, change);
    }

    /** Erases the payloads of webhooks about a person. */
    public void erasePayloads(String person) throws SQLException {
        events.erase(this, person);
    }

    /** Erases the payloads of webhooks about a person that is erased, and publishes that it is. */
    public void publishErased(String person) throws SQLException {
        events.erase(this, person);
        events.erased(this, person);
    }

    /**
     * Publishes an event about a match.
     *
     * @param type one of {@link PublishedTypes}
     * @param tournament the tournament, whose events arrive in their order
     * @param people the ids of the people that the event is about, by which it is erased
     */
    public void publishMatch(
            String type, String tournament, Map<String, @Nullable Object> data, Collection<String> people)
            throws SQLException {
        events.match(this, type, tournament, data, people);
    }

    private void apply(StateChange.OfEntry change) throws SQLException {
        String tournament = change.place();
        String person = change.subject();
        insist(change, change.before(), findEntry(tournament, person));
        sql.update("DELETE FROM ${entries} WHERE tournament = ? AND person = ?", tournament, person);
        Entry after = change.after();
        if (after != null && change.before() == null) {
            sql.update("UPDATE ${people} SET name = name WHERE id = ?", person); // locks, so that an erasure waits
            person(person);
        }
        if (after != null) {
            sql.update(
                    "INSERT INTO ${entries} (tournament, person, status, position, since, riot_id, verification,"
                            + " verified_at, team, checked_in) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                    tournament,
                    person,
                    after.status(),
                    after.position(),
                    after.since(),
                    after.riotId(),
                    after.verification(),
                    SqlSession.time(after.verifiedAt()),
                    after.team(),
                    SqlSession.time(after.checkedIn()));
        }
        follow(tournament, person);
        Optional<String> told = EntryMessages.about(change, tournament(tournament), person.equals(actor));
        if (told.isPresent()) {
            tell(person, tournament, answer, told.get());
        }
        topics.add("entries:" + tournament);
    }

    private void follow(String tournament, String person) throws SQLException {
        sql.update("DELETE FROM ${role_wishes} WHERE tournament = ? AND person = ?", tournament, person);
        sql.update(
                "INSERT INTO ${role_wishes} (tournament, person, due, attempts, mark) VALUES (?, ?, ?, 0, ?)",
                tournament,
                person,
                now(),
                RandomIds.letters(12)); // so that a renewed wish differs from the old one
        markSheet(tournament);
    }

    /** Marks the sheet of a tournament to be compared with the store soon. */
    public void markSheet(String tournament) throws SQLException {
        if (!marked.add(tournament)) {
            return;
        }
        if (sql.update("UPDATE ${sheet_state} SET dirty = dirty + 1 WHERE tournament = ?", tournament) == 0) {
            sql.update("INSERT INTO ${sheet_state} (tournament, dirty) VALUES (?, 1)", tournament);
        }
    }

    private void apply(StateChange.OfTournament change) throws SQLException {
        String id = change.place();
        insist(change, change.before(), findTournament(id));
        Tournament after = change.after();
        if (after != null && after.spreadsheet() != null) {
            next(0); // locks, so that two tournaments cannot take the same sheet at the same time
            insistOnOwnSheet(after);
        }
        if (after == null || after.spreadsheet() == null) { // nothing else removes the names that stand there
            sql.update("DELETE FROM ${sheet_rows} WHERE tournament = ?", id);
            sql.update("UPDATE ${sheet_state} SET view_json = NULL WHERE tournament = ?", id);
        }
        if (after == null) {
            ScheduleLink.remove(this, id);
            sql.update("DELETE FROM ${tournaments} WHERE id = ?", id);
            sql.update("DELETE FROM ${grants} WHERE scope = ?", Grant.ofTournament(id));
        } else if (change.before() == null) {
            sql.update(
                    "INSERT INTO ${tournaments} (id, organisation, name, capacity, team_size, max_teams)"
                            + " VALUES (?, ?, ?, 1, 1, 0)",
                    id,
                    after.organisation(),
                    after.name());
        }
        if (after != null) {
            sql.update(
                    "UPDATE ${tournaments} SET organisation = ?, name = ?, capacity = ?, team_size = ?, max_teams = ?,"
                            + " registration_opens = ?, registration_closes = ?, registration_by_hand = ?,"
                            + " check_in_opens = ?, check_in_closes = ?, check_in_by_hand = ?, spreadsheet = ?, tab = ?"
                            + " WHERE id = ?",
                    after.organisation(),
                    after.name(),
                    after.capacity(),
                    after.teamSize(),
                    after.maxTeams(),
                    SqlSession.time(after.registration().opens()),
                    SqlSession.time(after.registration().closes()),
                    after.registration().byHand(),
                    SqlSession.time(after.checkIn().opens()),
                    SqlSession.time(after.checkIn().closes()),
                    after.checkIn().byHand(),
                    after.spreadsheet(),
                    after.tab(),
                    id);
            markSheet(id);
            keepWindow(id, REGISTRATION, after.registration().isOpen(now()));
            keepWindow(id, CHECK_IN, after.checkIn().isOpen(now()));
        }
        topics.add("tournament:" + id);
    }

    /** Stores whether a window is open, so that a change by the schedule is noticed. Returns whether it changed. */
    public boolean keepWindow(String tournament, String window, boolean open) throws SQLException {
        String word = open ? "open" : "closed";
        if (sql.update(
                        "UPDATE ${window_states} SET state = ? WHERE tournament = ? AND name = ? AND state <> ?",
                        word,
                        tournament,
                        window,
                        word)
                > 0) {
            events.window(this, tournament, window, open);
            return true;
        }
        sql.update(
                "INSERT INTO ${window_states} (tournament, name, state) VALUES (?, ?, ?)"
                        + " ON CONFLICT (tournament, name) DO NOTHING",
                tournament,
                window,
                word);
        return false;
    }

    private void apply(StateChange.OfGrant change) throws SQLException {
        Grant either = Objects.requireNonNull(change.after() != null ? change.after() : change.before());
        next(0); // locks, so that two admins cannot revoke each other at the same time
        insist(change, change.before(), findGrant(either.person(), either.scope()));
        sql.update("DELETE FROM ${grants} WHERE person = ? AND scope = ?", either.person(), either.scope());
        if (change.after() != null) {
            sql.update(
                    "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)",
                    either.person(),
                    either.scope(),
                    either.level());
        }
        if (change.before() != null && change.before().isForEverything() && !hasAdmin()) {
            throw new Refusal(
                    Reason.CONFLICT,
                    "Nobody would be left who may grant permissions. Make another person an admin first.");
        }
        topics.add("people:");
    }

    private boolean hasAdmin() throws SQLException {
        return grants().stream().anyMatch(Grant::isForEverything);
    }

    private void insist(StateChange change, @Nullable Object before, Optional<?> present) {
        if (!Objects.equals(before, present.orElse(null))) {
            throw new Refusal(
                    Reason.STALE,
                    "Somebody has changed " + (change.subject() == null ? change.place() : "{" + change.subject() + "}")
                            + " meanwhile, so nothing was changed. Look again, then repeat it.");
        }
    }

    /** Stores a message to a person. A second message of the same event is left out. */
    public void tell(String person, @Nullable String tournament, String event, String text) throws SQLException {
        if (sql.find(
                        "SELECT id FROM ${messages} WHERE person = ? AND event = ?",
                        row -> row.getString(1),
                        person,
                        event)
                .isEmpty()) {
            sql.update(
                    "INSERT INTO ${messages} (id, person, tournament, event, body, state, attempts, at, due)"
                            + " VALUES (?, ?, ?, ?, ?, 'WAITING', 0, ?, ?)",
                    RandomIds.message(),
                    person,
                    tournament,
                    event,
                    text,
                    now(),
                    now());
            topics.add("messages:" + (tournament == null ? "" : tournament));
            sql.wake("messages");
        }
    }

    /** Stores a message to a channel of Discord. A second message of the same event is left out. */
    public void post(String channel, @Nullable String tournament, String event, String text) throws SQLException {
        tell(CHANNEL + channel, tournament, event, text);
    }

    /** Notifies open pages of a change of this topic, such as {@code services:}. */
    public void topic(String topic) {
        topics.add(topic);
    }

    /** Stores the answer as a line of the audit, with the changes, and announces the events. */
    public void audit(AuditLine line) throws SQLException {
        long number = next(1);
        sql.update(
                "INSERT INTO ${audit} (id, number, at, actor, face, command, tournament, outcome, summary)"
                        + " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                line.id(),
                number,
                now(),
                line.actor(),
                line.face(),
                line.command(),
                line.tournament(),
                line.outcome(),
                line.summary());
        int place = 0;
        for (StateChange change : changes) {
            sql.update(
                    "INSERT INTO ${audit_changes} (audit, number, person, change_json) VALUES (?, ?, ?, ?)",
                    line.id(),
                    place++,
                    change.subject(),
                    AppJson.MAPPER.valueToTree(change).toString());
        }
        topics.add("audit:" + (line.tournament() == null ? "" : line.tournament()));
        announce();
    }

    /** Announces the events of the topics so far to open pages, on all nodes. */
    public void announce() throws SQLException {
        if (topics.isEmpty()) {
            return;
        }
        long number = next(topics.size());
        for (String topic : topics) {
            int colon = topic.indexOf(':');
            String tournament = topic.substring(colon + 1);
            sql.update(
                    "INSERT INTO ${events} (number, tournament, topic, at) VALUES (?, ?, ?, ?)",
                    number++,
                    tournament.isEmpty() ? null : tournament,
                    topic.substring(0, colon),
                    now());
        }
        sql.wake("events");
        sql.wake("work");
        topics.clear();
    }

    /**
     * Returns the first of some event numbers. Their order is that of commits, since the row stays locked until the
     * commit.
     */
    private long next(int count) throws SQLException {
        sql.update("UPDATE ${counters} SET value = value + " + count + " WHERE name = 'events'");
        return sql.find("SELECT value FROM ${counters} WHERE name = 'events'", row -> row.getLong(1))
                        .orElseThrow()
                - count
                + 1;
    }
}
