// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.ConflictException;
import dev.bracketwire.DeadlineException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.StoreException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.state.MatchMessages;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.ScheduleLink;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchEdit;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.ScheduleFilter;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduleImportBuilder;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.store.Database;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives commands access to the schedules of SpeedGaming, and turns their failures into refusals. A match and a person are
 * given to a command only if they belong to its tournament, for which its caller has the permission.
 */
public final class ScheduleDesk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ScheduleDesk.class);

    /** SpeedGaming takes one request a minute, so a call may wait that long for its turn. */
    private static final Duration LONGEST = Duration.ofSeconds(90);

    private final SpeedGaming client;
    private final ImportStore store;
    private final ScheduleImport imports;
    private final Set<String> claimed = ConcurrentHashMap.newKeySet();

    private ScheduleDesk(SpeedGaming client, ImportStore store, ScheduleImport imports) {
        this.client = client;
        this.store = store;
        this.imports = imports;
    }

    /**
     * Opens the schedules on the database of the application.
     *
     * @param period the time between imports; null to leave them to the other nodes
     * @param clock sets the clock
     */
    static ScheduleDesk open(
            TournamentApp app,
            SpeedGaming client,
            @Nullable Duration period,
            UnaryOperator<ScheduleImportBuilder> clock) {
        Database db = app.database();
        ScheduleImportBuilder builder = clock.apply(ScheduleImport.builder(client, db))
                .directory(new SchedulePeople(app))
                .listener(new ScheduleNotices(app));
        return new ScheduleDesk(client, ImportStore.of(db), (period == null ? builder : builder.every(period)).open());
    }

    /** Returns the client, for its health and its checklist. */
    public SpeedGaming client() {
        return client;
    }

    /** Returns the import. */
    public ScheduleImport imports() {
        return imports;
    }

    /** Runs a call. Refuses if the import refuses it, or if SpeedGaming cannot be reached. */
    public <T> T get(CommandRun run, Function<ScheduleImport, Call<T>> call) {
        return refusing(() -> run.get(call.apply(imports).within(LONGEST)));
    }

    /** Runs work on the import. Refuses if it is refused, or if SpeedGaming cannot be reached. */
    public <T> T refusing(Supplier<T> work) {
        try {
            return work.get();
        } catch (NotFoundException e) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "SpeedGaming or the import does not have it (any more). Check its name, then look at the list again.");
        } catch (ConflictException e) {
            throw new Refusal(Reason.CONFLICT, plain(e.getMessage()));
        } catch (DeadlineException | RateLimitedException e) {
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "SpeedGaming takes one request a minute, and others wait before this one. Try again in a minute.");
        } catch (UnavailableException | TransportException | MalformedReplyException e) {
            log.info("SpeedGaming fails", e);
            throw new Refusal(
                    Reason.UNAVAILABLE,
                    "SpeedGaming cannot be reached or does not answer as it should, so nothing was changed. Try again in a"
                            + " minute.");
        } catch (IllegalArgumentException e) {
            throw new Refusal(Reason.INVALID, sentence(e));
        } catch (IllegalStateException e) {
            throw new Refusal(Reason.CONFLICT, sentence(e));
        }
    }

    private static String plain(@Nullable String text) {
        return MatchMessages.plain(String.valueOf(text), 300);
    }

    private static String sentence(RuntimeException e) {
        String text = plain(e.getMessage());
        return Character.toUpperCase(text.charAt(0)) + text.substring(1) + (text.endsWith(".") ? "" : ".");
    }

    /** Returns the link of a tournament; refuses if it never had a schedule. */
    public ScheduleLink link(CommandRun run, String tournament) {
        return run.read(state -> {
            state.tournament(tournament);
            return ScheduleLink.ofTournament(state, tournament)
                    .orElseThrow(() -> new Refusal(
                            Reason.NOT_FOUND,
                            tournament + " has no schedule. Enable one with the name of its event on SpeedGaming."));
        });
    }

    /** Returns a match of a tournament; refuses if it is not there or belongs to another tournament. */
    public ScheduledMatch match(CommandRun run, String tournament, long id) {
        ScheduleLink link = link(run, tournament);
        Optional<ScheduledMatch> match =
                run.get(store.read(session -> session.matches().find(id)));
        return match.filter(each -> each.tournament().equals(link.slug()))
                .orElseThrow(() -> new Refusal(
                        Reason.NOT_FOUND,
                        tournament + " has no match " + id + ". List its matches to see their numbers."));
    }

    /** Returns the numbers of the persons that play in matches of a tournament or are of their crew. */
    public Set<Long> persons(CommandRun run, String tournament) {
        String slug = link(run, tournament).slug();
        Set<Long> persons = new HashSet<>();
        get(run, all -> all.matches().list(ScheduleFilter.of(slug))).forEach(match -> {
            match.players().stream().map(MatchPlayer::person).forEach(persons::add);
            match.crew().forEach(member -> persons.add(member.person()));
        });
        return persons;
    }

    /**
     * Refuses unless a person of the schedule is in a match of the tournament, and the caller may change each tournament that
     * the person is in.
     */
    public void insistOnRights(CommandRun run, String tournament, long person) {
        String slug = link(run, tournament).slug();
        Set<String> slugs = new HashSet<>();
        get(run, all -> all.matches().ofPerson(person)).forEach(match -> slugs.add(match.tournament()));
        if (!slugs.contains(slug)) {
            throw new Refusal(
                    Reason.NOT_FOUND,
                    "No match of " + tournament + " has the player " + person
                            + ". Look at its matches for the numbers.");
        }
        for (String each : slugs) {
            boolean allowed = run.caller().equals(Caller.schedule())
                    || run.read(state -> {
                        Optional<ScheduleLink> other = ScheduleLink.ofSlug(state, each);
                        return state.level(
                                        run.person(),
                                        other.map(ScheduleLink::tournament).orElse(null),
                                        null)
                                .includes(Permission.ORGANISER);
                    });
            if (!allowed) {
                throw new Refusal(
                        Reason.FORBIDDEN,
                        "The player " + person
                                + " is also in matches of another tournament, for which you have no permission."
                                + " Ask an admin.");
            }
        }
    }

    /** Returns the match after an edit; refuses with the reasons if it was refused. */
    public static ScheduledMatch made(MatchEdit edit) {
        if (edit instanceof MatchEdit.Refused refused) {
            // A reason may name the method of the SDK that takes a field over, which no caller of a command knows.
            String reasons = plain(String.join("; ", refused.reasons())).replaceAll(" by own\\(\\d+, \\w+\\)", "");
            throw new Refusal(Reason.CONFLICT, Character.toUpperCase(reasons.charAt(0)) + reasons.substring(1) + ".");
        }
        return edit.orThrow();
    }

    /** Whether the caller may see more of a tournament than the public. */
    public boolean seesAll(CommandRun run, String tournament) {
        return run.caller().equals(Caller.schedule())
                || run.read(state -> state.level(run.caller().person(), tournament, null))
                        .includes(Permission.VIEWER);
    }

    /** Returns the persons of matches by their numbers. */
    public Map<Long, dev.bracketwire.speedgaming.Person> people(CommandRun run, List<ScheduledMatch> matches) {
        Set<Long> numbers = new HashSet<>();
        for (ScheduledMatch match : matches) {
            match.players().forEach(player -> numbers.add(player.person()));
            match.crew().forEach(member -> numbers.add(member.person()));
        }
        return run.get(store.read(session -> session.people().findAll(numbers)));
    }

    /** Returns the name of a person of the schedule. */
    public String nameOf(CommandRun run, long person) {
        return run.get(store.read(session -> session.people().find(person)))
                .map(found -> MatchMessages.plain(found.name(), 80))
                .filter(name -> !name.isEmpty())
                .orElse("Player " + person);
    }

    /** Returns the author of a change, by whom the log of a match knows it. */
    public static String actor(CommandRun run) {
        return run.person();
    }

    /** Writes the line of the audit about a change that was made, and notifies open pages. */
    public Answer kept(CommandRun run, String tournament, String summary, Answer.Done done) {
        return kept(run, tournament, summary, done, state -> {});
    }

    /** Writes the line of the audit about a change that was made, with a further step in its transaction. */
    public Answer kept(CommandRun run, String tournament, String summary, Answer.Done done, CommandRun.Step also) {
        try {
            return run.write(summary, state -> {
                also.write(state);
                state.topic("schedule:" + tournament);
                return done;
            });
        } catch (StoreException e) {
            log.error("{} {} was done, and the audit does not have it", run.id(), summary, e);
            return new Answer.Failed(
                    run.id(),
                    "It was done, but the audit could not be written. Do not repeat it; tell an organiser the id "
                            + run.id() + ".");
        }
    }

    /** Gives a person who signed in the matches that a schedule gave to the account. The sign-in does not fail by this. */
    void claim(Person person) {
        if (person.discord() == null || claimed.contains(person.id())) {
            return;
        }
        try {
            imports.people().claim(person.id(), person.discord()).get();
            claimed.add(person.id());
        } catch (CallException | IllegalStateException e) {
            log.warn("the matches of {} are claimed at the next sign-in", person.id(), e);
        }
    }

    /** Returns the number by which the schedules know a person of the application; empty if they do not. */
    public Optional<Long> playerOf(CommandRun run, String person) {
        return run.get(store.read(session -> session.people().findByHostUser(person)))
                .map(dev.bracketwire.speedgaming.Person::id);
    }

    /** Returns the number by which the schedules know a person of the application, who gets one if there is none. */
    public long playerFor(CommandRun run, Person person) {
        Optional<Long> known = playerOf(run, person.id());
        if (known.isPresent()) {
            return known.get();
        }
        String account = person.discord();
        if (account != null) {
            Optional<Long> claims = get(run, all -> all.people().claim(person.id(), account))
                    .map(dev.bracketwire.speedgaming.Person::id);
            if (claims.isPresent()) {
                return claims.get();
            }
        }
        return run.get(store.write(session -> {
            Optional<dev.bracketwire.speedgaming.Person> other =
                    session.people().findByHostUser(person.id());
            return other.isPresent()
                    ? other.get().id()
                    : session.people().add(List.of(player(run, person))).get(0).id();
        }));
    }

    private static dev.bracketwire.speedgaming.Person player(CommandRun run, Person person) {
        return new dev.bracketwire.speedgaming.Person(
                0, 0, person.name(), person.discord(), null, person.id(), null, run.now(), null);
    }

    /** Blanks a person in all matches, and removes the messages about them. Returns the number of matches. */
    public int erase(CommandRun run, String person) {
        Optional<Long> player = playerOf(run, person);
        claimed.remove(person);
        if (player.isEmpty()) {
            return 0;
        }
        run.writeWork(state -> {
            state.erasePayloads(MatchMessages.unlinked(player.get())); // published before the person was linked
            return run.done("The webhooks about the player are erased.");
        });
        for (ScheduledMatch match : get(run, all -> all.matches().ofPerson(player.get()))) {
            run.writeWork(state -> {
                state.sql().update("DELETE FROM ${messages} WHERE event LIKE ?", "match-" + match.id() + "-%");
                return run.done("The messages about the match are removed.");
            });
        }
        return get(run, all -> all.people().erase(player.get(), actor(run)));
    }

    @Override
    public void close() {
        imports.close();
        client.close();
    }
}
