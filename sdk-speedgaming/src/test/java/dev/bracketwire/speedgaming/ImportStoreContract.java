// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Tests that a store keeps what {@link ImportStore}, {@link MatchStore}, {@link PersonStore} and {@link RunStore} promise.
 * A test of your own store extends this class and opens the store. It needs JUnit and AssertJ.
 *
 * <pre>{@code
 * class LeagueStoreTest extends ImportStoreContract {
 *     @Override
 *     protected ImportStore open() {
 *         return new LeagueStore(emptyDatabase());
 *     }
 * }
 * }</pre>
 */
public abstract class ImportStoreContract extends RunStoreContract {
    /** Made by the test of a store. */
    protected ImportStoreContract() {}

    /** Opens a store that has nothing. It is called before each test. */
    @Override
    protected abstract ImportStore open() throws Exception;

    /** Closes the store of a test; this one does nothing. It is called after each test. */
    @Override
    protected void close(ImportStore opened) throws Exception {
        super.close(opened);
    }

    @Test
    void write_returns_givesTheResultAndKeepsIt() {
        String result = write(session -> {
            session.matches().add(List.of(sourced(1)));
            return "done";
        });
        assertThat(result).isEqualTo("done");
        assertThat(readMap(session -> session.matches().known(List.of(1L)))).hasSize(1);
    }

    @Test
    void write_sameCallTwice_runsTheWorkTwice() {
        var call = store.write(session -> session.people().add(List.of(person("a"))));
        call.get();
        call.get();
        assertThat(readList(session -> session.people().search("a"))).hasSize(2);
    }

    @Test
    void write_throws_leavesNothingInAnyTable() {
        Person person = added(person("before"));
        ScheduledMatch match = added(sourced(1));
        assertThatThrownBy(() -> change(session -> {
                    session.matches().add(List.of(sourced(2)));
                    session.matches()
                            .replace(
                                    List.of(match.edit().title("t").source(null).done()));
                    session.matches().log(List.of(entry(match.id(), "x")));
                    session.people().add(List.of(person("after", "42", "olga")));
                    session.people().replace(List.of(withName(person, "changed")));
                    session.people().addAliases(List.of(alias(person.id(), PersonAlias.Kind.TWITCH, "t")));
                    session.people().suggest(suggestion(Suggestion.Kind.CONFLICT, 1, 2));
                    session.people().addMerge(new PersonMerge(0, 1, 2, "olga", NOON, null), "");
                    session.runs().stage(session.runs().begin(run()).number(), new byte[1]);
                    session.runs().setApplied(List.of("examplecup"), 9);
                    session.runs().save(TournamentFeed.of("examplecup"), true);
                    session.runs().setState("turn", "1");
                    throw new IllegalArgumentException("on purpose");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("on purpose");
        assertThat(readList(session -> session.matches().list(ScheduleFilter.all())))
                .containsExactly(match);
        assertThat(readMap(session -> session.matches().known(List.of(1L, 2L)))).containsOnlyKeys(1L);
        assertThat(readList(session -> session.matches().logOf(match.id()))).isEmpty();
        assertThat(readList(session -> session.people().search(""))).containsExactly(person);
        assertThat(readMap(session -> session.people().byDiscordId(List.of("42"))))
                .isEmpty();
        assertThat(readOptional(session -> session.people().findByHostUser("olga")))
                .isEmpty();
        assertThat(readList(session -> session.people().aliases(PersonAlias.Kind.TWITCH, List.of("t"))))
                .isEmpty();
        assertThat(readList(session -> session.people().suggestions(false))).isEmpty();
        assertThat(readList(session -> session.people().merges())).isEmpty();
        assertThat(readList(session -> session.runs().newest(9))).isEmpty();
        long applied = read(session -> session.runs().applied("examplecup"));
        assertThat(applied).isZero();
        assertThat(readList(session -> session.runs().known())).isEmpty();
        assertThat(readOptional(session -> session.runs().findState("turn"))).isEmpty();
    }

    @Test
    void write_throwsSqlException_failsTheCallAndLeavesNothing() {
        assertThatThrownBy(() -> change(session -> {
                    session.people().add(List.of(person("a")));
                    throw new SQLException("on purpose");
                }))
                .isInstanceOf(RuntimeException.class);
        assertThat(readList(session -> session.people().search("a"))).isEmpty();
    }

    @Test
    void write_ownChanges_areSeenWithinIt() {
        change(session -> {
            ScheduledMatch match = session.matches().add(List.of(played(3))).get(0);
            assertThat(session.matches().find(match.id())).contains(match);
            assertThat(session.matches().ofPerson(3)).containsExactly(match);
            Person person =
                    session.people().add(List.of(person("a", "42", null))).get(0);
            assertThat(session.people().byDiscordId(Set.of("42"))).containsEntry("42", person);
        });
    }

    @Test
    void read_changes_areRefused() {
        ScheduledMatch match = added(draft().done());
        Person person = added(person("a"));
        List<Change> changes = List.of(
                session -> session.matches().add(List.of(draft().done())),
                session -> session.matches().replace(List.of(match)),
                session -> session.matches().log(List.of(entry(1, "a"))),
                session -> session.people().add(List.of(person("b"))),
                session -> session.people().replace(List.of(person)),
                session -> session.people().addAliases(List.of(alias(1, PersonAlias.Kind.TWITCH, "a"))),
                session -> session.people().removeAliases(List.of(alias(1, PersonAlias.Kind.TWITCH, "a"))),
                session -> session.people().remove(person.id()),
                session -> session.people().suggest(suggestion(Suggestion.Kind.CONFLICT, 1, 2)),
                session -> session.people().settle(1, "olga", NOON),
                session -> session.people().addMerge(new PersonMerge(0, 1, 2, "olga", NOON, null), ""),
                session -> session.people().markUndone(1, NOON),
                session -> session.people().blank(person.id()),
                session -> session.runs().begin(run()),
                session -> session.runs().stage(1, new byte[1]),
                session -> session.runs().finish(run()),
                session -> session.runs().prune(1, 1),
                session -> session.runs().setApplied(List.of("examplecup"), 1),
                session -> session.runs().save(TournamentFeed.of("examplecup"), true),
                session -> session.runs().setState("a", "b"));
        for (Change change : changes) {
            assertThatThrownBy(() -> read(session -> {
                        change.make(session);
                        return true;
                    }))
                    .isInstanceOf(RuntimeException.class);
        }
        assertThat(stored(match.id())).isEqualTo(match);
        assertThat(storedPerson(person.id())).isEqualTo(person);
    }

    @Test
    void read_whileOthersWrite_seesOneState() throws Exception {
        Person person = added(person("a"));
        ScheduledMatch match = added(played(1, 2));
        CountDownLatch looked = new CountDownLatch(1);
        CountDownLatch written = new CountDownLatch(1);
        List<Object> results = together(2, thread -> {
            if (thread == 0) {
                return read(session -> {
                    ScheduledMatch first = session.matches().find(match.id()).orElseThrow();
                    looked.countDown();
                    // In some stores the write waits for this read, so the read goes on after a while.
                    waitFor(written);
                    ScheduledMatch second = session.matches().find(match.id()).orElseThrow();
                    Person now = session.people().find(person.id()).orElseThrow();
                    return List.of(first, second, now);
                });
            }
            looked.await();
            try {
                change(session -> {
                    session.matches()
                            .replace(List.of(
                                    match.edit().players(List.of(player(3))).done()));
                    session.people().replace(List.of(withName(person, "b")));
                });
            } finally {
                written.countDown();
            }
            return true;
        });
        assertThat(results).containsExactly(List.of(match, match, person), true);
        assertThat(stored(match.id()).version()).isEqualTo(2);
    }

    private static void waitFor(CountDownLatch latch) {
        try {
            latch.await(2, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void session_afterItsWork_isRefused() {
        StoreSession session = write(given -> given);
        assertThatThrownBy(() -> session.matches().find(1)).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> session.people().add(List.of(person("a")))).isInstanceOf(Exception.class);
        assertThatThrownBy(() -> session.runs().setState("a", "b")).isInstanceOf(Exception.class);
        assertThat(readList(again -> again.people().search(""))).isEmpty();
    }

    /** Does something until no other transaction is in the way. */
    private static void again(Runnable change) {
        RuntimeException last = null;
        for (int i = 0; i < 1_000; i++) {
            try {
                change.run();
                return;
            } catch (RuntimeException e) {
                last = e;
            }
        }
        throw new AssertionError("it never succeeded", last);
    }

    @Test
    void severalWriters_ofOneMatchAndOnePerson_loseNothing() throws Exception {
        ScheduledMatch match = added(draft().title("0").done());
        Person person = added(person("0"));
        List<Object> results = together(4, thread -> {
            for (int i = 0; i < 25; i++) {
                again(() -> change(session -> {
                    ScheduledMatch now = session.matches().find(match.id()).orElseThrow();
                    int next = Integer.parseInt(now.title()) + 1;
                    session.matches()
                            .replace(List.of(now.edit().title("" + next).done()));
                    Person who = session.people().find(person.id()).orElseThrow();
                    session.people().replace(List.of(withName(who, "" + next)));
                    session.matches().log(List.of(entry(match.id(), "" + next)));
                }));
            }
            return true;
        });
        assertThat(results).containsOnly(true);
        assertThat(stored(match.id()).title()).isEqualTo("100");
        assertThat(stored(match.id()).version()).isEqualTo(101);
        assertThat(storedPerson(person.id()).name()).isEqualTo("100");
        List<MatchLogEntry> log = read(session -> session.matches().logOf(match.id()));
        assertThat(log)
                .extracting(MatchLogEntry::after)
                .containsExactlyElementsOf(
                        numbers(1, 101).stream().map(String::valueOf).toList());
    }

    @Test
    void severalWriters_ofManyMatchesInAnyOrder_doNotWaitForEachOther() throws Exception {
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            ids.add(added(played(i + 1)).id());
        }
        List<Object> results = together(4, thread -> {
            List<Long> own = new ArrayList<>(ids);
            for (int i = 0; i < 20; i++) {
                Collections.rotate(own, thread + i);
                change(session -> session.matches()
                        .replace(List.copyOf(session.matches().findAll(own).values())));
            }
            return true;
        });
        assertThat(results).containsOnly(true);
        assertThat(writeMap(session -> session.matches().findAll(ids)).values())
                .extracting(ScheduledMatch::version)
                .containsOnly(81L);
    }

    @Test
    void severalWriters_ofOneSource_addOneMatch() throws Exception {
        List<Object> results = together(4, thread -> {
            try {
                return added(sourced(1)).id();
            } catch (RuntimeException e) {
                return "refused";
            }
        });
        assertThat(results).filteredOn("refused"::equals).hasSize(3);
        assertThat(readList(session -> session.matches().list(ScheduleFilter.all())))
                .hasSize(1);
    }

    @Test
    void severalWriters_ofOneDiscordId_addOnePerson() throws Exception {
        List<Object> results = together(4, thread -> {
            try {
                return added(person("n" + thread, "42", null)).id();
            } catch (RuntimeException e) {
                return "refused";
            }
        });
        assertThat(results).filteredOn("refused"::equals).hasSize(3);
        assertThat(readList(session -> session.people().search("n"))).hasSize(1);
    }

    @Test
    void severalWriters_ofOneSuggestionOrAlias_addItOnce() throws Exception {
        Person person = added(person("a"));
        List<Object> results = together(4, thread -> {
            change(session -> session.people().addAliases(List.of(alias(person.id(), PersonAlias.Kind.TWITCH, "a"))));
            return write(session ->
                    session.people().suggest(suggestion(Suggestion.Kind.CONFLICT, thread % 2 + 1, 2 - thread % 2)));
        });
        assertThat(results).containsExactlyInAnyOrder(true, false, false, false);
        assertThat(readList(session -> session.people().suggestions(true))).hasSize(1);
        assertThat(readList(session -> session.people().aliasesOf(person.id()))).hasSize(1);
    }

    @Test
    void severalWriters_beginRuns_withDifferentNumbers() throws Exception {
        List<Object> results = together(4, thread -> {
            List<Long> numbers = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                numbers.add(write(session -> session.runs().begin(run()).number()));
            }
            return numbers;
        });
        List<Long> all = new ArrayList<>();
        for (Object each : results) {
            List<Long> numbers = ((List<?>) each).stream().map(Long.class::cast).toList();
            assertThat(numbers).isSorted();
            all.addAll(numbers);
        }
        assertThat(all).hasSize(40).doesNotHaveDuplicates();
    }
}
