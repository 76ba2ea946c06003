// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeSheetsTest extends SheetsRequests {
    private static final String GRANT = "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=";

    private final FakeTab players = cup.tab("Players", List.of(row("Name"), row("Ann")));

    @Test
    void quota_perUser_isRefusedAsRecordedUntilTheMinuteEnds() throws Exception {
        for (int i = 0; i < 60; i++) {
            assertThat(get(range("Players")).statusCode()).isEqualTo(200);
        }
        HttpResponse<String> refused = get(range("Players"));
        assertThat(message(refused))
                .isEqualTo("429 Quota exceeded for quota metric 'Read requests' and limit 'Read requests per minute per"
                        + " user' of service 'sheets.googleapis.com' for consumer 'project_number:603366585132'.");
        JsonNode info = json(refused).at("/error/details/0");
        assertThat(info.path("@type").asText()).isEqualTo("type.googleapis.com/google.rpc.ErrorInfo");
        assertThat(info.at("/metadata/quota_limit").asText()).isEqualTo("ReadRequestsPerMinutePerUser");
        assertThat(info.at("/metadata/quota_limit_value").asText()).isEqualTo("60");
        assertThat(refused.headers().firstValue("Retry-After")).isEmpty();
        assertThat(put(range("Players!A3") + "?valueInputOption=RAW", rows("[['x']]"))
                        .statusCode())
                .isEqualTo(200);
        google.token("t-2");
        token = "t-2";
        assertThat(get(range("Players")).statusCode()).isEqualTo(200);
        token = "t-1";
        clock.advance(Duration.ofSeconds(60));
        assertThat(get(range("Players")).statusCode()).isEqualTo(200);
        assertThat(List.of(google.reads(), google.writes(), google.refusedByQuota()))
                .containsExactly(63, 1, 1);
        assertThat(google.calls().get(0))
                .isEqualTo(new FakeCall(
                        "values.get",
                        FakeCall.Kind.READ,
                        "t-1@example.org",
                        cup.id(),
                        List.of("Players"),
                        200,
                        clock.instant().minusSeconds(60)));
    }

    @Test
    void quota_ofTheProject_countsAllUsers() throws Exception {
        try (FakeSheets small = FakeSheets.builder()
                .clock(clock)
                .quota(9, 9)
                .projectQuota(9, 1)
                .latency(Duration.ofMillis(2))
                .start()) {
            small.token("t-1").token("t-2");
            FakeSpreadsheet sheet = small.spreadsheet("S");
            String body = "{\"requests\":[{\"updateSpreadsheetProperties\":{\"properties\":{\"title\":\"T\"},"
                    + "\"fields\":\"title\"}}]}";
            assertThat(small.spreadsheet("S").title()).isEqualTo("S");
            for (String each : List.of("t-1", "t-2")) {
                HttpRequest request = HttpRequest.newBuilder(
                                URI.create(small.uri() + "/v4/spreadsheets/" + sheet.id() + ":batchUpdate"))
                        .header("Authorization", "Bearer " + each)
                        .POST(BodyPublishers.ofString(body))
                        .build();
                HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            }
            assertThat(sheet.title()).isEqualTo("T");
            assertThat(small.calls()).extracting(FakeCall::status).containsExactly(200, 429);
            assertThat(small.refusedByQuota()).isEqualTo(1);
        }
    }

    @Test
    void errors_haveGooglesForm() throws Exception {
        assertThat(send("GET", "//v4/spreadsheets/test", null).body()).isEqualTo("""
                        {
                          "error": {
                            "code": 404,
                            "message": "Requested entity was not found.",
                            "status": "NOT_FOUND"
                          }
                        }
                        """);
        assertThat(put(range("Players") + "?valueInputOption=RAW&prettyPrint=false", "{\"values\":\"X\"}")
                        .body())
                .isEqualTo("{\"error\":{\"code\":400,\"message\":\"Invalid value at 'data.values'"
                        + " (type.googleapis.com/google.protobuf.ListValue), \\\"X\\\"\",\"status\":\"INVALID_ARGUMENT\","
                        + "\"details\":[{\"@type\":\"type.googleapis.com/google.rpc.BadRequest\",\"fieldViolations\":["
                        + "{\"field\":\"data.values\",\"description\":\"Invalid value at 'data.values'"
                        + " (type.googleapis.com/google.protobuf.ListValue), \\\"X\\\"\"}]}]}}");
        assertThat(line(get("?fields=sheets.sheetProperties")))
                .contains(
                        "'message':'Request contains an invalid argument.'",
                        "'field':'fields'",
                        "sheets.sheetProperties");
        assertThat(message(put(range("Players") + "?valueInputOption=RAW", "{\"values\"")))
                .startsWith("400 Invalid JSON");
        HttpResponse<String> page = get("/nope/at/all");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=UTF-8");
        assertThat(google.unexpected()).hasSize(1);
    }

    @Test
    void access_isThatOfTokenScopeAndUser() throws Exception {
        token = "nope";
        HttpResponse<String> unknown = get("");
        assertThat(unknown.statusCode()).isEqualTo(401);
        assertThat(json(unknown).at("/error/status").asText()).isEqualTo("UNAUTHENTICATED");
        google.token("reader", "reader@example.org", "spreadsheets.readonly");
        token = "reader";
        assertThat(get(range("Players")).statusCode()).isEqualTo(200);
        String write = range("Players!A1") + "?valueInputOption=RAW";
        assertThat(message(put(write, rows("[['x']]"))))
                .isEqualTo("403 Request had insufficient authentication scopes.");
        assertThat(post("/values:batchGetByDataFilter", "{}").statusCode()).isEqualTo(403);
        assertThat(post("/developerMetadata:search", "{}").statusCode()).isEqualTo(403);
        assertThat(send("GET", "//drive/v3/files/" + cup.id(), null).statusCode())
                .isEqualTo(403);
        token = "t-1";
        cup.allow("t-1@example.org", FakeAccess.READ);
        assertThat(message(put(write, rows("[['x']]")))).isEqualTo("403 The caller does not have permission");
        cup.allow("t-1@example.org", FakeAccess.NONE);
        assertThat(get("").statusCode()).isEqualTo(403);
        google.revokeTokens();
        assertThat(get("").statusCode()).isEqualTo(401);
        assertThat(players.cell("A1")).isEqualTo("Name");
    }

    @Test
    void serviceAccount_getsTokensThatExpire() throws Exception {
        JsonNode account = JSON.readTree(google.serviceAccountJson());
        assertThat(account.path("token_uri").asText()).isEqualTo(google.uri() + "/token");
        long now = clock.instant().getEpochSecond();
        JsonNode granted = json(
                post("//token", GRANT + jwt(account, account.path("token_uri").asText(), now, now + 3600)));
        token = granted.path("access_token").asText();
        assertThat(get("").statusCode()).isEqualTo(200);
        clock.advance(Duration.ofSeconds(granted.path("expires_in").asLong()));
        assertThat(get("").statusCode()).isEqualTo(401);
        assertThat(google.tokensIssued()).isEqualTo(1);
        assertThat(google.calls()).extracting(FakeCall::user).contains(google.serviceAccount());
    }

    @ParameterizedTest
    @CsvSource({
        "https://elsewhere.example/token,0,3600,Invalid JWT: Failed audience check",
        "TOKEN,0,7200,Invalid JWT: Token must be a short-lived token",
        "TOKEN,-7200,-3600,Invalid JWT: Token must be a short-lived token",
        "TOKEN,3000,6000,Invalid JWT: Token must be a short-lived token",
    })
    void assertion_thatGoogleRefuses_isInvalidGrant(String audience, long from, long to, String message)
            throws Exception {
        JsonNode account = JSON.readTree(google.serviceAccountJson());
        long now = clock.instant().getEpochSecond();
        String jwt = jwt(account, audience.replace("TOKEN", google.uri() + "/token"), now + from, now + to);
        HttpResponse<String> refused = post("//token", GRANT + jwt);
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(line(refused)).startsWith("{'error':'invalid_grant','error_description':'" + message);
        assertThat(line(post("//token", GRANT + jwt + "x"))).contains("Invalid JWT Signature.");
    }

    @Test
    void refreshToken_isExchanged() throws Exception {
        google.refreshToken("r-1", "ann@example.org", "spreadsheets");
        String form = "grant_type=refresh_token&client_id=c&client_secret=s&refresh_token=";
        google.answerNextToken(Answer.of(502).html());
        assertThat(post("//token", form + "r-1").statusCode()).isEqualTo(502);
        token = json(post("//token", form + "r-1")).path("access_token").asText();
        assertThat(get("").statusCode()).isEqualTo(200);
        assertThat(line(post("//token", form + "r-2"))).contains("'invalid_grant'");
        assertThat(line(post("//token", "grant_type=password"))).contains("'unsupported_grant_type'");
    }

    @Test
    void loseNextAnswers_worksAndDrops() throws Exception {
        google.loseNextAnswers(1);
        String append = range("Players!A1") + ":append?valueInputOption=RAW";
        assertThatThrownBy(() -> post(append, rows("[['Bea']]"))).isInstanceOf(IOException.class);
        assertThat(players.rows()).contains(row("Bea"));
        google.answerNext(Answer.of(503).html(), Answer.tooManyRequests());
        assertThat(post(append, rows("[['Cy']]")).statusCode()).isEqualTo(503);
        assertThat(post(append, rows("[['Cy']]")).statusCode()).isEqualTo(429);
        assertThat(players.rows()).doesNotContain(row("Cy"));
    }

    @Test
    void drive_versionRisesWithEachChange() throws Exception {
        String file = "//drive/v3/files/" + cup.id() + "?fields=id,name,version,modifiedTime,mimeType";
        JsonNode before = json(send("GET", file, null));
        clock.advance(Duration.ofSeconds(5));
        players.set("B1", "x");
        JsonNode after = json(send("GET", file, null));
        assertThat(after.path("version").asLong())
                .isEqualTo(before.path("version").asLong() + 1);
        assertThat(after.path("modifiedTime").asText()).isEqualTo("2026-01-01T00:00:05Z");
        assertThat(line(send("GET", "//drive/v3/files?q=name%20%3D%20%22Spring%20Cup%22&fields=files(id,name)", null)))
                .isEqualTo("{'files':[{'id':'" + cup.id() + "','name':'Spring Cup'}]}");
        assertThat(message(send("GET", "//drive/v3/files/nope", null))).isEqualTo("404 File not found: nope.");
        google.disableDrive(true);
        assertThat(send("GET", file, null).statusCode()).isEqualTo(403);
    }

    @Test
    void create_makesOne_unlessStorageIsFull() throws Exception {
        JsonNode made = json(post(
                "//v4/spreadsheets",
                "{\"properties\":{\"title\":\"New\"},\"sheets\":[{\"properties\":{\"title\":\"T\"},\"data\":[{\"rowData\":"
                        + "[{\"values\":[{\"userEnteredValue\":{\"numberValue\":7}}]}]}]}]}"));
        FakeSpreadsheet opened = google.open(made.path("spreadsheetId").asText());
        assertThat(opened.find("T").rows()).containsExactly(row(7.0));
        assertThat(made.at("/sheets/0/properties/sheetId").isInt()).isTrue();
        google.refuseCreation(true);
        assertThat(line(post("//v4/spreadsheets", "{}")))
                .contains("'domain':'usageLimits','reason':'storageQuotaExceeded'");
        assertThat(json(post("/sheets/0:copyTo", "{\"destinationSpreadsheetId\":\"" + opened.id() + "\"}"))
                        .path("title")
                        .asText())
                .isEqualTo("Copy of Players");
        assertThat(opened.find("Copy of Players").rows()).isEqualTo(players.rows());
    }

    private static String jwt(JsonNode account, String audience, long from, long to) throws Exception {
        String pem = account.path("private_key").asText().replaceAll("-----[^-]*-----", "");
        PrivateKey key = KeyFactory.getInstance("RSA")
                .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
        String claims =
                "{\"iss\":\"" + account.path("client_email").asText() + "\",\"aud\":\"" + audience + "\",\"iat\":"
                        + from + ",\"exp\":" + to + ",\"scope\":\"https://www.googleapis.com/auth/spreadsheets\"}";
        String text = base64("{\"alg\":\"RS256\",\"typ\":\"JWT\"}".getBytes(StandardCharsets.UTF_8)) + "."
                + base64(claims.getBytes(StandardCharsets.UTF_8));
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initSign(key);
        signature.update(text.getBytes(StandardCharsets.US_ASCII));
        return text + "." + base64(signature.sign());
    }

    private static String base64(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }
}
