// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Breaks Google's answers, and the way to them, in each form that was seen or is to be expected. */
class GoogleFaultsTest {
    private static final String VALUES =
            "{\"range\":\"Players!A1:C3\",\"majorDimension\":\"ROWS\",\"values\":[[\"Name\"]]}";

    private final FakeSheets google =
            FakeSheets.builder().withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players =
            file.tab("Players", List.of(List.of("Name", "Riot ID", "Checked in"), List.of("Ann", "Ann#EUW", false)));
    private final Sheets sheets = sheets(
            GoogleAccess.token(Secret.of("t-1")).scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY));
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private Sheets sheets(GoogleAccess access) {
        return builder(access).build();
    }

    private SheetsBuilder builder(GoogleAccess access) {
        return Sheets.builder(access)
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO)
                .closing(Duration.ofMillis(50))
                .timeouts(Timeouts.defaults().attempt(Duration.ofMillis(700)).call(Duration.ofMinutes(1)));
    }

    static Answer error(int status, String name, String message, String details) {
        return Answer.json("{\"error\":{\"code\":" + status + ",\"message\":\"" + message + "\",\"status\":\"" + name
                        + "\",\"details\":[" + details + "]}}")
                .status(status);
    }

    static Stream<Named<Answer>> passingFaults() {
        Stream<Named<Answer>> statuses = IntStream.of(408, 500, 502, 503, 504)
                .boxed()
                .flatMap(status -> Stream.of(
                        Named.of(status + " of Google", error(status, "INTERNAL", "Internal error encountered.", "")),
                        Named.of(status + " as a page", Answer.of(status).html()),
                        Named.of(status + " without a body", Answer.of(status))));
        return Stream.concat(
                statuses,
                Stream.of(
                        Named.of("reset after the request", Answer.dropBeforeHead()),
                        Named.of("half a head", Answer.json(VALUES).dropInsideHead()),
                        Named.of("half a body", Answer.json(VALUES).dropInsideBody()),
                        Named.of("half a chunk", Answer.json(VALUES).chunked().dropInsideBody()),
                        Named.of(
                                "half a compressed body",
                                Answer.json(VALUES).gzip().dropInsideBody()),
                        Named.of("silence", Answer.stall()),
                        Named.of("silence inside the body", Answer.json(VALUES).stallInsideBody())));
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void read_afterAFaultThatPasses_isSentAgain(Answer fault) {
        google.answerNext(fault);
        assertThat(cup.read("Players!A2").get().text(0, 0)).isEqualTo("Ann");
        assertThat(google.calls()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void read_ofSeveralRangesByFilter_isSentAgainAlthoughItIsAPost(Answer fault) {
        google.answerNext(fault);
        assertThat(cup.readAll(List.of(new GridRange(players.sheetId(), CellBounds.parse("A2"))))
                        .get()
                        .get(0)
                        .cells()
                        .text(0, 0))
                .isEqualTo("Ann");
        assertThat(google.calls()).hasSize(2);
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void write_whoseFaultHidesThatItWasDone_isFoundByReadingBack(Answer fault) {
        google.upstream().on("PUT", "/v4/spreadsheets/{id}/values/{range}").answers(request -> {
            players.set("C2", true);
            return fault;
        });
        assertThat(cup.write("Players!C2", true).get().cells()).isEqualTo(1);
        assertThat(google.upstream().received("PUT", "/{rest+}")).hasSize(1);
        assertThat(google.reads()).isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("passingFaults")
    void write_whoseFaultIsNotExplained_failsAsMaybeDoneAndIsNotSentTwice(Answer fault) {
        google.answerNext(fault);
        CallException failure = catchThrowableOfType(
                CallException.class, () -> cup.write("Players!C2", true).get());
        assertThat(failure.maybeDone()).isTrue();
        assertThat(google.upstream().received("PUT", "/{rest+}")).hasSize(1);
        assertThat(players.cell("C2")).isEqualTo(false);
        assertThat(cup.write("Players!C2", true).get().cells()).isEqualTo(1);
    }

    @Test
    void writes_ofOneCellInOneLostRequest_areBothDone() {
        google.loseNextAnswers(1);
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2", "first"),
                        RangeWrite.row("Players!B2", "Ann#NA1"),
                        RangeWrite.row("Players!A2", "second")))
                .get();
        assertThat(written).allMatch(RangeWritten.Done.class::isInstance);
        assertThat(players.rows().get(1)).startsWith("second", "Ann#NA1");
        assertThat(google.writes()).isEqualTo(1);
    }

    @Test
    void write_ofEmptyAndKeptCells_isFoundByReadingBack() {
        google.loseNextAnswers(1);
        RangeWritten.Done done = cup.write(RangeWrite.row("Players!A2", Cell.keep(), Cell.clear(), 7, 0.5)
                        .overFormulas())
                .get();
        assertThat(done.cells()).isEqualTo(3);
        assertThat(players.rows().get(1)).containsExactly("Ann", null, 7.0, 0.5);
    }

    @Test
    void write_whoseReplyIsOfAProxy_isReadBackOrFailsAsMaybeDone() {
        google.answerNext(Answer.json("{\"status\":\"ok\"}"));
        assertThatThrownBy(() -> cup.write("Players!C2", true).get())
                .isInstanceOfSatisfying(
                        MalformedReplyException.class,
                        failure -> assertThat(failure.maybeDone()).isTrue());
        google.answerNext(Answer.json("{\"status\":\"ok\"}"));
        assertThatThrownBy(
                        () -> cup.append("Players!A1", List.of(List.of("Bob"))).get())
                .isInstanceOfSatisfying(
                        MalformedReplyException.class,
                        failure -> assertThat(failure.maybeDone()).isTrue());
        google.answerNext(Answer.json("{\"status\":\"ok\"}"));
        assertThatThrownBy(() -> sheets.createSpreadsheet("Summer Cup").get())
                .isInstanceOfSatisfying(
                        MalformedReplyException.class,
                        failure -> assertThat(failure.maybeDone()).isTrue());
        google.answerNext(Answer.json("{\"status\":\"ok\"}"));
        assertThat(cup.write("Players!C2", false).get().cells()).isEqualTo(1); // it stands there
    }

    @ParameterizedTest
    @ValueSource(strings = {"append", "formula", "clear", "change"})
    void write_thatNoReadProves_failsAsMaybeDone(String kind) {
        cup.info().get();
        google.answerNext(Answer.of(502).html());
        CallException failure = catchThrowableOfType(CallException.class, () -> {
            switch (kind) {
                case "append" ->
                    cup.append("Players!A1", List.of(List.of("Bob"))).get();
                case "formula" -> cup.write("Players!D2", Cell.formula("=A2")).get();
                case "clear" -> cup.clear("Players!A2").get();
                default -> cup.change(SheetChange.freezeRows("Players", 1)).get();
            }
        });
        assertThat(failure.maybeDone()).isTrue();
        assertThat(google.upstream().received().stream()
                        .filter(request -> !request.method().equals("GET")))
                .hasSize(1);
    }

    @Test
    void request_resetBeforeItsBodyWasRead_isSentAgainIfItReads() {
        google.upstream()
                .on("GET", "/v4/spreadsheets/{id}/values/{range}")
                .answers(Answer.dropBeforeReadingBody(), Answer.json(VALUES));
        assertThat(cup.read("Players!A1:C3").get().text(0, 0)).isEqualTo("Name");
        google.upstream().on("PUT", "/v4/spreadsheets/{id}/values/{range}").answers(Answer.dropBeforeReadingBody());
        CallException failure = catchThrowableOfType(
                CallException.class, () -> cup.write("Players!C2", true).get());
        assertThat(failure.maybeDone()).isTrue();
        assertThat(google.upstream().received("PUT", "/{rest+}")).hasSize(1);
    }

    @Test
    void read_ofHalfAReply_isMalformedAndNeverHalfATable() {
        google.answerNext(Answer.json(VALUES).truncated());
        assertThatThrownBy(() -> cup.read("Players!A1:C3").get()).isInstanceOf(MalformedReplyException.class);
        google.answerNext(Answer.text("<html>Sign in</html>").contentType("text/html"));
        assertThatThrownBy(() -> cup.read("Players!A1:C3").get()).isInstanceOf(MalformedReplyException.class);
        assertThat(cup.read("Players!A1:C3").get().rowCount()).isEqualTo(2);
    }

    @Test
    void read_ofEmptyAndRaggedValues_isATable() {
        google.answerNext(
                Answer.json("{\"range\":\"Players!A1:C3\"}"),
                Answer.json(
                        "{\"range\":\"Players!A1:D4\",\"values\":[[\"a\"],[],[null,true,\"#N/A\",\"Loading...\"]]}"));
        assertThat(cup.read("Players!A1:C3").get().rows()).isEmpty();
        CellGrid ragged = cup.read("Players!A1:D4").get();
        assertThat(ragged.row(1)).allMatch(cell -> cell.text().isEmpty());
        assertThat(ragged.row(2)).endsWith(Cell.bool(true), new Cell.Error("#N/A"), new Cell.Error("Loading..."));
    }

    @Test
    void close_whileGoogleIsSilent_endsEachFutureWithATypedFailure() {
        google.upstream().on("*", "/v4/{rest+}").answers(Answer.stall());
        Sheets client = builder(GoogleAccess.token(Secret.of("t-1")))
                .timeouts(Timeouts.defaults().attempt(Duration.ofMinutes(5)).call(Duration.ofMinutes(10)))
                .build();
        Spreadsheet silent = client.spreadsheet(file.id());
        CompletableFuture<?> sent = silent.write("Players!A2", "under way").start();
        CompletableFuture<?> asked = silent.read("Players!A2").start();
        google.upstream().await(2, Duration.ofMinutes(1));
        List<CompletableFuture<?>> queued = List.of(
                silent.write("Players!A3", "queued").start(),
                silent.append("Players!A1", List.of(List.of("queued"))).start(),
                silent.clear("Players!A9").start(),
                silent.change(SheetChange.freezeRows("Players", 1)).start(),
                silent.read("Players!B2").start(),
                silent.writeAll(List.of(RangeWrite.row("Players!A4", "queued"))).start(),
                silent.readAll(List.of(A1.parse("Players!B3"))).start());
        client.close();
        assertThat(failure(sent).maybeDone()).isTrue();
        assertThat(failure(asked).maybeDone()).isFalse();
        assertThat(queued.subList(0, 5))
                .allSatisfy(future -> assertThat(failure(future).maybeDone()).isFalse());
        assertThat(queued.subList(5, 7))
                .allSatisfy(future -> assertThat((List<?>) future.get(1, TimeUnit.MINUTES))
                        .singleElement()
                        .isInstanceOfAny(RangeWritten.Failed.class, RangeRead.Failed.class));
        assertThat(google.upstream().received()).hasSize(2);
        assertThatThrownBy(() -> silent.write("Players!A2", "later").get()).isInstanceOf(CallException.class);
        assertThatThrownBy(() -> silent.read("Players!A2").get()).isInstanceOf(CallException.class);
    }

    private static CallException failure(CompletableFuture<?> future) {
        Throwable cause = future.handle((done, failure) -> failure)
                .orTimeout(1, TimeUnit.MINUTES)
                .join();
        assertThat(cause).isNotNull();
        return (CallException)
                (cause instanceof CompletionException wrapped && wrapped.getCause() != null
                        ? wrapped.getCause()
                        : cause);
    }
}
