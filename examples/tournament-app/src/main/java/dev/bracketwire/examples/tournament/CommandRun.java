// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.account.AccountResult;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.store.Database;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Gives a running command its caller, its time, the state, and access to other systems. */
public final class CommandRun {
    static final String CHANGED_SINCE =
            "The state has changed since you looked, so nothing was done. Look at the changes again and confirm them.";

    private static final int SHOWN = 200;

    private final TournamentApp app;
    private final Command command;
    private final Caller caller;
    private final String id;
    private final Instant now;
    private final WorkRun work;

    CommandRun(TournamentApp app, Command command, Caller caller, String id, WorkRun work) {
        this.app = app;
        this.command = command;
        this.caller = caller;
        this.id = id;
        this.work = work;
        this.now = app.clock().instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the caller. */
    public Caller caller() {
        return caller;
    }

    /** Returns the id of the caller; refuses a visitor. */
    public String person() {
        if (caller.person() == null) {
            throw new Refusal(Reason.SIGN_IN, "Sign in first.");
        }
        return caller.person();
    }

    /** Returns the given person, or the caller if it is null. */
    public String personOr(@Nullable String other) {
        return other == null ? person() : other;
    }

    /** Returns the time at which the command began, to the millisecond. */
    public Instant now() {
        return now;
    }

    /** Returns the id of the answer. */
    public String id() {
        return id;
    }

    /** Waits for a call and returns its result. The wait ends with the time limit of the command. */
    public <T> T get(Call<T> call) {
        return work.get(call);
    }

    /** Claims the account of a Riot ID for a person in a tournament, and stores whether Riot could be reached. */
    public AccountResult claimAccount(String tournament, String person, RiotId name, boolean lookAlike) {
        return noted(app.accounts()
                .claim(tournament, person, name, person(), lookAlike, other -> present(tournament, other)));
    }

    /**
     * Looks up the account of an entry again, and stores whether Riot could be reached. The name of an entry that was
     * never verified is claimed, since the person may have had another account before.
     */
    public AccountResult lookUp(Entry entry) {
        RiotId name = RiotId.parse(entry.riotId());
        if (entry.verifiedAt() == null) {
            return claimAccount(entry.tournament(), entry.person(), name, false);
        }
        return noted(app.accounts()
                .refresh(
                        entry.tournament(),
                        entry.person(),
                        name,
                        person(),
                        other -> present(entry.tournament(), other)));
    }

    private boolean present(String tournament, String person) {
        return read(state -> state.findEntry(tournament, person).isPresent());
    }

    private AccountResult noted(Call<AccountResult> look) {
        AccountResult result = get(look);
        Instant next =
                app.upstreams().saw("riot", result instanceof AccountResult.Unreachable lost ? lost.problem() : null);
        return result instanceof AccountResult.Unreachable lost && next != null ? lost.again(next) : result;
    }

    /** Returns the application. */
    public TournamentApp app() {
        return app;
    }

    /** Returns the webhooks; refuses if the application has none. */
    public WebhookDesk webhooks() {
        return app.webhooks();
    }

    /** Returns the schedules of SpeedGaming; refuses if the application has none. */
    public ScheduleDesk schedules() {
        return app.schedules();
    }

    /** Returns the database, for modules of the SDK that keep their own tables. */
    public Database database() {
        return app.database();
    }

    /** Runs another command instead of this one, and returns its answer. */
    public Answer instead(Command other) {
        return get(app.run(other, caller));
    }

    /** Reads the state. */
    public <T> T read(Reading<T> reading) {
        return get(app.database().read(connection -> reading.read(view(connection))));
    }

    private StateView view(java.sql.Connection connection) {
        return new StateView(new SqlSession(app.database(), connection), now);
    }

    /**
     * Changes the state and writes the audit line in one transaction.
     *
     * @param summary the line for the audit; it names people as {@code {id}}
     * @param writing makes the changes and returns the sentence for the person
     */
    public Answer write(String summary, Writing writing) {
        return get(app.database().write(connection -> {
            StateTransaction state = app.transaction(connection, now, id, caller.person());
            Answer.Done done = writing.write(state);
            state.audit(line(AuditLine.Outcome.DONE, summary));
            return done;
        }));
    }

    /**
     * Makes a change of the work in the background that a program does over the API, such as the mark of a message that was
     * sent. It keeps no line of the audit, as such work in this process keeps none: no person has asked for it, nothing of it
     * can be undone, and the row itself tells what was done. A refusal or a failure of the command is audited like any other.
     *
     * @param writing makes the change and returns the answer
     */
    public Answer writeWork(Writing writing) {
        return get(app.database().write(connection -> {
            StateTransaction state = app.transaction(connection, now, id, caller.person());
            Answer.Done done = writing.write(state);
            state.announce();
            return done;
        }));
    }

    /**
     * Shows the changes as a plan, or applies them if they were confirmed. Without changes, or with a single one, there is
     * nothing to confirm.
     *
     * @param confirm the fingerprint that the person has seen; null to see it first
     * @param planning reads the state and returns the changes
     */
    public Answer plan(@Nullable String confirm, Planning planning) {
        Planned planned = read(planning::plan);
        if (planned.changes.isEmpty()) {
            return done(planned.title + ": nothing would change.");
        }
        AtomicReference<@Nullable Refusal> refused = new AtomicReference<>();
        Plan<StateChange> plan = app.plan(this, planned, planning, refused::set);
        if (confirm == null && planned.changes.size() > 1) {
            return shown(plan, planned);
        }
        if (confirm != null && !confirm.equals(plan.fingerprint())) {
            throw new Refusal(Reason.STALE, CHANGED_SINCE);
        }
        Report<StateChange> report = get(plan.apply());
        if (refused.get() != null) {
            throw refused.get();
        }
        report.orThrow();
        return done(planned.title + ": " + count(planned.changes.size()) + " made.");
    }

    private Answer.Planned shown(Plan<StateChange> plan, Planned planned) {
        var people = read(StateView::people);
        List<String> sentences = planned.changes.stream()
                .limit(SHOWN)
                .map(change -> change.sentence(
                        change.subject() == null
                                ? ""
                                : people.containsKey(change.subject())
                                        ? people.get(change.subject()).name()
                                        : change.subject()))
                .toList();
        return new Answer.Planned(
                id,
                planned.title + ": " + count(planned.changes.size()),
                plan.fingerprint(),
                sentences,
                planned.changes.size() - sentences.size(),
                true);
    }

    private static String count(int changes) {
        return changes == 1 ? "1 change" : changes + " changes";
    }

    AuditLine line(AuditLine.Outcome outcome, String summary) {
        return new AuditLine(
                id,
                caller.person(),
                caller.face(),
                Commands.name(command),
                CommandFields.storable(command.tournament()),
                outcome,
                summary);
    }

    /** Returns an answer without data. */
    public Answer.Done done(String text) {
        return new Answer.Done(id, text, null);
    }

    /** Returns an answer with data. */
    public Answer.Done done(String text, Object data) {
        return new Answer.Done(id, text, data);
    }

    /**
     * Changes that belong together.
     *
     * @param title the change in a few words; it names people as {@code {id}}
     * @param changes the changes, which are applied in one transaction
     * @param also a further step of the same transaction
     */
    public record Planned(String title, List<StateChange> changes, Step also) {
        /** Copies the list. */
        public Planned {
            changes = List.copyOf(changes);
        }

        /** Creates changes without a further step. */
        public Planned(String title, List<StateChange> changes) {
            this(title, changes, state -> {});
        }
    }

    /** A step of a transaction. */
    public interface Step {
        /** Runs the step. */
        void write(StateTransaction state) throws SQLException;
    }

    /** Reads the state. */
    public interface Reading<T> {
        /** Returns the result. */
        T read(StateView state) throws SQLException;
    }

    /** Changes the state. */
    public interface Writing {
        /** Makes the changes and returns the answer. */
        Answer.Done write(StateTransaction state) throws SQLException;
    }

    /** Works out changes from the state. */
    public interface Planning {
        /** Returns the changes. */
        Planned plan(StateView state) throws SQLException;
    }
}
