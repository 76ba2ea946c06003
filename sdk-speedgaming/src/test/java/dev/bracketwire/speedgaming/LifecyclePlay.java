// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.Plan;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Plays schedules into one store, ten minutes apart by the clock, and compares. */
final class LifecyclePlay implements AutoCloseable {
    private static final Duration BEFORE = Duration.ofHours(6);
    private static final Duration AFTER = Duration.ofDays(14);
    private static final Duration MARGIN = Duration.ofHours(2);

    private final Suite suite;
    private final String store;
    private final ManualClock clock;
    private final FakeSpeedGaming fake;
    private final SpeedGaming speedGaming;
    private final ScheduleImport schedule;
    private final Set<String> slugs = new TreeSet<>();
    private final List<String> events = new ArrayList<>();
    private final List<String> alerts = new ArrayList<>();
    private Map<Long, ExpectedMatch> expected = new TreeMap<>();
    private final Map<Long, Long> episodes = new TreeMap<>();
    private final Map<Long, String> discordIds = new TreeMap<>();
    private final Map<String, Long> identities = new HashMap<>();
    private Map<Long, JsonNode> raw = Map.of();
    private boolean plannedNothing;
    private boolean doubtful;

    /** Opens an import whose clock shows the day before the first of all matches. */
    LifecyclePlay(Suite suite, String store, ImportStore imports, List<byte[]> bodies) throws IOException {
        this.suite = suite;
        this.store = store;
        Instant first = Instant.MAX;
        for (byte[] body : bodies) {
            for (ExpectedMatch match : ExpectedMatch.read(body).values()) {
                slugs.add(match.tournament());
                first = match.broadcast().isBefore(first) ? match.broadcast() : first;
            }
        }
        clock = ManualClock.at(first.minus(Duration.ofDays(1)));
        fake = FakeSpeedGaming.builder().clock(clock).start();
        speedGaming = SpeedGaming.builder("Judge, judge@league.example")
                .base(fake.uri())
                .clock(clock)
                .build();
        schedule = ScheduleImport.builder(speedGaming, imports)
                .window(BEFORE, AFTER)
                .clock(clock)
                .listener(new Recorder())
                .open();
    }

    /** Imports a schedule, and checks plan, matches, persons, log, events and calendar. */
    void step(Path file, byte[] body) throws Exception {
        Map<Long, ExpectedMatch> before = expected;
        Map<Long, ScheduledMatch> rowsBefore = stored();
        Map<Long, Integer> logBefore = logSizes(rowsBefore);
        String all = rows();
        episodes.putAll(ExpectedMatch.episodes(body));
        discordIds.putAll(ExpectedMatch.discordIds(body));
        expected = after(body);
        importBody(body);
        Map<Long, JsonNode> came = ExpectedMatch.raw(body);
        if (came.equals(raw)) {
            boolean samePersons = all.equals(rows());
            check(file, "writes nothing", true, () -> samePersons);
            check(file, "plans nothing", true, () -> plannedNothing);
        }
        for (Map.Entry<Long, ExpectedMatch> each : expected.entrySet()) {
            long number = each.getKey();
            String name = "match " + number;
            check(file, name, each.getValue(), () -> seen(number));
            check(
                    file,
                    name + " is the same row",
                    1L,
                    () -> identity("match " + number, at(stored(), number).id()));
            ExpectedMatch old = before.get(number);
            Set<MatchField> changed = old == null ? Set.of() : each.getValue().changed(old);
            check(
                    file,
                    name + " in the log",
                    ExpectedMatch.logged(old == null, changed),
                    () -> log(at(stored(), number), logBefore.getOrDefault(number, 0)));
            boolean same = changed.isEmpty() && Objects.equals(came.get(number), raw.get(number));
            // Each run that misses a match counts that in its row.
            if (old != null && same && each.getValue().state() != MatchState.MISSING) {
                check(
                        file,
                        name + " keeps its version",
                        at(rowsBefore, number).version(),
                        () -> at(stored(), number).version());
            }
        }
        List<String> told = List.copyOf(events);
        check(file, "events", events(before), () -> told.stream().sorted().toList());
        check(file, "rows", expected.size(), () -> size());
        check(file, "an alert where too many are gone", doubtful, this::alerted);
        checkPersons(file);
        checkCalendar(file);
        raw = came;
    }

    private void check(Path file, String name, Object wanted, java.util.concurrent.Callable<?> actual) {
        suite.check(file, store + ": " + name, wanted, actual);
    }

    /** Works out what a schedule makes of the matches. */
    private Map<Long, ExpectedMatch> after(byte[] body) throws IOException {
        Map<Long, ExpectedMatch> shown = ExpectedMatch.read(body);
        Map<Long, ExpectedMatch> next = new TreeMap<>(expected);
        next.putAll(shown);
        Instant now = clock.instant().plus(Duration.ofMinutes(10));
        doubtful = false;
        for (String slug : slugs) {
            List<Long> known = expected.entrySet().stream()
                    .filter(each -> each.getValue().tournament().equals(slug))
                    .filter(each -> each.getValue().state() != MatchState.CANCELLED)
                    .filter(each -> isBetween(each.getValue().broadcast(), now))
                    .map(Map.Entry::getKey)
                    .toList();
            List<Long> gone =
                    known.stream().filter(number -> !shown.containsKey(number)).toList();
            if (gone.size() > Math.max(3, 0.3 * known.size())) {
                doubtful |= !gone.isEmpty();
            } else {
                gone.forEach(number -> next.put(number, at(expected, number).in(MatchState.MISSING)));
            }
        }
        return next;
    }

    private static boolean isBetween(Instant time, Instant now) {
        return !time.isBefore(now.minus(BEFORE).plus(MARGIN))
                && !time.isAfter(now.plus(AFTER).minus(MARGIN));
    }

    /** Imports a schedule for each tournament. */
    void importBody(byte[] body) {
        events.clear();
        alerts.clear();
        plannedNothing = true;
        clock.advance(Duration.ofMinutes(10));
        for (String slug : slugs) {
            clock.advance(Duration.ofSeconds(61));
            fake.nextSchedule(body);
            Plan<MatchChange> plan = schedule.planImport(slug).get();
            plannedNothing &= plan.isEmpty();
            plan.apply().get().orThrow();
        }
    }

    /** Asks for a schedule that is broken; returns whether the import failed by it. */
    boolean failsBy(FeedFault fault) {
        clock.advance(Duration.ofMinutes(10));
        fake.failNextSchedule(fault);
        try {
            schedule.importTournament(slugs.iterator().next()).get();
            return false;
        } catch (BracketwireException failed) {
            return schedule.runs(1).get().get(0).status() == ImportRun.Status.FAILED;
        }
    }

    /** Whether the last import raised an alert. */
    boolean alerted() {
        return !alerts.isEmpty() && !schedule.runs(1).get().get(0).problems().isEmpty();
    }

    /** Takes the last match away: it is missing until the source says that its episode does not exist, and comes back. */
    void cancelAndReinstate(Path file, byte[] last) throws IOException {
        long number = ((TreeMap<Long, ExpectedMatch>) expected).lastKey();
        long episode = at(episodes, number);
        ExpectedMatch wanted = at(expected, number);
        long id = at(stored(), number).id();
        for (FeedFault fault : List.of(FeedFault.ERROR_OBJECT, FeedFault.MAINTENANCE_PAGE, FeedFault.JSON_NULL)) {
            fake.failNextEpisode(fault);
            importEpisode(episode);
            check(
                    file,
                    "no evidence by " + fault,
                    wanted.state(),
                    () -> seen(number).state());
        }
        events.clear();
        fake.nextEpisode(
                ("{\"error\": \"Failed to find episode with id " + episode + ".\"}").getBytes(StandardCharsets.UTF_8));
        importEpisode(episode);
        check(file, "is cancelled by evidence", wanted.in(MatchState.CANCELLED), () -> seen(number));
        check(file, "tells of the cancellation", List.of("cancelled " + number), () -> List.copyOf(events));
        check(file, "is cancelled in the calendar", "CANCELLED", () -> event(id).get("STATUS"));
        importBody(last);
        check(file, "is reinstated", wanted, () -> seen(number));
        check(
                file,
                "is reinstated as the same row",
                id,
                () -> at(stored(), number).id());
        check(
                file,
                "tells of the return",
                1L,
                () -> events.stream().filter(("reinstated " + number)::equals).count());
    }

    private void importEpisode(long episode) {
        clock.advance(Duration.ofMinutes(10));
        try {
            schedule.importEpisode(episode).get();
        } catch (BracketwireException refused) {
            if (schedule.runs(1).get().get(0).status() != ImportRun.Status.FAILED) {
                throw refused;
            }
        }
    }

    private Set<String> log(ScheduledMatch match, int from) {
        List<MatchLogEntry> all = schedule.matches().log(match.id()).get();
        Set<String> fields = new TreeSet<>();
        for (MatchLogEntry entry : all.subList(from, all.size())) {
            String field = entry.field().toLowerCase(Locale.ROOT);
            if (entry.kind().equals("create")) {
                fields.add("create");
            } else if (!Set.of("source", "approved").contains(field)) {
                fields.add(field);
            }
        }
        return fields;
    }

    private Map<Long, Integer> logSizes(Map<Long, ScheduledMatch> matches) {
        Map<Long, Integer> sizes = new HashMap<>();
        matches.forEach((number, match) ->
                sizes.put(number, schedule.matches().log(match.id()).get().size()));
        return sizes;
    }

    private List<String> events(Map<Long, ExpectedMatch> before) {
        List<String> wanted = new ArrayList<>();
        expected.forEach((number, match) -> {
            ExpectedMatch old = before.get(number);
            if (old == null) {
                wanted.add("created " + number);
                return;
            }
            Set<MatchField> changed = new TreeSet<>(match.changed(old));
            if (changed.remove(MatchField.TIMES)) {
                wanted.add("rescheduled " + number + " from " + old.race() + " to " + match.race());
            }
            if (!changed.isEmpty()) {
                wanted.add("changed " + number + " " + changed);
            }
        });
        return wanted.stream().sorted().toList();
    }

    private void checkPersons(Path file) {
        Map<String, Set<Long>> persons = new TreeMap<>();
        for (ScheduledMatch match : stored().values()) {
            for (MatchPlayer player : match.players()) {
                persons.computeIfAbsent(number(player.person()), key -> new TreeSet<>())
                        .add(player.person());
            }
        }
        persons.forEach((number, ids) -> {
            check(file, "player " + number + " is one person", 1, ids::size);
            long id = ids.iterator().next();
            check(file, "player " + number + " is the same row", 1L, () -> identity("player " + number, id));
            String discordId = discordIds.get(Long.parseLong(number));
            if (discordId != null) {
                check(
                        file,
                        "player " + number + " has the id on Discord",
                        discordId,
                        () -> Objects.toString(
                                schedule.people().person(id).get().discordId()));
            }
        });
    }

    /** Returns 1 if the row is the one that was seen under this name first. */
    private long identity(String name, long id) {
        Long known = identities.putIfAbsent(name, id);
        return known == null || known == id ? 1 : 0;
    }

    private void checkCalendar(Path file) {
        String calendar = calendar();
        check(
                file,
                "events of the calendar",
                expected.size(),
                () -> CalendarText.events(calendar).size());
        for (ScheduledMatch match : stored().values()) {
            check(file, "calendar of match " + match.id(), true, () -> {
                Map<String, String> event = event(match.id());
                identities.putIfAbsent(event.get("UID"), match.id());
                long grown = identities.merge(
                        "sequence " + match.id() + " of version " + match.version(),
                        Long.parseLong(event.get("SEQUENCE")),
                        (first, again) -> first.equals(again) ? first : -1L);
                Long earlier = identities.get("sequence " + match.id() + " of version " + (match.version() - 1));
                return grown >= 0
                        && (earlier == null || grown > earlier)
                        && identities.get(event.get("UID")) == match.id();
            });
        }
    }

    private Map<String, String> event(long id) {
        ScheduledMatch match = schedule.matches().match(id).get();
        Instant start = Objects.requireNonNull(match.times().raceStart());
        return CalendarText.events(calendar()).stream()
                .filter(event -> CalendarText.instant(at(event, "DTSTART")).equals(start))
                .filter(event -> CalendarText.plain(CalendarText.shown(at(event, "SUMMARY")))
                        .equals(CalendarText.plain(match.label())))
                .findFirst()
                .orElseThrow();
    }

    String calendar() {
        return schedule.calendar(CalendarFeed.all()).get();
    }

    /** Returns the stored matches by their numbers at the source. */
    Map<Long, ScheduledMatch> stored() {
        Map<Long, ScheduledMatch> all = new TreeMap<>();
        for (ScheduledMatch match :
                schedule.matches().list(ScheduleFilter.all()).get()) {
            all.put(Objects.requireNonNull(match.source()).match(), match);
        }
        return all;
    }

    int size() {
        return schedule.matches().list(ScheduleFilter.all()).get().size();
    }

    ExpectedMatch seen(long number) {
        return seen(at(stored(), number));
    }

    ExpectedMatch seen(ScheduledMatch match) {
        return ExpectedMatch.of(match, this::number);
    }

    private String number(long person) {
        return schedule.people().aliases(person).get().stream()
                .filter(alias -> alias.kind() == PersonAlias.Kind.PLAYER_NUMBER)
                .map(PersonAlias::value)
                .sorted()
                .collect(Collectors.joining("+"));
    }

    /** Whether the persons of a match have a name, without what is not seen of it, and are found by it. */
    boolean findsPlayers(ScheduledMatch match) {
        for (MatchPlayer player : match.players()) {
            String name = schedule.people().person(player.person()).get().name();
            List<Person> found = schedule.people().search(name).get();
            boolean there = found.size() >= 100 || found.stream().anyMatch(person -> person.id() == player.person());
            if (!there || name.isBlank()) {
                throw new IllegalStateException("search finds " + found + ", the person is " + name);
            }
        }
        return true;
    }

    /** Returns all rows as text, without the times of the last import. */
    String rows() {
        StringBuilder text = new StringBuilder();
        for (ScheduledMatch match : stored().values()) {
            text.append(match).append('\n');
            text.append(schedule.matches().log(match.id()).get()).append('\n');
        }
        for (Person person : schedule.people().search("").get()) {
            text.append(person).append('\n');
        }
        return text.append(schedule.people().suggestions().get()).toString();
    }

    /** Returns the value of a key that must be there. */
    static <K, V> V at(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key), () -> key + " is not there");
    }

    @Override
    public void close() {
        schedule.close();
        speedGaming.close();
        fake.close();
    }

    private final class Recorder implements MatchListener {
        private static long number(ScheduledMatch match) {
            return Objects.requireNonNull(match.source()).match();
        }

        @Override
        public void created(StoreSession session, ScheduledMatch match) {
            events.add("created " + number(match));
        }

        @Override
        public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) {
            events.add("rescheduled " + number(after) + " from "
                    + before.times().raceStart() + " to " + after.times().raceStart());
        }

        @Override
        public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields) {
            events.add("changed " + number(after) + " " + new TreeSet<>(fields));
        }

        @Override
        public void cancelled(StoreSession session, ScheduledMatch match) {
            events.add("cancelled " + number(match));
        }

        @Override
        public void reinstated(StoreSession session, ScheduledMatch match) {
            events.add("reinstated " + number(match));
        }

        @Override
        public void alerted(ImportRun run, String alert) {
            alerts.add(alert);
        }
    }
}
