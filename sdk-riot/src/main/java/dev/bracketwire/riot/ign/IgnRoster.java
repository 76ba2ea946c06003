// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Rank;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.RosterOutcome.Refused;
import dev.bracketwire.riot.internal.roster.MemoryRosterStore;
import dev.bracketwire.riot.internal.roster.RosterStore;
import dev.bracketwire.riot.internal.roster.RosterTables;
import dev.bracketwire.riot.internal.roster.RosterTransaction;
import dev.bracketwire.riot.internal.roster.SqlRosterStore;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.Migrations;
import dev.bracketwire.store.PersonalTable;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Knows which entrant has which name, in memory or in a database of several nodes. An account is one entrant's at most, by
 * its PUUID, however many nodes and threads ask for it at once; a name that is like another's needs a yes of somebody's.
 *
 * <p>Single changes are calls whose result is a {@link RosterOutcome}; they take back the {@link RosterEntry} that was read,
 * and are stale, with the holder named, where it is no longer so. Changes of many are plans. An {@code actor} is whoever
 * does it, as the application calls them, for the history. Instances are immutable and safe for several threads.
 *
 * <pre>{@code
 * IgnRoster roster = IgnRoster.in(db, identities);
 * RosterEntry ann = roster.assign("ann", RiotId.parse("Ann#EUW"), "desk").get().orThrow();
 * RosterOutcome outcome = roster.assign("ben", RiotId.parse("Ann#EUW"), "desk").get();
 * CheckIn there = roster.checkIn("ann", "ann").get();
 * }</pre>
 */
public final class IgnRoster {
    private final RosterStore rosterStore;
    private final Identities identities;
    private final String name;
    private final AccountLookup accountLookup;
    private final boolean likesAllowed;
    private final InstantSource clock;

    private IgnRoster(
            RosterStore rosterStore,
            Identities identities,
            String name,
            AccountLookup accountLookup,
            boolean likesAllowed,
            InstantSource clock) {
        this.rosterStore = rosterStore;
        this.identities = identities;
        this.name = name;
        this.accountLookup = accountLookup;
        this.likesAllowed = likesAllowed;
        this.clock = clock;
    }

    private static IgnRoster in(RosterStore rosterStore, Identities identities) {
        Objects.requireNonNull(identities, "identities");
        return new IgnRoster(
                rosterStore,
                identities,
                "main",
                new AccountLookup(identities, NameRules.riot(), null),
                false,
                InstantSource.system());
    }

    /** Makes an empty one that is gone with the process. */
    public static IgnRoster inMemory(Identities identities) {
        return in(new MemoryRosterStore(), identities);
    }

    /** Uses the one in this database, and makes its tables if they are not there. */
    public static IgnRoster in(Database db, Identities identities) {
        db.migrate(RosterTables.STEPS).get();
        return in(new SqlRosterStore(db), identities);
    }

    /** The steps by which its tables come to be, for hosts that apply scripts themselves. */
    public static Migrations migrations() {
        return RosterTables.STEPS;
    }

    /**
     * Where its entrants are in a database, for {@link dev.bracketwire.store.PersonalData}. Erasing one takes the names and
     * leaves in the history that something was done, when and by whom.
     *
     * @param history how long names stay in the history
     */
    public static List<PersonalTable> personalTables(Duration history) {
        return List.of(
                PersonalTable.of("ign_look", "entrant"),
                PersonalTable.of("ign_name", "entrant"),
                PersonalTable.of("ign_event", "entrant")
                        .blanking("name_before", "name_after")
                        .keptFor(history, "at"));
    }

    /** Another roster in the same place, such as that of another tournament: the same account may be in both. */
    public IgnRoster named(String roster) {
        if (roster.isBlank()) {
            throw new IllegalArgumentException("roster must have a name");
        }
        return new IgnRoster(rosterStore, identities, roster, accountLookup, likesAllowed, clock);
    }

    /** The same roster, for changes of which somebody said that it does not matter what a name looks like. */
    public IgnRoster allowingLookAlikes() {
        return new IgnRoster(rosterStore, identities, name, accountLookup, true, clock);
    }

    /**
     * Refuses names and accounts that these rules refuse.
     *
     * @throws IllegalArgumentException if they ask for a rank, as nobody says where it comes from, or are of another game
     */
    public IgnRoster rules(NameRules rules) {
        if (rules.asksForRank()) {
            throw new IllegalArgumentException(
                    "the rules ask for a rank: say where ranks come from, with" + " rules(rules, account -> …)");
        }
        return ruled(rules, null);
    }

    /**
     * Refuses names and accounts that these rules refuse.
     *
     * @param ranks gives an account's rank in the queue that counts; empty if it has none
     */
    public IgnRoster rules(NameRules rules, Function<Account, Call<Optional<Rank>>> ranks) {
        return ruled(rules, Objects.requireNonNull(ranks, "ranks"));
    }

    private IgnRoster ruled(NameRules rules, @Nullable Function<Account, Call<Optional<Rank>>> ranks) {
        if (!rules.tagged()) {
            throw new IllegalArgumentException("the rules are those of another game: this roster holds Riot IDs");
        }
        return new IgnRoster(
                rosterStore, identities, name, new AccountLookup(identities, rules, ranks), likesAllowed, clock);
    }

    /** Takes the time of what is written from this clock. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> IgnRoster clock(C time) {
        return new IgnRoster(
                rosterStore, identities, name, accountLookup, likesAllowed, Objects.requireNonNull(time, "time"));
    }

    /**
     * Looks the account up, and gives it to an entrant. The first is the entrant's primary, the others are alternates. What
     * the entrant has already is no change.
     */
    public Call<RosterOutcome> assign(String entrant, RiotId riotId, String actor) {
        return accountLookup
                .account(riotId)
                .then(found -> found.map(account -> assign(entrant, account, actor))
                        .orElseGet(() -> refused("nobody is called " + riotId)));
    }

    /** Gives an account that was looked up already to an entrant. */
    public Call<RosterOutcome> assign(String entrant, Account account, String actor) {
        return judged(
                account,
                actor,
                (rosterOperations, riotId, warnings) -> rosterOperations.assign(
                        entrant, riotId, account.puuid(), identities.keyFingerprint(), warnings));
    }

    /** The entrant plays with another account from now on, or the same that is called otherwise. */
    public Call<RosterOutcome> rename(RosterEntry seen, RiotId to, String actor) {
        return accountLookup
                .account(to)
                .then(found -> found.map(account -> judged(
                                account,
                                actor,
                                (rosterOperations, riotId, warnings) -> rosterOperations.rename(
                                        seen, riotId, account.puuid(), identities.keyFingerprint(), warnings)))
                        .orElseGet(() -> refused("nobody is called " + to)));
    }

    /** Takes a name from its entrant. If it was the primary, the oldest of the alternates is. */
    public Call<RosterOutcome> release(RosterEntry seen, String actor) {
        return write(actor, rosterOperations -> rosterOperations.release(seen));
    }

    /** Gives a name to another entrant. */
    public Call<RosterOutcome> transfer(RosterEntry seen, String to, String actor) {
        return write(actor, rosterOperations -> rosterOperations.transfer(seen, to));
    }

    /** Makes a name the one that its entrant plays with. */
    public Call<RosterOutcome> primary(RosterEntry seen, String actor) {
        return write(actor, rosterOperations -> rosterOperations.primary(seen));
    }

    /**
     * Looks all accounts of an entrant up anew, and writes down that the entrant is there. Where one is called otherwise by
     * now the roster says so too, and rules and look-alikes are looked at once more. An account whose PUUID is of another
     * API key is found by its name.
     */
    public Call<CheckIn> checkIn(String entrant, String actor) {
        return names(entrant)
                .then(all -> Call.all(
                        all.stream()
                                .map(new AccountRefresh(this, actor)::checkIn)
                                .toList(),
                        4))
                .map(checked -> new CheckIn(entrant, checked));
    }

    /** Who has this name; the one that was looked up last, if one was called so before another. */
    public Call<Optional<RosterEntry>> holder(RiotId riotId) {
        return read(
                rosterTransaction -> rosterTransaction.called(riotId).stream().findFirst());
    }

    /** Who has this account. */
    public Call<Optional<RosterEntry>> holder(Puuid puuid) {
        return read(rosterTransaction -> rosterTransaction.find(identities.keyFingerprint(), puuid));
    }

    /** The names of an entrant, the primary first. */
    public Call<List<RosterEntry>> names(String entrant) {
        return read(rosterTransaction -> rosterTransaction.of(entrant));
    }

    /** All names, by entrants. */
    public Call<List<RosterEntry>> all() {
        return read(RosterTransaction::all);
    }

    /** Names that people may take for this one, the most alike first; the time it takes does not grow with their number. */
    public Call<List<LookAlike<RosterEntry>>> likes(RiotId riotId) {
        return read(rosterTransaction -> rosterTransaction.like(riotId));
    }

    /** What happened to an entrant's names, the oldest first. */
    public Call<List<RosterEvent>> history(String entrant) {
        return read(rosterTransaction -> rosterTransaction.history(entrant));
    }

    /**
     * Reads a list, looks all accounts up, and plans to assign them. A row that cannot be assigned is a change too, of the
     * kind {@code refuse}, so that the report tells what became of each row.
     *
     * @param rows such as {@link dev.bracketwire.exchange.Rows} of a file; closed when they were read
     */
    public Call<Plan<RosterChange>> planImport(Iterable<Registration> rows, String actor) {
        return new RosterPlans(this, actor).planImport(Call.done(rows));
    }

    /** Plans as {@link #planImport(Iterable, String)} does, from a table with the columns {@code entrant} and {@code name}. */
    public Call<Plan<RosterChange>> planImport(Table table, String actor) {
        return new RosterPlans(this, actor).planImport(table.rows());
    }

    /** Imports a list. */
    public Call<Report<RosterChange>> importAll(Iterable<Registration> rows, String actor) {
        return planImport(rows, actor).then(Plan::apply);
    }

    /** Imports a table with the columns {@code entrant} and {@code name}. */
    public Call<Report<RosterChange>> importAll(Table table, String actor) {
        return planImport(table, actor).then(Plan::apply);
    }

    /** Plans to take all names from their entrants. */
    public Call<Plan<RosterChange>> planReleaseAll(String actor) {
        return new RosterPlans(this, actor).planReleaseAll();
    }

    /** Takes all names from their entrants. */
    public Call<Report<RosterChange>> releaseAll(String actor) {
        return planReleaseAll(actor).then(Plan::apply);
    }

    /** Looks all accounts up anew, and plans to write what has changed: names, and PUUIDs of another API key. */
    public Call<Plan<RosterChange>> planResolveAll(String actor) {
        return new RosterPlans(this, actor).planResolveAll();
    }

    /** Looks all accounts up anew, and writes what has changed. */
    public Call<Report<RosterChange>> resolveAll(String actor) {
        return planResolveAll(actor).then(Plan::apply);
    }

    AccountLookup lookup() {
        return accountLookup;
    }

    Identities identities() {
        return identities;
    }

    <T> Call<T> read(RosterStore.Work<T> work) {
        return rosterStore.read(name, work);
    }

    /** Changes the roster. */
    Call<RosterOutcome> write(String actor, Move move) {
        return rosterStore.write(name, rosterTransaction -> {
            Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS); // as both stores keep it
            return move.make(new RosterOperations(rosterTransaction, actor, now, likesAllowed));
        });
    }

    /** A change that is made in a transaction. */
    @FunctionalInterface
    interface Move {
        RosterOutcome make(RosterOperations rosterOperations) throws SQLException;
    }

    /** A change to a name that the rules have accepted. */
    @FunctionalInterface
    interface NamedMove {
        RosterOutcome make(RosterOperations rosterOperations, RiotId riotId, List<String> warnings) throws SQLException;
    }

    private Call<RosterOutcome> judged(Account account, String actor, NamedMove move) {
        RiotId riotId = account.riotId();
        if (riotId == null) {
            return refused("the account has no Riot ID yet: its player has to choose one");
        }
        return accountLookup.judge(account, riotId).then(verdict -> {
            List<String> warnings =
                    verdict.warnings().stream().map(NameVerdict.Problem::reason).toList();
            return verdict.accepted()
                    ? write(actor, rosterOperations -> move.make(rosterOperations, riotId, warnings))
                    : Call.<RosterOutcome>done(new Refused(verdict.reasons(), List.of()));
        });
    }

    private static Call<RosterOutcome> refused(String reason) {
        return Call.done(new Refused(List.of(reason), List.of()));
    }

    /** Names the roster. */
    @Override
    public String toString() {
        return "IgnRoster(" + name + ")";
    }
}
