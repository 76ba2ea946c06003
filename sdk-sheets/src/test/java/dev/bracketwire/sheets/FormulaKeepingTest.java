// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Checks that writes find the formulas before they are sent, and what happens if the check fails. */
class FormulaKeepingTest {
    private static final String LONG_TITLE = "Round of 16 - Lobby A";
    private static final int MOST_URL = 8_000;

    private final FakeSheets google =
            FakeSheets.builder().withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players =
            file.tab("Players", List.of(List.of("Name", "Seed"), List.of("Ann", 1), List.of("Bob", 2)));
    private final Sheets sheets = builder().build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private SheetsBuilder builder() {
        return Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO);
    }

    private int longestUrl() {
        return google.upstream().received().stream()
                .mapToInt(request ->
                        (google.uri() + request.path() + request.rawQuery().orElse("")).length())
                .max()
                .orElse(0);
    }

    private static List<RangeWrite> manyWrites() {
        return IntStream.rangeClosed(1, 700)
                .mapToObj(row -> RangeWrite.row("'" + LONG_TITLE + "'!A" + row, "Ann", "Bob"))
                .toList();
    }

    @Test
    void write_toATabNamedInAnotherCase_keepsTheFormula() {
        players.formula("B2", "=1+1");
        assertThat(cup.write(RangeWrite.row("players!A2", "Cid", 5)).get().keptFormulas())
                .isEqualTo(1);
        assertThat(players.formulaOf("B2")).isEqualTo("=1+1");
        assertThat(players.cell("A2")).isEqualTo("Cid");
    }

    @Test
    void write_cutIntoPartsOfOneCell_keepsTheFormula() {
        players.formula("A3", "=1+2");
        String text = "x".repeat(450);
        try (Sheets small = builder().chunks(150_000, 2_000).build()) {
            RangeWritten.Done done = small.spreadsheet(file.id())
                    .write("Players!A1", List.of(List.of(text), List.of(text), List.of(text)))
                    .get();
            assertThat(done.keptFormulas()).isEqualTo(1);
        }
        assertThat(google.writes()).isGreaterThan(1);
        assertThat(players.formulaOf("A3")).isEqualTo("=1+2");
        assertThat(players.cell("A2")).isEqualTo(text);
    }

    @Test
    void write_afterOneOfTheSameRequestThatSetsAFormula_keepsIt() {
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2:B2", Cell.formula("=9"), "first"),
                        RangeWrite.row("Players!A2:B2", "second", Cell.formula("=8"))))
                .get();
        assertThat(written.get(1))
                .isInstanceOfSatisfying(
                        RangeWritten.Done.class,
                        done -> assertThat(done.keptFormulas()).isEqualTo(1));
        assertThat(players.formulaOf("A2")).isEqualTo("=9");
        assertThat(players.formulaOf("B2")).isEqualTo("=8");
    }

    @Test
    void write_afterOneOfTheSameCellsOverFormulas_landsAsAsked() {
        players.formula("B2", "=1+1");
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2:B2", "first", "first").overFormulas(),
                        RangeWrite.row("Players!A2:B2", "second", "second")))
                .get();
        assertThat(written).hasOnlyElementsOfType(RangeWritten.Done.class);
        assertThat(players.rows().get(1)).containsExactly("second", "second");
    }

    @Test
    void write_whoseFormulaCheckIsAnsweredWithoutSheets_failsAndSendsNothing() {
        players.formula("B2", "=1+1");
        google.answerNext(Answer.json("{}"));
        assertThatThrownBy(
                        () -> cup.write(RangeWrite.row("Players!A2", "Cid", 5)).get())
                .isInstanceOf(MalformedReplyException.class)
                .satisfies(failure ->
                        assertThat(((CallException) failure).maybeDone()).isFalse());
        assertThat(google.writes()).isZero();
        assertThat(players.formulaOf("B2")).isEqualTo("=1+1");
    }

    @Test
    void write_cancelledDuringTheFormulaCheck_isNotSent() throws InterruptedException {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch cancelled = new CountDownLatch(1);
        google.upstream().on("GET", "/v4/spreadsheets/{id}").answers(request -> {
            asked.countDown();
            await(cancelled);
            return Answer.json("{\"sheets\":[]}");
        });
        CompletableFuture<RangeWritten.Done> write =
                cup.write(RangeWrite.row("Players!A2", "Cid", 5)).start();
        await(asked);
        write.cancel(true);
        CompletableFuture<RangeWritten.Done> next =
                cup.write("Players!A3", "Dan").start();
        cancelled.countDown();
        assertThat(next.join().cells()).isEqualTo(1);
        assertThat(google.writes()).isEqualTo(1);
        assertThat(players.rows().get(1).get(0)).isEqualTo("Ann");
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted", e);
        }
    }

    @Test
    void writes_ofManyRangesWithLongTitles_checkFormulasWithoutLongUrls() {
        FakeTab lobby = file.tab(LONG_TITLE, List.of(List.of("Name"))).resize(2_000, 26);
        lobby.formula("B700", "=1+1");
        List<RangeWritten> written = cup.writeAll(manyWrites()).get();
        assertThat(written).hasOnlyElementsOfType(RangeWritten.Done.class);
        assertThat(lobby.formulaOf("B700")).isEqualTo("=1+1");
        assertThat(longestUrl()).isLessThan(MOST_URL);
    }

    @Test
    void writes_ofManyRangesWhoseAnswerIsLost_areReadBackWithoutLongUrls() {
        file.tab(LONG_TITLE, List.of(List.of("Name"))).resize(2_000, 26);
        List<RangeWrite> writes =
                manyWrites().stream().map(RangeWrite::overFormulas).toList();
        google.loseNextAnswers(1);
        assertThat(cup.writeAll(writes).get()).hasOnlyElementsOfType(RangeWritten.Done.class);
        assertThat(google.reads()).isEqualTo(1);
        assertThat(longestUrl()).isLessThan(MOST_URL);
    }
}
