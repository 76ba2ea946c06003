// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sentences of {@link RunStore}. */
abstract class RunStoreContract extends ErasureStoreContract {
    private ImportRun begun() {
        return write(session -> session.runs().begin(run()));
    }

    private ImportRun storedRun(long number) {
        return read(session -> session.runs().find(number).orElseThrow());
    }

    private static ImportRun ended(
            ImportRun run, ImportRun.Status status, Map<String, Integer> counts, String problem) {
        return new ImportRun(
                run.number(),
                run.scope(),
                run.from(),
                run.to(),
                status,
                run.startedAt(),
                NOON.plusSeconds(3),
                counts,
                List.of(problem, "second"));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void run_everyText_isFoundAsItWas(String text) {
        ImportRun begun = write(session -> session.runs()
                .begin(new ImportRun(
                        99,
                        text,
                        NOON,
                        NOON.plusMillis(1),
                        ImportRun.Status.APPLIED,
                        NOON.plusMillis(2),
                        null,
                        Map.of(),
                        List.of())));
        assertThat(begun.status()).isEqualTo(ImportRun.Status.REQUESTED);
        assertThat(storedRun(begun.number())).isEqualTo(begun);
        ImportRun ended = ended(begun, ImportRun.Status.FAILED, Map.of(text, 7, "b", -1), text);
        change(session -> session.runs().finish(ended));
        assertThat(storedRun(begun.number())).isEqualTo(ended);
        change(session -> session.runs().setState("turn", text));
        assertThat(readOptional(session -> session.runs().findState("turn"))).contains(text);
    }

    @Test
    void begin_severalRuns_numbersGrow() {
        long first = begun().number();
        List<Long> numbers = write(session -> List.of(
                session.runs().begin(run()).number(),
                session.runs().begin(run()).number()));
        assertThat(first).isPositive().isLessThan(numbers.get(0));
        assertThat(numbers.get(0)).isLessThan(numbers.get(1));
    }

    @Test
    void begin_afterARollbackOrAPrune_givesAHigherNumber() {
        List<Long> lost = new ArrayList<>();
        assertThatThrownBy(() -> change(session -> {
                    lost.add(session.runs().begin(run()).number());
                    throw new IllegalStateException("on purpose");
                }))
                .hasMessage("on purpose");
        ImportRun next = begun();
        assertThat(next.number()).isGreaterThan(lost.get(0));
        change(session -> session.runs().prune(0, 0));
        assertThat(readOptional(session -> session.runs().find(next.number()))).isEmpty();
        assertThat(begun().number()).isGreaterThan(next.number());
    }

    @Test
    void stage_anyBytes_areFoundAsTheyWere() {
        byte[] random = new byte[100_000];
        new Random(7).nextBytes(random);
        byte[] same = new byte[1_000_000];
        for (byte[] body : List.of(new byte[0], new byte[] {0, -1, 0x1f, (byte) 0x8b}, random, same)) {
            ImportRun run = begun();
            change(session -> session.runs().stage(run.number(), body));
            assertThat(readOptional(session -> session.runs().body(run.number())))
                    .hasValueSatisfying(stored -> assertThat(stored).isEqualTo(body));
            assertThat(storedRun(run.number()).status()).isEqualTo(ImportRun.Status.STAGED);
        }
    }

    @Test
    void stage_again_replacesTheReply() {
        ImportRun run = begun();
        change(session -> session.runs().stage(run.number(), new byte[] {1}));
        change(session -> session.runs().stage(run.number(), new byte[] {2}));
        assertThat(readOptional(session -> session.runs().body(run.number())))
                .hasValueSatisfying(stored -> assertThat(stored).containsExactly(2));
    }

    @Test
    void body_runWithoutOne_isEmpty() {
        assertThat(readOptional(session -> session.runs().body(begunLater()))).isEmpty();
        ImportRun run = begun();
        assertThat(readOptional(session -> session.runs().body(run.number()))).isEmpty();
    }

    private static long begunLater() {
        return 12_345;
    }

    @Test
    void finish_stagedRun_replacesItsEndAndKeepsItsReply() {
        ImportRun run = begun();
        change(session -> session.runs().stage(run.number(), new byte[] {1}));
        ImportRun ended = ended(run, ImportRun.Status.APPLIED, Map.of("create", 3), "p");
        change(session -> session.runs().finish(ended));
        assertThat(storedRun(run.number())).isEqualTo(ended);
        assertThat(readOptional(session -> session.runs().body(run.number()))).isPresent();
    }

    @Test
    void stageOrFinish_unknownRun_isRefused() {
        assertThatThrownBy(() -> change(session -> session.runs().stage(9_999, new byte[1])))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() ->
                        change(session -> session.runs().finish(ended(run(), ImportRun.Status.FAILED, Map.of(), ""))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void newest_several_newestComesFirst() {
        List<Long> numbers = List.of(begun().number(), begun().number(), begun().number());
        assertThat(readList(session -> session.runs().newest(2)))
                .extracting(ImportRun::number)
                .containsExactly(numbers.get(2), numbers.get(1));
        assertThat(readList(session -> session.runs().newest(0))).isEmpty();
        assertThat(readList(session -> session.runs().newest(99))).hasSize(3);
    }

    @Test
    void prune_keepsTheNewestRunsAndReplies() {
        List<Long> numbers = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            long number = begun().number();
            numbers.add(0, number);
            if (i != 5) {
                change(session -> session.runs().stage(number, new byte[] {5}));
            }
        }
        change(session -> session.runs().prune(4, 2));
        assertThat(readList(session -> session.runs().newest(99)))
                .extracting(ImportRun::number)
                .containsExactlyElementsOf(numbers.subList(0, 4));
        List<Boolean> bodies = new ArrayList<>();
        for (long number : numbers) {
            bodies.add(readOptional(session -> session.runs().body(number)).isPresent());
        }
        assertThat(bodies).containsExactly(false, true, true, false, false, false);
    }

    @Test
    void applied_neverAndLower_staysWhatItWas() {
        assertThat(applied("examplecup")).isZero();
        change(session -> session.runs().setApplied(List.of("examplecup", "othercup", "examplecup"), 5));
        change(session -> session.runs().setApplied(List.of("examplecup"), 4));
        change(session -> session.runs().setApplied(List.of("othercup"), 6));
        change(session -> session.runs().setApplied(List.of(), 7));
        assertThat(List.of(applied("examplecup"), applied("othercup"), applied("*")))
                .containsExactly(5L, 6L, 0L);
        long inWrite = write(session -> session.runs().applied("examplecup"));
        long never = write(session -> session.runs().applied("nocup"));
        assertThat(List.of(inWrite, never)).containsExactly(5L, 0L);
    }

    private long applied(String slug) {
        return read(session -> session.runs().applied(slug));
    }

    @Test
    void applied_severalWritersOfOneTournament_eachSeesTheOnesBefore() throws Exception {
        together(4, thread -> {
            for (int i = 0; i < 25; i++) {
                change(session -> session.runs()
                        .setApplied(List.of("examplecup"), session.runs().applied("examplecup") + 1));
            }
            return true;
        });
        assertThat(applied("examplecup")).isEqualTo(100);
    }

    @Test
    void save_tournaments_areListedBySlug() {
        TournamentFeed b = TournamentFeed.of("b_cup")
                .name("B '\uD83D\uDE00")
                .streamDelay(Duration.ofMinutes(10))
                .crew(new CrewRule("pt-BR", 1, 2, 3, 4));
        TournamentFeed a = TournamentFeed.of("a-cup");
        TournamentFeed upper = TournamentFeed.of("Cup");
        change(session -> {
            session.runs().save(b, true);
            session.runs().save(a, false);
            session.runs().save(upper, true);
        });
        assertThat(readList(session -> session.runs().enabled())).containsExactly(upper, b);
        assertThat(readList(session -> session.runs().known())).containsExactly(upper, a, b);
        change(session -> session.runs().save(b.name("New"), false));
        assertThat(readList(session -> session.runs().enabled())).containsExactly(upper);
        assertThat(readList(session -> session.runs().known())).containsExactly(upper, a, b.name("New"));
    }

    @Test
    void state_unknownAndReplaced_isTheLatest() {
        assertThat(readOptional(session -> session.runs().findState("turn"))).isEmpty();
        change(session -> session.runs().setState("turn", "1"));
        change(session -> session.runs().setState("turn", "2"));
        change(session -> session.runs().setState("other", "3"));
        assertThat(readOptional(session -> session.runs().findState("turn"))).contains("2");
    }
}
