// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static dev.bracketwire.sheets.GoogleFaultsTest.error;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.sheets.FakeAccess;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Refuses requests in each way that Google has: some refusals end by waiting or by a new token, most do not. */
class GoogleRefusalsTest {
    private final FakeSheets google =
            FakeSheets.builder().withoutQuota().start().token("t-1");
    private final FakeSpreadsheet file = google.spreadsheet("Spring Cup");
    private final FakeTab players =
            file.tab("Players", List.of(List.of("Name", "Riot ID", "Checked in"), List.of("Ann", "Ann#EUW", false)));
    private final Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1"))
                    .scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY))
            .base(google.uri())
            .mergeWindow(Duration.ZERO)
            .writePace(Duration.ZERO)
            .build();
    private final Spreadsheet cup = sheets.spreadsheet(file.id());

    @AfterEach
    void close() {
        sheets.close();
        google.close();
    }

    private static String reason(String reason) {
        return "{\"@type\":\"type.googleapis.com/google.rpc.ErrorInfo\",\"reason\":\"" + reason
                + "\",\"domain\":\"googleapis.com\"}";
    }

    private static Answer ofDrive(int status, String reason, String message) {
        return Answer.json("{\"error\":{\"errors\":[{\"domain\":\"usageLimits\",\"reason\":\"" + reason
                        + "\",\"message\":\"" + message + "\"}],\"code\":" + status + ",\"message\":\"" + message
                        + "\"}}")
                .status(status);
    }

    @Test
    void token_thatIsRevoked_isRenewedOnceForReadsAndWrites() {
        ManualClock clock = ManualClock.create();
        try (FakeSheets dated = FakeSheets.builder().clock(clock).start();
                Sheets account = Sheets.builder(GoogleAccess.serviceAccountJson(Secret.of(dated.serviceAccountJson()))
                                .tokenEndpointAllowed(URI.create(dated.uri() + "/token")))
                        .base(dated.uri())
                        .clock(clock)
                        .mergeWindow(Duration.ZERO)
                        .writePace(Duration.ZERO)
                        .build()) {
            FakeSpreadsheet shared = dated.spreadsheet("Spring Cup");
            shared.allow(dated.serviceAccount(), FakeAccess.WRITE);
            Spreadsheet own = account.spreadsheet(shared.id());
            assertThat(own.write("Sheet1!A2", "Ann").get().cells()).isEqualTo(1);
            clock.advance(Duration.ofMinutes(5));
            dated.revokeTokens();
            assertThat(own.write("Sheet1!A2", "Anna").get().cells()).isEqualTo(1);
            assertThat(own.read("Sheet1!A2").fresh().get().text(0, 0)).isEqualTo("Anna");
            assertThat(dated.tokensIssued()).isEqualTo(2);
            assertThat(dated.writes()).isEqualTo(3);
            dated.revokeTokens();
            assertThatThrownBy(() -> own.write("Sheet1!A2", "Ben").get()).isInstanceOf(UnauthorizedException.class);
            assertThat(dated.tokensIssued()).isEqualTo(2);
        }
    }

    @Test
    void token_thatIsRefusedAgain_failsWithoutAThirdRequest() {
        google.revokeTokens();
        assertThatThrownBy(() -> cup.read("Players!A2").get()).isInstanceOf(UnauthorizedException.class);
        CallException failure = catchThrowableOfType(
                UnauthorizedException.class, () -> cup.write("Players!A2", "x").get());
        assertThat(failure.maybeDone()).isFalse();
        assertThat(google.calls()).hasSize(2);
    }

    @ParameterizedTest
    @CsvSource({
        "PERMISSION_DENIED, Share the spreadsheet with this account",
        "SERVICE_DISABLED, enable it in the Google Cloud console",
        "ACCESS_TOKEN_SCOPE_INSUFFICIENT, see GoogleAccess.scopes"
    })
    void refusal_thatNoWaitEnds_isNotRetried(String reason, String advice) {
        String details = reason.equals("PERMISSION_DENIED") ? "" : reason(reason);
        Answer refusal = error(403, "PERMISSION_DENIED", "No.", details);
        google.answerNext(refusal, refusal, refusal);
        assertThatThrownBy(() -> cup.read("Players!A2").get())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining(advice);
        assertThatThrownBy(() -> cup.write("Players!A2", "x").get())
                .isInstanceOfSatisfying(
                        ForbiddenException.class,
                        failure -> assertThat(failure.maybeDone()).isFalse())
                .hasMessageContaining(advice);
        assertThatThrownBy(() -> cup.version().get())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining(advice);
        assertThat(google.calls()).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rateLimitExceeded", "userRateLimitExceeded"})
    void driveLimit_asA403_isRetried(String reason) {
        google.answerNext(ofDrive(403, reason, "Rate Limit Exceeded"));
        assertThat(cup.version().get().number()).isEqualTo(file.version());
        assertThat(google.calls()).hasSize(2);
    }

    @Test
    void stamp_ofASpreadsheetThatIsGone_leavesDriveInUseForTheOthers() {
        assertThatThrownBy(() -> sheets.spreadsheet("1-gone")
                        .stamp(A1.parse("Players!A1"))
                        .get())
                .isInstanceOf(NotFoundException.class);
        assertThat(cup.stamp(A1.parse("Players!A1")).get()).isEqualTo("version-" + file.version());
        google.disableDrive(true);
        assertThat(cup.stamp(A1.parse("Players!A1")).get()).startsWith("values-");
        google.disableDrive(false);
        int calls = google.calls().size();
        assertThat(cup.stamp(A1.parse("Players!A1")).get()).startsWith("values-");
        assertThat(google.calls()).hasSize(calls + 1);
    }

    @Test
    void createSpreadsheet_ofAnAccountWithoutStorage_isTriedOnce() {
        google.refuseCreation(true);
        assertThatThrownBy(() -> sheets.createSpreadsheet("Summer Cup").get())
                .isInstanceOf(ForbiddenException.class)
                .hasMessageContaining("a service account owns no storage: create the spreadsheet in a shared drive")
                .hasMessageContaining("GoogleAccess.refreshToken");
        assertThat(google.writes()).isEqualTo(1);
    }

    @Test
    void change_beyondTenMillionCells_failsWithGooglesNumber() {
        assertThatThrownBy(() ->
                        cup.change(SheetChange.addTab("Huge", 400_000, 26)).get())
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        failure -> assertThat(failure.maybeDone()).isFalse())
                .hasMessageContaining("above the limit of 10000000 cells");
        assertThat(file.titles()).containsExactly("Players");
        assertThat(google.writes()).isEqualTo(1);
    }

    @Test
    void writeAll_withARangeProtectedBy403_failsThatWriteAlone() {
        google.upstream()
                .on("POST", "/v4/spreadsheets/{id}/values:batchUpdate")
                .answers(error(403, "PERMISSION_DENIED", "You are trying to edit a protected cell or object.", ""));
        players.protect("B2:B2");
        List<RangeWritten> written = cup.writeAll(List.of(
                        RangeWrite.row("Players!A2", "Anna"),
                        RangeWrite.row("Players!B2", "Anna#EUW"),
                        RangeWrite.row("Players!C2", true)))
                .get();
        assertThat(written.get(0)).isInstanceOf(RangeWritten.Done.class);
        assertThat(written.get(1))
                .isInstanceOfSatisfying(
                        RangeWritten.Failed.class,
                        failed -> assertThat(failed.failure()).hasMessageContaining("protected"));
        assertThat(written.get(2)).isInstanceOf(RangeWritten.Done.class);
        assertThat(players.rows().get(1)).containsExactly("Anna", "Ann#EUW", true);
    }

    @Test
    void redirect_toAnotherHost_isNotFollowed() {
        try (FakeUpstream other = FakeUpstream.start()) {
            google.answerNext(Answer.redirect(307, other.uri() + "/x"), Answer.redirect(302, other.uri() + "/x"));
            assertThatThrownBy(() -> cup.read("Players!A2").get()).isInstanceOf(CallException.class);
            assertThatThrownBy(() -> cup.write("Players!A2", "x").get()).isInstanceOf(CallException.class);
            assertThat(other.received()).isEmpty();
        }
    }
}
