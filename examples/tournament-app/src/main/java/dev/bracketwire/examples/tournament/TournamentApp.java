// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Answer.Choice;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.account.AccountNames;
import dev.bracketwire.examples.tournament.state.AuditLine;
import dev.bracketwire.examples.tournament.state.ChangeEvents;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.PlainText;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.examples.tournament.state.StateChange;
import dev.bracketwire.examples.tournament.state.StateTransaction;
import dev.bracketwire.examples.tournament.state.StateView;
import dev.bracketwire.riot.ign.IgnRoster;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs tournaments: people register, wait, move up and check in, their names are verified with Riot, and every change is
 * kept with its author and can be undone. It knows no web and no Discord: a page, a bot and a terminal hand {@link Command}s
 * to {@link #run} and show the {@link Answer}.
 *
 * <pre>{@code
 * try (TournamentApp app = TournamentApp.builder(db, identities).open()) {
 *     Person ann = app.personOfDiscord("100000000000000001", "Ann").get();
 *     Answer answer = app.run(new Register("spring-cup", "Ann#EUW"), Caller.of(ann.id(), Face.TERMINAL)).get();
 *     System.out.println(answer.text());
 * }
 * }</pre>
 */
public final class TournamentApp implements CommandDesk, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TournamentApp.class);

    private static final Duration CHOICES_KEPT = Duration.ofDays(1);
    private static final Pattern NAMED = Pattern.compile("\\{(p-[0-9a-z]+)}");

    private final Database db;
    private final AccountNames accounts;
    private final InstantSource clock;
    private final CallThreads threads;
    private final Ports ports;
    private final Upstreams upstreams;
    private final List<PersonalTable> personal;
    private final @Nullable WebhookDesk webhooks;
    private final ChangeEvents events;
    private final @Nullable ScheduleDesk schedules;
    private final List<AutoCloseable> work = new ArrayList<>();

    TournamentApp(TournamentAppBuilder options) {
        this.db = options.db;
        this.clock = options.clock;
        this.threads = options.threads;
        this.ports = options.ports();
        this.personal = List.copyOf(options.personal);
        db.migrate(dev.bracketwire.examples.tournament.state.StateTables.STEPS).get();
        this.accounts = new AccountNames(IgnRoster.in(db, options.identities), options.identities);
        this.upstreams = new Upstreams(db, clock);
        this.webhooks = options.openWebhooks();
        this.events = new ChangeEvents(webhooks == null ? null : webhooks.hooks());
        this.schedules = options.openSchedules(this);
        work.addAll(options.startWork(this));
    }

    /** Returns a builder of an application on this database, which verifies names with these accounts. */
    public static TournamentAppBuilder builder(Database db, dev.bracketwire.riot.ign.Identities identities) {
        return new TournamentAppBuilder(db, identities);
    }

    @Override
    public Call<Answer> run(Command command, Caller caller) {
        return threads.call(Commands.name(command), work -> answer(command, caller, work));
    }

    private Answer answer(Command command, Caller caller, WorkRun work) {
        CommandRun run = new CommandRun(this, command, caller, RandomIds.answer(), work);
        try {
            CommandFields.insist(command);
            run.read(state -> {
                checkPermission(command, caller, state);
                return true;
            });
            CommandFields.insistOnIds(command);
            return command.run(run);
        } catch (SQLException | RuntimeException failure) {
            Refusal refusal = refusalIn(failure);
            try {
                return refusal == null ? failed(run, failure) : refused(run, refusal);
            } catch (RuntimeException second) {
                return failed(run, second);
            }
        }
    }

    private static void checkPermission(Command command, Caller caller, StateView state) throws SQLException {
        if (caller.equals(Caller.schedule())) {
            return;
        }
        Permission needed = command.needs(caller);
        String tournament = command.tournament();
        Permission level = command.anyTournament() && caller.person() != null
                ? state.highestLevel(caller.person())
                : state.level(caller.person(), tournament, command.organisation());
        if (level.includes(needed)) {
            return;
        }
        if (caller.person() == null) {
            throw new Refusal(Reason.SIGN_IN, "Sign in first: this is not for visitors.");
        }
        throw new Refusal(
                Reason.FORBIDDEN,
                "This needs the permission " + needed.name().toLowerCase(java.util.Locale.ROOT)
                        + (tournament == null ? "" : " for " + tournament) + ". Ask an admin to grant it to you.");
    }

    private static @Nullable Refusal refusalIn(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof Refusal refusal) {
                return refusal;
            }
        }
        return null;
    }

    private Answer refused(CommandRun run, Refusal refusal) {
        log.info(
                "{} {} refused: {}",
                run.id(),
                run.line(AuditLine.Outcome.REFUSED, "").command(),
                refusal.reason());
        List<Choice> choices = new ArrayList<>();
        String text = run.read(state -> named(refusal.text(), state.people()));
        run.get(db.write(connection -> {
            choices.clear();
            new SqlSession(db, connection)
                    .update("DELETE FROM ${choices} WHERE at < ?", run.now().minus(CHOICES_KEPT));
            StateTransaction state = transaction(connection, run);
            for (Map.Entry<String, Command> each : refusal.choices().entrySet()) {
                int number = choices.size() + 1;
                state.sql()
                        .update(
                                "INSERT INTO ${choices} (answer, number, person, subject, command, command_json, at)"
                                        + " VALUES (?, ?, ?, ?, ?, ?, ?)",
                                run.id(),
                                number,
                                run.person(),
                                AppJson.MAPPER
                                        .valueToTree(each.getValue())
                                        .path("person")
                                        .textValue(),
                                Commands.name(each.getValue()),
                                AppJson.write(each.getValue()),
                                run.now());
                choices.add(new Choice(number, each.getKey()));
            }
            state.audit(run.line(
                    AuditLine.Outcome.REFUSED,
                    "refused: " + refusal.reason().name().toLowerCase(java.util.Locale.ROOT)));
            return true;
        }));
        return new Answer.Refused(run.id(), text, refusal.reason(), choices);
    }

    private Answer failed(CommandRun run, Exception failure) {
        log.error(
                "{} {} failed", run.id(), run.line(AuditLine.Outcome.FAILED, "").command(), failure);
        try {
            run.get(db.write(connection -> {
                transaction(connection, run)
                        .audit(run.line(AuditLine.Outcome.FAILED, "failed: the log has the reason"));
                return true;
            }));
        } catch (RuntimeException e) {
            log.error("{} could not be kept in the audit", run.id(), e);
        }
        return new Answer.Failed(run.id(), FailureText.of(failure, run.id()));
    }

    /** Returns the text with {@code {id}} replaced by the names of the people. */
    public static String named(String text, Map<String, Person> people) {
        return NAMED.matcher(text).replaceAll(match -> {
            Person person = people.get(match.group(1));
            return Matcher.quoteReplacement(person == null ? "an erased person" : person.name());
        });
    }

    Plan<StateChange> plan(
            CommandRun run, CommandRun.Planned planned, CommandRun.Planning planning, Consumer<Refusal> refused) {
        int all = Math.max(1, planned.changes().size());
        return Plan.builder(
                        planned.title(),
                        all,
                        (List<StateChange> changes) -> threads.call("apply", work -> {
                            try {
                                return work.get(db.write(connection -> {
                                    StateTransaction state = transaction(connection, run);
                                    state.lockAll(changes);
                                    if (!planning.plan(state).changes().equals(planned.changes())) {
                                        throw new Refusal(Reason.STALE, CommandRun.CHANGED_SINCE);
                                    }
                                    state.applyAll(changes);
                                    planned.also().write(state);
                                    state.audit(run.line(AuditLine.Outcome.DONE, planned.title()));
                                    return changes.stream()
                                            .map(Outcome::applied)
                                            .toList();
                                }));
                            } catch (Refusal refusal) {
                                refused.accept(refusal);
                                return changes.stream()
                                        .map(change -> Outcome.stale(change, refusal.text()))
                                        .toList();
                            }
                        }))
                .addAll(planned.changes())
                .build();
    }

    private StateTransaction transaction(Connection connection, CommandRun run) {
        return transaction(connection, run.now(), run.id(), run.caller().person());
    }

    /**
     * Returns the state in a transaction of this database. Its changes are published as webhooks.
     *
     * @param answer the id of the answer, by which the audit and messages know the transaction
     * @param actor the person that makes the changes; null if none does
     */
    public StateTransaction transaction(Connection connection, Instant now, String answer, @Nullable String actor) {
        return new StateTransaction(new SqlSession(db, connection), now, answer, actor, events);
    }

    /** Returns the person of a Discord account, and stores the current name of the account. */
    public Call<Person> personOfDiscord(String discord, String name) {
        String shown = PlainText.name(name);
        Call<Person> stored = db.write(connection -> {
            SqlSession sql = new SqlSession(db, connection);
            if (sql.update("UPDATE ${people} SET name = ? WHERE discord = ?", shown, discord) == 0) {
                sql.update(
                        "INSERT INTO ${people} (id, name, discord) VALUES (?, ?, ?) ON CONFLICT (discord) DO NOTHING",
                        RandomIds.person(),
                        shown,
                        discord);
            }
            return sql.find(
                            "SELECT * FROM ${people} WHERE discord = ?",
                            row -> new Person(row.getString("id"), row.getString("name"), row.getString("discord")),
                            discord)
                    .orElseThrow();
        });
        ScheduleDesk desk = schedules;
        return desk == null
                ? stored
                : stored.then(person -> threads.call("claim", work -> {
                    desk.claim(person);
                    return person;
                }));
    }

    /** Makes a person an admin of everything, without a caller. It is meant for the first admin. */
    public Call<Boolean> grantAdmin(Person person) {
        return db.write(connection -> new SqlSession(db, connection)
                        .update(
                                "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)"
                                        + " ON CONFLICT (person, scope) DO UPDATE SET level = excluded.level",
                                person.id(),
                                Grant.EVERYTHING,
                                Permission.ADMIN)
                == 1);
    }

    /** Adds a person without a Discord account. */
    public Call<Person> addPerson(String name) {
        return db.write(connection -> {
            Person person = new Person(RandomIds.person(), PlainText.name(name), null);
            new SqlSession(db, connection)
                    .update("INSERT INTO ${people} (id, name) VALUES (?, ?)", person.id(), person.name());
            return person;
        });
    }

    /** Reads the state, for background work, the server and the bot. */
    public <T> Call<T> read(CommandRun.Reading<T> reading) {
        return db.read(connection -> reading.read(new StateView(
                new SqlSession(db, connection), clock.instant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS))));
    }

    /** Returns the tables outside of the application that hold rows about people. */
    public List<PersonalTable> personal() {
        return personal;
    }

    /** Returns the database. */
    public Database database() {
        return db;
    }

    /** Returns the clock. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns the accounts behind the names of players. */
    public AccountNames accounts() {
        return accounts;
    }

    /** Returns the states of the platforms that the application needs. */
    public Upstreams upstreams() {
        return upstreams;
    }

    /** Returns the webhooks; refuses if the application has none. */
    public WebhookDesk webhooks() {
        if (webhooks == null) {
            throw new Refusal(
                    Reason.UNAVAILABLE, "Webhooks are not set up in this program. Use the page of the server.");
        }
        return webhooks;
    }

    /** Returns the schedules of SpeedGaming; refuses if the application has none. */
    public ScheduleDesk schedules() {
        if (schedules == null) {
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "Schedules of SpeedGaming are not set up in this program. Use the page of the server, or set them up.");
        }
        return schedules;
    }

    /** Returns the schedules of SpeedGaming, if the application has them. */
    public Optional<ScheduleDesk> findSchedules() {
        return Optional.ofNullable(schedules);
    }

    /** Returns the ports through which the application reaches other systems. */
    public Ports ports() {
        return ports;
    }

    /** Stops the work in the background. The database is left open. */
    @Override
    public void close() {
        for (AutoCloseable each : work) {
            try {
                each.close();
            } catch (Exception e) {
                log.warn("the work in the background could not be stopped", e);
            }
        }
        if (schedules != null) {
            schedules.close();
        }
        if (webhooks != null) {
            webhooks.close();
        }
        threads.close();
    }
}
