// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.state;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Refusal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Reads the state of the application within one transaction. */
public class StateView {
    /** Runs the statements. */
    protected final SqlSession sql;

    private final Instant now;

    /** Creates a view of the state at this time. */
    public StateView(SqlSession sql, Instant now) {
        this.sql = sql;
        this.now = now;
    }

    /** Returns the time of the transaction, to the millisecond. */
    public Instant now() {
        return now;
    }

    /** Returns the session, for statements about other tables. */
    public SqlSession sql() {
        return sql;
    }

    /** Returns all tournaments by name. */
    public List<Tournament> tournaments() throws SQLException {
        return sql.list("SELECT * FROM ${tournaments} ORDER BY name, id", StateView::tournament);
    }

    /** Returns the tournament. */
    public Optional<Tournament> findTournament(String id) throws SQLException {
        return sql.find("SELECT * FROM ${tournaments} WHERE id = ?", StateView::tournament, id);
    }

    /** Returns the tournament, or refuses if there is none. */
    public Tournament tournament(String id) throws SQLException {
        return findTournament(id)
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND,
                        "There is no tournament \"" + id + "\". List the tournaments to see their ids."));
    }

    /** Refuses if another tournament has the same sheet, which would then follow both. */
    public void insistOnOwnSheet(Tournament tournament) throws SQLException {
        for (Tournament other : tournaments()) {
            if (tournament.sharesSheet(other)) {
                throw new Refusal(
                        Reason.CONFLICT,
                        "The tab " + tournament.tab() + " follows " + other.name()
                                + " already. Name another tab, or make one.");
            }
        }
    }

    /** Returns all entries of a tournament, earliest first. */
    public EntryList entries(Tournament tournament) throws SQLException {
        return new EntryList(
                tournament,
                sql.list(
                        "SELECT * FROM ${entries} WHERE tournament = ? ORDER BY position, since, person",
                        StateView::entry,
                        tournament.id()));
    }

    /** Returns the entry of a person. */
    public Optional<Entry> findEntry(String tournament, String person) throws SQLException {
        return sql.find(
                "SELECT * FROM ${entries} WHERE tournament = ? AND person = ?", StateView::entry, tournament, person);
    }

    /** Returns all entries of a person. */
    public List<Entry> entriesOf(String person) throws SQLException {
        return sql.list("SELECT * FROM ${entries} WHERE person = ? ORDER BY tournament", StateView::entry, person);
    }

    /** Returns the person. */
    public Optional<Person> findPerson(String id) throws SQLException {
        return sql.find("SELECT * FROM ${people} WHERE id = ?", StateView::person, id);
    }

    /** Returns the person, or refuses if there is none. */
    public Person person(String id) throws SQLException {
        return findPerson(id)
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND, "There is no person \"" + id + "\". List the people to see their ids."));
    }

    /** Returns the names of all people by their ids. */
    public Map<String, Person> people() throws SQLException {
        return sql.list("SELECT * FROM ${people}", StateView::person).stream()
                .collect(Collectors.toMap(Person::id, each -> each));
    }

    /** Returns all permissions. */
    public List<Grant> grants() throws SQLException {
        return sql.list("SELECT * FROM ${grants} ORDER BY scope, person", StateView::grant);
    }

    /** Returns the permission of a person for one scope. */
    public Optional<Grant> findGrant(String person, String scope) throws SQLException {
        return sql.find("SELECT * FROM ${grants} WHERE person = ? AND scope = ?", StateView::grant, person, scope);
    }

    /**
     * Returns the highest permission of a person for a tournament, from grants for it, for its organisation and for
     * everything.
     *
     * @param person the person; null for a visitor
     * @param tournament the tournament; null if the command concerns none
     * @param organisation the organisation, where there is no tournament; null if the command concerns none
     */
    public Permission level(@Nullable String person, @Nullable String tournament, @Nullable String organisation)
            throws SQLException {
        if (person == null) {
            return Permission.PUBLIC;
        }
        String runBy = tournament == null
                ? organisation
                : findTournament(tournament).map(Tournament::organisation).orElse(null);
        return sql
                .list(
                        "SELECT * FROM ${grants} WHERE person = ? AND scope IN (?, ?, ?)",
                        StateView::grant,
                        person,
                        Grant.EVERYTHING,
                        tournament == null ? Grant.EVERYTHING : Grant.ofTournament(tournament),
                        runBy == null ? Grant.EVERYTHING : Grant.ofOrganisation(runBy))
                .stream()
                .map(Grant::level)
                .reduce(Permission.SIGNED_IN, (one, other) -> one.includes(other) ? one : other);
    }

    /** Returns the highest permission of a person for any tournament. */
    public Permission highestLevel(String person) throws SQLException {
        return sql.list("SELECT * FROM ${grants} WHERE person = ?", StateView::grant, person).stream()
                .map(Grant::level)
                .reduce(Permission.SIGNED_IN, (one, other) -> one.includes(other) ? one : other);
    }

    private static Tournament tournament(ResultSet row) throws SQLException {
        return new Tournament(
                row.getString("id"),
                row.getString("organisation"),
                row.getString("name"),
                row.getInt("capacity"),
                row.getInt("team_size"),
                row.getInt("max_teams"),
                window(row, "registration"),
                window(row, "check_in"),
                row.getString("spreadsheet"),
                row.getString("tab"));
    }

    private static Window window(ResultSet row, String prefix) throws SQLException {
        String byHand = row.getString(prefix + "_by_hand");
        return new Window(
                SqlSession.instant(row, prefix + "_opens"),
                SqlSession.instant(row, prefix + "_closes"),
                byHand == null ? null : Window.ByHand.valueOf(byHand));
    }

    static Entry entry(ResultSet row) throws SQLException {
        return new Entry(
                row.getString("tournament"),
                row.getString("person"),
                Entry.Status.valueOf(row.getString("status")),
                row.getLong("position"),
                Objects.requireNonNull(SqlSession.instant(row, "since")),
                row.getString("riot_id"),
                Entry.Verification.valueOf(row.getString("verification")),
                SqlSession.instant(row, "verified_at"),
                row.getString("team"),
                SqlSession.instant(row, "checked_in"));
    }

    private static Person person(ResultSet row) throws SQLException {
        return new Person(row.getString("id"), row.getString("name"), row.getString("discord"));
    }

    private static Grant grant(ResultSet row) throws SQLException {
        return new Grant(row.getString("person"), row.getString("scope"), Permission.valueOf(row.getString("level")));
    }
}
