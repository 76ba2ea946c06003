// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.Register;
import dev.bracketwire.examples.tournament.command.SetPermission;
import dev.bracketwire.examples.tournament.command.Withdraw;
import dev.bracketwire.examples.tournament.state.Entry;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Two nodes on one PostgreSQL. */
class TwoNodesTest {
    private final KnownAccounts accounts = new KnownAccounts();
    private final Supplier<Database> databases = TestDatabase.nodes();
    private final TournamentScene one = TournamentScene.of(databases.get(), accounts, 8, 1);
    private TournamentScene two = one;

    private static final List<String> NAMES = List.of(
            "Anna", "Bert", "Carl", "Dora", "Emil", "Fritz", "Gerda", "Hugo", "Ingrid", "Jonas", "Karla", "Ludwig");

    private void secondNode() {
        NAMES.forEach(one::person);
        two = one.node(databases.get(), accounts);
    }

    @AfterEach
    void close() {
        if (two != one) {
            two.close();
        }
        one.close();
    }

    private List<CompletableFuture<Answer>> all(
            java.util.function.Function<String, Command> command, List<String> names) {
        return IntStream.range(0, names.size())
                .mapToObj(i -> (i % 2 == 0 ? one : two)
                        .app
                        .run(command.apply(names.get(i)), one.caller(names.get(i)))
                        .start())
                .toList();
    }

    @Test
    void register_ofTwelveForEightPlaces_givesEightAndQueuesFourInOrder() {
        secondNode();

        List<CompletableFuture<Answer>> answers = all(name -> new Register("cup", TournamentScene.riotId(name)), NAMES);

        assertThat(answers).allSatisfy(each -> assertThat(each.join().text()).isNotBlank());
        assertThat(answers).allMatch(each -> each.join().done());
        assertThat(one.registered()).hasSize(8);
        assertThat(one.entries().iterator())
                .toIterable()
                .extracting(Entry::position)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 12).boxed().toList());
        List<String> waiting = one.waiting();
        assertThat(waiting).hasSize(4);
        for (int i = 0; i < 4; i++) {
            assertThat(answers.get(NAMES.indexOf(waiting.get(i))).join().text())
                    .contains("is number " + (i + 1) + " on the waitlist");
        }

        List<String> leaving = one.registered().subList(0, 2);
        assertThat(all(name -> new Withdraw("cup", null), leaving))
                .allMatch(each -> each.join().done());

        assertThat(two.registered()).hasSize(8).endsWith(waiting.get(0), waiting.get(1));
        assertThat(two.waiting()).isEqualTo(waiting.subList(2, 4));
        for (String name : NAMES) {
            assertThat(one.messages(name))
                    .as(name)
                    .hasSize(waiting.subList(0, 2).contains(name) ? 1 : 0);
        }
    }

    @Test
    void events_readByNumberDuringWrites_missNone() {
        secondNode();
        AtomicBoolean writing = new AtomicBoolean(true);
        CompletableFuture<List<Long>> reading = CompletableFuture.supplyAsync(() -> {
            List<Long> seen = new ArrayList<>();
            boolean last;
            do {
                last = !writing.get();
                long after = seen.isEmpty() ? 0 : seen.get(seen.size() - 1);
                seen.addAll(two.db
                        .read(connection -> new SqlSession(two.db, connection)
                                .list(
                                        "SELECT number FROM ${events} WHERE number > ? ORDER BY number",
                                        row -> row.getLong(1),
                                        after))
                        .get());
            } while (!last);
            return seen;
        });

        for (int round = 0; round < 2; round++) {
            all(name -> new Register("cup", TournamentScene.riotId(name)), NAMES)
                    .forEach(CompletableFuture::join);
            all(name -> new Withdraw("cup", null), NAMES).forEach(CompletableFuture::join);
        }
        writing.set(false);

        assertThat(reading.join().stream().map(String::valueOf).toList())
                .isEqualTo(one.strings("SELECT number FROM ${events} ORDER BY number"));
        assertThat(one.strings("SELECT number FROM ${events} UNION SELECT number FROM ${audit} ORDER BY number"))
                .as("no number is left out: an event or a line of the audit has it")
                .isEqualTo(LongStream.rangeClosed(
                                1,
                                Long.parseLong(one.strings("SELECT value FROM ${counters}")
                                        .get(0)))
                        .mapToObj(String::valueOf)
                        .toList());
    }

    @Test
    void admins_whoRevokeEachOtherAtOnce_leaveOne() {
        secondNode();
        for (int round = 0; round < 5; round++) {
            one.bySchedule(new SetPermission(null, one.id("Anna"), Permission.ADMIN));
            one.bySchedule(new SetPermission(null, one.id("Bert"), Permission.ADMIN));
            one.bySchedule(new SetPermission(null, one.id("Root"), null));

            all(
                            name -> new SetPermission(null, one.id(name.equals("Anna") ? "Bert" : "Anna"), null),
                            NAMES.subList(0, 2))
                    .forEach(CompletableFuture::join);

            assertThat(one.strings("SELECT person FROM ${grants} WHERE scope = '*'"))
                    .hasSize(1);
        }
    }

    @Test
    void tournament_createdTwiceAtOnce_isRefusedOnce() {
        secondNode();
        one.did("Root", new SetPermission(null, one.id("Anna"), Permission.ADMIN));
        one.did("Root", new SetPermission(null, one.id("Bert"), Permission.ADMIN));
        for (int round = 0; round < 5; round++) {
            String id = "new-" + round;
            List<Answer> answers =
                    all(name -> new CreateTournament(id, "fresh-" + id, "New Cup", 4, 1), NAMES.subList(0, 2)).stream()
                            .map(CompletableFuture::join)
                            .toList();

            assertThat(answers).noneMatch(Answer.Failed.class::isInstance);
            assertThat(answers).filteredOn(Answer::done).hasSize(1);
        }
    }

    @Test
    void person_ofDiscordSeenTwiceAtOnce_isOne() {
        secondNode();

        List<CompletableFuture<dev.bracketwire.examples.tournament.state.Person>> both = List.of(
                one.app.personOfDiscord("777", "New").start(),
                two.app.personOfDiscord("777", "New").start());

        assertThat(both.get(0).join()).isEqualTo(both.get(1).join());
    }
}
