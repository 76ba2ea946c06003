// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.testkit.sheets.FakeCall;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * Lets clients of Google Sheets that others wrote work against {@link FakeSheets}: what they take for Google's, ours may
 * take for it too. Google's client for Java is the consumer {@code google-sheets}.
 */
class SheetsClientsE2e {
    private static final String USER = "ann@example.org";

    @Test
    void googleSpreadsheet_keepsARoster() throws Exception {
        try (FakeSheets google = FakeSheets.start()) {
            google.token("writer", USER, "spreadsheets", "drive").token("reader", USER, "spreadsheets.readonly");
            FakeSpreadsheet cup = google.spreadsheet("Spring Cup");

            run("google-spreadsheet", google, Map.of("SHEETS_ID", cup.id(), "SHEETS_TOKEN", "writer"));

            assertThat(cup.title()).isEqualTo("Summer Cup");
            assertThat(cup.titles()).containsExactlyInAnyOrder("Copy", "Roster");
            assertThat(cup.find("Roster").rows())
                    .containsExactly(
                            Arrays.asList(null, "Name", "Riot ID", "Points", "Double"),
                            Arrays.asList(null, "Ann", "Ann#EUW", 4.0, 8.0),
                            Arrays.asList(null, "Bea", "Bea#EUW", 5.0, 10.0),
                            Arrays.asList(null, "Cy", "Cy#NA1", 8.0));
            assertThat(cup.find("Roster").formulaOf("E2")).isEqualTo("=D2*2");
            assertThat(google.unexpected()).isEmpty();
            assertThat(google.calls()).extracting(FakeCall::status).containsOnly(200, 403, 404);
        }
    }

    @Test
    void googleapis_createsARoster() throws Exception {
        try (FakeSheets google = FakeSheets.start()) {
            google.refreshToken("writes", USER, "spreadsheets").refreshToken("reads", USER, "spreadsheets.readonly");

            run("googleapis", google, Map.of());

            String id = google.calls().stream()
                    .filter(call -> call.method().equals("create"))
                    .map(FakeCall::spreadsheetId)
                    .findFirst()
                    .orElseThrow();
            assertThat(google.open(id).find("Roster").rows())
                    .containsExactly(
                            List.of("In", "Name", "Points", "Double"),
                            Arrays.asList(null, "Ann", 4.0, 8.0),
                            Arrays.asList(null, "Bea", 5.0, 10.0),
                            Arrays.asList(null, "Cy", 9.0));
            assertThat(google.unexpected()).isEmpty();
            assertThat(google.tokensIssued()).isEqualTo(2);
            assertThat(google.calls()).extracting(FakeCall::status).containsOnly(200, 400, 403, 404);
        }
    }

    private static void run(String client, FakeSheets google, Map<String, String> more)
            throws IOException, InterruptedException {
        Map<String, String> environment = new HashMap<>(more);
        environment.put("SHEETS_URL", google.uri().toString());
        NodeClient.run(NodeClient.install(client), environment);
    }
}
