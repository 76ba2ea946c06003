// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnavailableException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeAccess;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers for other ranges than asked, answers about nothing, refusals, and texts that no request can carry. */
class HostileRepliesTest {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);
    private static final MetadataLookup NOWHERE = MetadataLookup.key("nowhere");

    private final ManualClock clock = ManualClock.create();
    private final FakeSheets google =
            FakeSheets.builder().clock(clock).withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players = file.tab("Players", List.of(List.of("Name", "Seed"), List.of("Ann", 1)));
    private final Sheets sheets = builder().build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    HostileRepliesTest() {
        file.tab("Teams", List.of(List.of("Team")));
    }

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private SheetsBuilder builder() {
        return builder(GoogleAccess.token(Secret.of("t-1")));
    }

    private SheetsBuilder builder(GoogleAccess access) {
        return Sheets.builder(access)
                .base(google.uri())
                .mergeWindow(Duration.ZERO)
                .writePace(Duration.ZERO)
                .clock(clock);
    }

    private <T> T advancing(CompletableFuture<T> future) {
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(() -> {
            // A wait before a retry, and not the end of an attempt that is under way.
            clock.nextDue().filter(due -> due.compareTo(LONGEST_WAIT) < 0).ifPresent(clock::advance);
            return future.isDone();
        });
        return future.join();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Players!A1:B2", "A1:B2"})
    void write_afterAReadAnsweredWithABareName_succeeds(String range) {
        google.answerNext(Answer.json("{\"range\":\"foo\",\"values\":[[1]]}"));
        CompletableFuture<CellGrid> read = cup.read(range).start();
        Awaitility.await().atMost(Duration.ofMinutes(1)).until(read::isDone);
        for (int i = 0; i < 3; i++) {
            assertThat(cup.write("Players!C9", i).get().cells()).isEqualTo(1);
        }
        assertThat(players.cell("C9")).isEqualTo(2.0);
    }

    @Test
    void read_answeredWithAnotherRange_isMalformedAndNotCached() {
        google.answerNext(Answer.json("{\"range\":\"Teams!A1:B2\",\"values\":[[\"Team\"]]}"));
        assertThatThrownBy(() -> cup.read("Players!A1:B2").get()).isInstanceOf(MalformedReplyException.class);
        assertThat(cup.read("Players!A1:B2").get().text(0, 0)).isEqualTo("Name");
        assertThat(google.reads()).isEqualTo(2);
    }

    @Test
    void readAll_answeredInAnotherOrder_isMalformedAndNotCached() {
        google.answerNext(Answer.json("{\"valueRanges\":[{\"range\":\"Teams!A1\",\"values\":[[\"Team\"]]},"
                + "{\"range\":\"Players!A1\",\"values\":[[\"Name\"]]}]}"));
        List<RangeRead> ranges = cup.readAll(List.of(A1.parse("Players!A1"), A1.parse("Teams!A1")))
                .get();
        assertThat(ranges)
                .allSatisfy(range -> assertThatThrownBy(range::cells).isInstanceOf(MalformedReplyException.class));
        assertThat(cup.read("Players!A1").get().text(0, 0)).isEqualTo("Name");
    }

    @Test
    void write_toMetadataThatMatchesNothing_isNotFound() {
        assertThatThrownBy(() -> cup.write(RangeWrite.row(NOWHERE, "Bob")).get())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void readAll_withMetadataThatMatchesNothing_failsThatRangeAlone() {
        List<RangeRead> ranges = cup.readAll(
                        List.of(new GridRange(players.sheetId(), CellBounds.parse("A1:B2")), NOWHERE))
                .get();
        assertThat(ranges.get(0).cells().text(1, 0)).isEqualTo("Ann");
        assertThatThrownBy(ranges.get(1)::cells).isInstanceOf(NotFoundException.class);
    }

    @Test
    void title_withHalfOfASurrogatePair_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> A1.of("\ud800", "A1"));
    }

    @Test
    void metadataKey_withHalfOfASurrogatePair_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> MetadataLookup.key("\ud800"));
    }

    @Test
    void metadataValue_withHalfOfASurrogatePair_isRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> NOWHERE.withValue("\udc00"));
    }

    @Test
    void cellTypeMessage_aboutAHostileText_staysOnOneLineInOneDirection() {
        Cell hostile = Cell.text("x\r\nERROR forged \u2028\u001b[31m\u202e\u2066");
        CellTypeException failure = catchThrowableOfType(
                CellTypeException.class, () -> CellType.bool().read(hostile));
        assertThat(failure.getMessage())
                .contains("ERROR forged")
                .doesNotContainPattern("[\\p{Cc}\\u2028\\u2029\\u200e\\u200f\\u202a-\\u202e\\u2066-\\u2069]");
    }

    @Test
    void read_ofMoreThanAPartOfATabWithFewerRows_returnsTheRowsThereAre() {
        players.resize(20, 5);
        players.set("A20", "Zoe");
        try (Sheets small = builder().chunks(50, 2_000_000).build()) {
            CellGrid grid = small.spreadsheet(file.id()).read("Players!A1:E100").get();
            assertThat(grid.rowCount()).isEqualTo(20);
            assertThat(grid.text(19, 0)).isEqualTo("Zoe");
        }
        assertThat(google.reads()).isGreaterThan(1);
    }

    @Test
    void read_withoutLifetimesWhileGoogleIsDown_servesNothingFromTheCache() {
        try (Sheets uncached = builder().lifetimes(Duration.ZERO, Duration.ZERO).build()) {
            Spreadsheet own = uncached.spreadsheet(file.id());
            own.read("Players!A1").get();
            google.upstream().on("GET", "/{rest+}").answers(Answer.of(503));
            CompletableFuture<CellGrid> read = own.read("Players!A1").start();
            assertThatThrownBy(() -> advancing(read))
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(UnavailableException.class);
        }
    }

    @Test
    void read_ofAStaleRangeAfterAWait_carriesTheAgeAtWhichItIsServed() {
        try (Sheets caching =
                builder().lifetimes(Duration.ZERO, Duration.ofMillis(50)).build()) {
            Spreadsheet own = caching.spreadsheet(file.id());
            own.read("Players!A1").get();
            Instant readAt = clock.instant();
            clock.advance(Duration.ofMillis(60));
            google.upstream().on("GET", "/{rest+}").answers(Answer.of(503).retryAfterSeconds(1));
            CellGrid grid = advancing(own.read("Players!A1").start());
            assertThat(grid.text(0, 0)).isEqualTo("Name");
            assertThat(grid.age()).isBetween(Duration.ofMillis(1_060), Duration.between(readAt, clock.instant()));
        }
    }

    @Test
    void read_ofAStaleRangeWhileTheQuotaIsUsedUp_isServedAfterASecond() {
        try (Sheets caching =
                builder().lifetimes(Duration.ZERO, Duration.ofMillis(50)).build()) {
            Spreadsheet own = caching.spreadsheet(file.id());
            own.read("Players!A1").get();
            clock.advance(Duration.ofMillis(60));
            google.answerNext(Answer.of(429));
            CompletableFuture<CellGrid> read = own.read("Players!A1").start();
            Awaitility.await()
                    .atMost(Duration.ofMinutes(1))
                    .until(() -> caching.budget().readsLeft() == 0);
            clock.advance(Duration.ofMillis(999));
            assertThat(read).isNotDone();
            clock.advance(Duration.ofMillis(1));
            Awaitility.await().atMost(Duration.ofMinutes(1)).until(read::isDone);
            assertThat(read.join().text(0, 0)).isEqualTo("Name");
            assertThat(read.join().age()).isEqualTo(Duration.ofMillis(1_060));
            assertThat(google.reads()).isEqualTo(2);
        }
    }

    @Test
    void clients_ofOneServiceAccountWithTwoScopes_shareTheBudget() {
        file.allow(google.serviceAccount(), FakeAccess.WRITE);
        SheetsBudget budget = SheetsBudget.builder().perUser(5, 5).build();
        GoogleAccess access = GoogleAccess.serviceAccountJson(Secret.of(google.serviceAccountJson()))
                .tokenEndpointAllowed(URI.create(google.uri() + "/token"));
        try (Sheets bot = builder(access).budget(budget).build();
                Sheets page = builder(access.scopes(GoogleScope.SPREADSHEETS_READONLY))
                        .budget(budget)
                        .build()) {
            for (int i = 0; i < 5; i++) {
                bot.spreadsheet(file.id()).read("Players!A1").fresh().get();
            }
            assertThatThrownBy(() -> page.spreadsheet(file.id())
                            .read("Players!A1")
                            .within(Duration.ofSeconds(3))
                            .get())
                    .isInstanceOf(RateLimitedException.class);
            assertThat(google.reads()).isEqualTo(5);
        }
    }

    @Test
    void write_ofSeveralCellsToMetadataThatMatchesNothing_isNotFound() {
        assertThatThrownBy(() -> cup.write(RangeWrite.row(NOWHERE, "Bob", 2)).get())
                .isInstanceOf(NotFoundException.class);
    }

    @Test
    void clear_ofMetadataThatMatchesNothing_isNotFound() {
        assertThatThrownBy(() -> cup.clear(NOWHERE).get()).isInstanceOf(NotFoundException.class);
    }

    @Test
    void info_withARangeThatNoSpreadsheetHas_isMalformed() {
        google.answerNext(Answer.json("{\"properties\":{\"title\":\"Cup\"},\"namedRanges\":[{\"namedRangeId\":\"1\","
                + "\"name\":\"roster\",\"range\":{\"startRowIndex\":-5,\"endRowIndex\":3}}]}"));
        assertThatThrownBy(() -> cup.info().get())
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("impossible range");
        assertThat(cup.info().get().title()).isEqualTo("Spring Cup");
    }
}
