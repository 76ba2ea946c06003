// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.StoreException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.assertj.core.api.ThrowableAssert;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** Opens the store of a test, and makes values to store. */
@SuppressWarnings("NullAway.Init") // the store is opened before each test
abstract class StoreContractBase {
    static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    ImportStore store;

    /** Opens a store that has nothing. */
    protected abstract ImportStore open() throws Exception;

    /** Closes the store of a test; this one does nothing. */
    protected void close(ImportStore store) throws Exception {}

    @BeforeEach
    final void openStore() throws Exception {
        store = open();
    }

    @AfterEach
    final void closeStore() throws Exception {
        close(store);
    }

    final <T extends @Nullable Object> T write(ImportStore.Work<T> work) {
        return store.write(work).get();
    }

    final <T extends @Nullable Object> T read(ImportStore.Work<T> work) {
        return store.read(work).get();
    }

    // AssertJ cannot choose among its methods where the type of a result is inferred, hence three methods.

    final <E> List<E> readList(ImportStore.Work<List<E>> work) {
        return store.read(work).get();
    }

    final <K, V> Map<K, V> readMap(ImportStore.Work<Map<K, V>> work) {
        return store.read(work).get();
    }

    final <E> Optional<E> readOptional(ImportStore.Work<Optional<E>> work) {
        return store.read(work).get();
    }

    final <E> List<E> writeList(ImportStore.Work<List<E>> work) {
        return store.write(work).get();
    }

    final <K, V> Map<K, V> writeMap(ImportStore.Work<Map<K, V>> work) {
        return store.write(work).get();
    }

    /** Runs a change that gives nothing. */
    final void change(Change change) {
        boolean done = write(session -> {
            change.make(session);
            return true;
        });
        assertThat(done).isTrue();
    }

    final ScheduledMatch added(ScheduledMatch match) {
        return write(session -> session.matches().add(List.of(match))).get(0);
    }

    final Person added(Person person) {
        return write(session -> session.people().add(List.of(person))).get(0);
    }

    final ScheduledMatch stored(long match) {
        return read(session -> session.matches().find(match).orElseThrow());
    }

    final Person storedPerson(long person) {
        return read(session -> session.people().find(person).orElseThrow());
    }

    static void assertConstraint(ThrowableAssert.ThrowingCallable write) {
        assertThatThrownBy(write)
                .asInstanceOf(InstanceOfAssertFactories.type(StoreException.class))
                .returns(StoreException.Reason.CONSTRAINT, StoreException::reason);
    }

    static MatchSource source(long match) {
        return new MatchSource(70_000 + match, match, 1, "schedule" + match, "roster" + match, "crew" + match);
    }

    static ScheduledMatch.Editor draft() {
        return ScheduledMatch.draft("examplecup");
    }

    static ScheduledMatch sourced(long match) {
        return draft().source(source(match)).times(MatchTimes.at(NOON, 60)).done();
    }

    static MatchPlayer player(long person) {
        return new MatchPlayer(person, "name " + person, "stream" + person);
    }

    static CrewMember member(long person) {
        return new CrewMember(person, CrewRole.TRACKER, 500 + person, "name " + person, true, false, "en");
    }

    static ScheduledMatch played(long... persons) {
        return draft().players(LongStream.of(persons)
                        .mapToObj(StoreContractBase::player)
                        .toList())
                .done();
    }

    static Person person(String name) {
        return new Person(0, 0, name, null, null, null, null, NOON, null);
    }

    static Person person(String name, @Nullable String discordId, @Nullable String hostUser) {
        return new Person(0, 0, name, discordId, null, hostUser, null, NOON, null);
    }

    static Person merged(Person person, @Nullable Long into) {
        return new Person(
                person.id(),
                person.version(),
                person.name(),
                person.discordId(),
                person.twitch(),
                person.hostUser(),
                into,
                person.createdAt(),
                person.unusedSince());
    }

    static Person unused(String name, @Nullable Instant since) {
        return new Person(0, 0, name, null, null, null, null, NOON, since);
    }

    static PersonAlias alias(long person, PersonAlias.Kind kind, String value) {
        return new PersonAlias(person, kind, value, NOON, NOON);
    }

    static ImportRun run() {
        return new ImportRun(0, "*", null, null, ImportRun.Status.REQUESTED, NOON, null, Map.of(), List.of());
    }

    static Suggestion suggestion(Suggestion.Kind kind, long first, long second) {
        return new Suggestion(0, kind, "examplecup", first, second, List.of("They look alike."), NOON, null, null);
    }

    static MatchLogEntry entry(long match, String after) {
        return new MatchLogEntry(match, 1, NOON, "olga", "change", "title", "", after);
    }

    static List<Long> ids(List<ScheduledMatch> matches) {
        return matches.stream().map(ScheduledMatch::id).toList();
    }

    /** Returns texts that people type to break things. */
    static Stream<String> hostileTexts() {
        return Stream.of(
                "",
                " ",
                "O'Brien \"The\" \\ `x` --;",
                "'); DROP TABLE sg_match; --",
                "100 %_ \\% $1 ? :name ${sg_match} {}",
                "\uD83D\uDE00\uD83D\uDC68\u200D\uD83D\uDC69\u200D\uD83D\uDC67",
                "\u202Eevil\u202C \u05E9\u05DC\u05D5\u05DD \u0627\u0644\u0633\u0644\u0627\u0645",
                "a\nb\tc\r\u0001\u007F\u0085\u2028\uFEFF",
                "NULL",
                "[\"a\",{}]",
                "\u0130I\u0131\u00DF",
                "x".repeat(10_000),
                "\uD83D\uDE00".repeat(5_000));
    }

    /** Runs the same task on several threads at once, and gives what each returned, or the failure. */
    static List<Object> together(int threads, Task task) throws InterruptedException {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        try {
            List<Future<Object>> futures = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                futures.add(executor.submit(() -> task.run(number)));
            }
            List<Object> results = new ArrayList<>();
            for (Future<Object> future : futures) {
                try {
                    results.add(future.get());
                } catch (ExecutionException e) {
                    results.add(e.getCause());
                }
            }
            return results;
        } finally {
            executor.shutdownNow();
        }
    }

    static List<Long> numbers(long from, long to) {
        return LongStream.range(from, to).boxed().toList();
    }

    static Person withName(Person person, String name) {
        return new Person(
                person.id(),
                person.version(),
                name,
                person.discordId(),
                person.twitch(),
                person.hostUser(),
                person.mergedInto(),
                person.createdAt(),
                person.unusedSince());
    }

    /** Changes the store. */
    @FunctionalInterface
    interface Change {
        void make(StoreSession session) throws java.sql.SQLException;
    }

    /** Does something on one of several threads. */
    @FunctionalInterface
    interface Task {
        Object run(int thread) throws Exception;
    }
}
