// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.StoreException;
import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Plays one random sequence of {@link ImportChaos} in a tournament of its own. */
final class FaultSequence implements AutoCloseable {
    private static final Instant START = Instant.parse("2026-09-01T12:00:00Z");
    private static final int ACTIONS = 12;
    private static final List<FeedFault> FAULTS = List.of(
            FeedFault.UNKNOWN_EVENT,
            FeedFault.ERROR_OBJECT,
            FeedFault.ERROR_OBJECT_500,
            FeedFault.MAINTENANCE_PAGE,
            FeedFault.MAINTENANCE_PAGE_503,
            FeedFault.EMPTY_BODY,
            FeedFault.JSON_NULL,
            FeedFault.JSON_EMPTY_OBJECT,
            FeedFault.TRUNCATED,
            FeedFault.WRONG_LENGTH,
            FeedFault.DROP_INSIDE_BODY,
            FeedFault.DROP_BEFORE_HEAD,
            FeedFault.BROKEN_GZIP,
            FeedFault.BYTE_ORDER_MARK,
            FeedFault.TOO_MANY_REQUESTS,
            FeedFault.UNAVAILABLE);

    private final ChaosRun run;
    private final JudgePlace place;
    private final Database db;
    private final ImportStore clean;
    private final FaultyStore store;
    private final Random random;
    private final String slug;
    private final long base;
    private final ManualClock clock = ManualClock.at(START);
    private final FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start();
    private final SpeedGaming speedGaming;
    private final ScheduleImport schedule;
    private final List<FakeEpisode> shown = new ArrayList<>();
    private final List<FakeEpisode> removed = new ArrayList<>();
    private final List<Plan<MatchChange>> kept = new ArrayList<>();
    private final Set<Long> evidence = new HashSet<>();
    private final Set<Long> sources = new TreeSet<>();
    /** The matches that the host has begun, owns the title of, or cancelled, as they were then. */
    private final Map<Long, ScheduledMatch> hosted = new HashMap<>();

    FaultSequence(ChaosRun run, JudgePlace place, Database db, ImportStore clean, int round, Random random) {
        this.run = run;
        this.place = place;
        this.db = db;
        this.clean = clean;
        this.store = new FaultyStore(clean);
        this.random = random;
        this.slug = "cup" + round;
        this.base = 1_000_000L + round * 1_000L;
        this.speedGaming = SpeedGaming.builder("Judge, judge@league.example")
                .base(fake.uri())
                .clock(clock)
                .build();
        this.schedule = ScheduleImport.builder(speedGaming, store)
                .tournaments(() -> Call.done(List.of(TournamentFeed.of(slug))))
                .listener(new EventTable(db))
                .clock(clock)
                .open();
        for (int i = 0; i < 5; i++) {
            add();
        }
    }

    void play() throws SQLException {
        for (int i = 0; i < ACTIONS; i++) {
            act();
            store.recover();
            fake.recover();
        }
        String newest = settle();
        if (newest != null) {
            judge(newest);
        }
    }

    private void act() throws SQLException {
        edit();
        clock.advance(Duration.ofMinutes(3));
        if (random.nextInt(4) == 0) {
            fake.failNext(FAULTS.get(random.nextInt(FAULTS.size())));
        }
        switch (random.nextInt(8)) {
            case 0, 1 -> store.failCall(1 + random.nextInt(60));
            case 2 -> store.loseReply(1 + random.nextInt(5));
            default -> {}
        }
        if (place.engine().equals("postgres") && random.nextInt(60) == 0) {
            place.cutConnections();
        }
        try {
            importSome();
        } catch (BracketwireException e) {
            run.count("refused");
        }
    }

    private void importSome() {
        int choice = random.nextInt(20);
        if (choice < 9) {
            schedule.importTournament(slug).get();
        } else if (choice < 12) {
            schedule.importAll().get();
        } else if (choice < 14) {
            lookUp(any(random.nextBoolean() || removed.isEmpty() ? shown : removed));
        } else if (choice < 16) {
            kept.add(schedule.planImport(slug).get());
        } else if (choice < 17 && !kept.isEmpty()) {
            kept.remove(random.nextInt(kept.size())).apply().get();
        } else if (choice < 19) {
            replay();
        } else {
            host();
        }
    }

    /** Asks for one episode. The source may say that one does not exist, also of one that does. */
    private void lookUp(FakeEpisode episode) {
        if (random.nextInt(5) == 0) {
            fake.failNextEpisode(FeedFault.UNKNOWN_EPISODE);
        }
        evidence.add(episode.id());
        schedule.importEpisode(episode.id()).get();
    }

    private void replay() {
        List<ImportRun> runs = schedule.runs(60).get().stream()
                .filter(each -> each.scope().equals(slug))
                .toList();
        if (!runs.isEmpty()) {
            schedule.planReplay(runs.get(random.nextInt(runs.size())).number())
                    .get()
                    .apply()
                    .get();
        }
    }

    private void host() {
        store.recover(); // otherwise the reply of the change would be unknown here
        List<ScheduledMatch> matches =
                schedule.matches().list(ScheduleFilter.of(slug)).get();
        if (matches.isEmpty()) {
            return;
        }
        ScheduledMatch match = matches.get(random.nextInt(matches.size()));
        if (hosted.containsKey(match.id())) {
            return;
        }
        MatchEdit edit = switch (random.nextInt(3)) {
            case 0 -> schedule.matches().start(match.id(), "olga").get();
            case 1 ->
                schedule.matches().cancel(match.id(), "by the host", "olga").get();
            default ->
                schedule.matches()
                        .own(match.id(), Set.of(MatchField.TITLE), "olga")
                        .get();
        };
        if (edit instanceof MatchEdit.Done done) {
            hosted.put(match.id(), done.match());
            run.count("hosted");
        }
    }

    private <T> T any(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private void add() {
        long id = base + shown.size() + removed.size();
        FakeEpisode episode = fake.episode(id).event(slug).at(START.plus(Duration.ofHours(30 + random.nextInt(100))));
        sources.add(id * 10);
        player(episode);
        player(episode);
        shown.add(episode);
    }

    private void player(FakeEpisode episode) {
        int number = random.nextInt(8);
        String name = slug + " player " + number;
        if (!episode.json().contains("\"" + name + "\"")) {
            episode.player(name, entrant -> entrant.id(base * 10 + number));
        }
    }

    private void edit() {
        for (int i = random.nextInt(3); i >= 0; i--) {
            FakeEpisode episode = any(shown);
            switch (random.nextInt(12)) {
                case 0, 1 -> episode.at(START.plus(Duration.ofHours(30 + random.nextInt(100))));
                case 2 -> episode.title("Title " + random.nextInt(5));
                case 3 -> episode.approved(random.nextBoolean());
                case 4 -> episode.timezone(List.of("", "EST", "PST").get(random.nextInt(3)));
                case 5 -> {
                    if (shown.size() > 2) {
                        shown.remove(episode);
                        removed.add(episode.remove());
                    }
                }
                case 6 -> {
                    if (!removed.isEmpty()) {
                        shown.add(removed.remove(removed.size() - 1).restore());
                    }
                }
                case 7 -> add();
                case 8 ->
                    episode.removeSignUps(slug + " crew")
                            .commentator(
                                    slug + " crew",
                                    signUp -> signUp.id(base * 10 + random.nextInt(900))
                                            .approved(random.nextBoolean())
                                            .discordId("77" + base));
                case 9 -> episode.withoutChannels().channel("channel" + random.nextInt(3));
                case 10 -> {
                    int number = random.nextInt(8);
                    fake.players(slug + " player " + number, entrant -> entrant.discordId("" + (base * 100 + number)));
                }
                default -> player(episode);
            }
        }
    }

    /** Imports until the newest schedule is applied. Old plans and replies come after it. Returns the schedule. */
    private @Nullable String settle() {
        String newest = shown.stream().map(FakeEpisode::json).collect(Collectors.joining(",", "[", "]"));
        boolean applied = false;
        for (int i = 0; i < 5 && !applied; i++) {
            clock.advance(Duration.ofMinutes(3));
            try {
                applied = schedule.importTournament(slug).get().complete();
            } catch (BracketwireException e) {
                run.count("refused"); // another sequence cut the connections
            }
        }
        if (!applied) {
            run.broken("survivors", slug + ": no import is applied after the faults");
            return null;
        }
        String before = rows();
        for (Plan<MatchChange> plan : kept) {
            late(() -> plan.apply().get());
        }
        late(this::replay);
        if (!before.equals(rows())) {
            run.broken("torn", slug + ": what came late changed\n" + before + "to\n" + rows());
        }
        return newest;
    }

    private void late(Runnable work) {
        try {
            work.run();
            run.count("late");
        } catch (BracketwireException e) {
            run.count("refused");
        }
    }

    private String rows() {
        return steady(() -> schedule.matches().list(ScheduleFilter.of(slug)).get()).stream()
                .map(match -> match.id() + " " + match.version() + " " + match + "\n")
                .collect(Collectors.joining());
    }

    /** Reads again where another sequence has cut the connections. */
    private static <T> T steady(Supplier<T> read) {
        for (int i = 0; i < 5; i++) {
            try {
                return read.get();
            } catch (StoreException e) {
                if (i == 4) {
                    throw e;
                }
            }
        }
        throw new IllegalStateException("not reached");
    }

    private void judge(String newest) {
        Map<Long, ExpectedMatch> expected;
        try {
            expected = ExpectedMatch.read(newest.getBytes(StandardCharsets.UTF_8));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        Map<Long, ScheduledMatch> stored = new TreeMap<>();
        for (ScheduledMatch match :
                steady(() -> schedule.matches().list(ScheduleFilter.of(slug)).get())) {
            long source = Objects.requireNonNull(match.source()).match();
            if (stored.put(source, match) != null) {
                run.broken("duplicates", slug + ": two rows for match " + source);
            }
            if (!sources.contains(source)) {
                run.broken("torn", slug + ": a foreign match " + source);
            }
        }
        run.count("matches", stored.size());
        Map<Long, String> numbers = numbers();
        expected.forEach((source, wanted) -> {
            ScheduledMatch match = stored.get(source);
            if (match == null) {
                run.broken("lost", slug + ": match " + source);
                return;
            }
            ExpectedMatch seen = ExpectedMatch.of(match, person -> numbers.getOrDefault(person, "?"));
            ExpectedMatch due = due(wanted, hosted.get(match.id()), numbers);
            if (!seen.equals(due)) {
                run.broken("torn", slug + ": match " + source + "\n  is     " + seen + "\n  not    " + due);
            }
        });
        stored.forEach((source, match) -> {
            boolean byHost = hosted.containsKey(match.id());
            if (match.state() == MatchState.CANCELLED && !byHost && !evidence.contains(source / 10)) {
                run.broken("cancelled", slug + ": match " + source + " without evidence");
            }
            told(match);
        });
        persons();
    }

    /** Returns the fields that a match should have, some of which belong to its host. */
    private static ExpectedMatch due(ExpectedMatch newest, @Nullable ScheduledMatch host, Map<Long, String> numbers) {
        if (host == null) {
            return newest;
        }
        ExpectedMatch then = ExpectedMatch.of(host, person -> numbers.getOrDefault(person, "?"));
        boolean started = host.state().isFrozen();
        boolean title = started || host.hostFields().contains(MatchField.TITLE);
        return new ExpectedMatch(
                newest.tournament(),
                started || host.hostFields().contains(MatchField.STATE) ? then.state() : newest.state(),
                title ? then.title() : newest.title(),
                started ? then.note() : newest.note(),
                started ? then.race() : newest.race(),
                started ? then.broadcast() : newest.broadcast(),
                started ? then.minutes() : newest.minutes(),
                started ? then.timezone() : newest.timezone(),
                started ? then.approved() : newest.approved(),
                started ? then.players() : newest.players(),
                newest.crew(),
                newest.streams());
    }

    private Map<Long, String> numbers() {
        Set<String> all = new TreeSet<>();
        for (int i = 0; i < 8; i++) {
            all.add("" + (base * 10 + i));
        }
        List<PersonAlias> aliases =
                steady(() -> clean.read(session -> session.people().aliases(PersonAlias.Kind.PLAYER_NUMBER, all))
                        .get());
        Map<Long, String> numbers = new HashMap<>();
        aliases.forEach(alias -> numbers.merge(alias.person(), alias.value(), (a, b) -> a + "+" + b));
        return numbers;
    }

    private void persons() {
        Map<String, Long> byName = new HashMap<>();
        for (Person person : steady(() -> schedule.people().search(slug + " ").get())) {
            if (byName.put(person.name(), person.id()) != null) {
                run.broken("persons", slug + ": two persons are " + person.name());
            }
        }
        run.count("persons-seen", byName.size());
        long conflicts = steady(() -> schedule.people().suggestions().get()).stream()
                .filter(each -> each.tournament().equals(slug))
                .count();
        if (conflicts > 0) {
            run.broken("persons", slug + ": " + conflicts + " suggestions where each sign belongs to one person");
        }
    }

    /** Checks that a match was created once for its listeners, and that what they were told stands in the log. */
    private void told(ScheduledMatch match) {
        List<String> events = steady(() -> JudgePlace.texts(
                db,
                "SELECT version || ' ' || kind FROM " + db.table("judge_event") + " WHERE match_id = " + match.id()));
        if (events.stream().filter(each -> each.equals("1 created")).count() != 1) {
            run.broken("untold", slug + ": match " + match.id() + " has the events " + events);
        }
        Set<String> logged = steady(() -> schedule.matches().log(match.id()).get()).stream()
                .filter(entry -> entry.version() > 1 && !entry.actor().equals("olga"))
                .filter(entry ->
                        !entry.kind().equals("conflict") && !entry.field().equals("source"))
                .map(entry -> "" + entry.version())
                .collect(Collectors.toSet());
        Set<String> told = events.stream()
                .filter(each -> !each.endsWith(" created"))
                .map(each -> each.split(" ", 2)[0])
                .collect(Collectors.toSet());
        if (!told.containsAll(logged)) {
            run.broken("untold", slug + ": match " + match.id() + " logs " + logged + " and told " + told);
        }
    }

    @Override
    public void close() {
        schedule.close();
        speedGaming.close();
        fake.close();
    }
}
