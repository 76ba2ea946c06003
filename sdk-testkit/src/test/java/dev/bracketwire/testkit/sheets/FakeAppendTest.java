// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeAppendTest extends SheetsRequests {
    @Test
    void append_blankCellInTheRow_walksToTheRightAsRecorded() throws Exception {
        cup.tab("Sheet1");
        String row = rows("[['x','','y']]");
        assertThat(line(post(range("'Sheet1'") + ":append?valueInputOption=RAW", row)))
                .isEqualTo("{'spreadsheetId':'" + cup.id() + "','updates':{'spreadsheetId':'" + cup.id()
                        + "','updatedRange':'Sheet1!A1:C1','updatedRows':1,'updatedColumns':3,'updatedCells':3}}");
        assertThat(line(post(range("'Sheet1'") + ":append?valueInputOption=RAW", row)))
                .contains("'tableRange':'Sheet1!C1'", "'updatedRange':'Sheet1!C2:E2'");
        assertThat(line(post(range("'Sheet1'!A1") + ":append?valueInputOption=RAW", row)))
                .contains("'tableRange':'Sheet1!A1'", "'updatedRange':'Sheet1!A2:C2'");
    }

    /** The two tables of Google's guide, A1:C2 and B4:D6. */
    @ParameterizedTest
    @CsvSource({
        "Sheet1,Sheet1!B7",
        "Sheet1!B4,Sheet1!B7",
        "Sheet1!C5:D5,Sheet1!B7",
        "Sheet1!B2:D4,Sheet1!B7",
        "Sheet1!A3:G10,Sheet1!B7",
        "Sheet1!A1,Sheet1!A3",
        "Sheet1!E4,Sheet1!E4",
        "Sheet1!A4,Sheet1!A4",
    })
    void append_twoTables_findsTheOneThatTheGuideNames(String search, String written) throws Exception {
        cup.tab(
                "Sheet1",
                List.of(
                        row("x", "y", "z"),
                        row("x", "y", "z"),
                        row(),
                        row(null, "x", "y", "z"),
                        row(null, "x", "y", "z"),
                        row(null, "x", "y", "z")));
        assertThat(json(post(range(search) + ":append?valueInputOption=RAW", rows("[['new']]")))
                        .path("updates")
                        .path("updatedRange")
                        .asText())
                .isEqualTo(written);
    }

    @Test
    void append_insertRows_shiftsWhatIsBelow() throws Exception {
        FakeTab sheet = cup.tab("Sheet1", List.of(row("h"), row("a"), row(), row(null, null, "below")));
        post(range("Sheet1!A1") + ":append?valueInputOption=RAW&insertDataOption=INSERT_ROWS", rows("[['b'],['c']]"));
        assertThat(sheet.rows())
                .containsExactly(row("h"), row("a"), row("b"), row("c"), row(), row(null, null, "below"));
        assertThat(sheet.rowCount()).isEqualTo(1002);
        post(range("Sheet1!A1") + ":append?valueInputOption=RAW", rows("[['d'],['e'],['f']]"));
        assertThat(sheet.rows().get(5)).isEqualTo(row("e", null, "below"));
    }

    @Test
    void append_fullGrid_grows() throws Exception {
        FakeTab sheet = cup.tab("Sheet1", List.of(row("h"))).resize(1, 1);
        post(range("Sheet1") + ":append?valueInputOption=RAW", rows("[['a','b'],['c']]"));
        assertThat(sheet.rows()).containsExactly(row("h"), row("a", "b"), row("c"));
        assertThat(List.of(sheet.rowCount(), sheet.columnCount())).containsExactly(3, 2);
    }

    @Test
    void append_several_loseNothing() throws Exception {
        FakeTab sheet = cup.tab("Sheet1", List.of(row("h")));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> work = new ArrayList<>();
            for (int i = 0; i < 24; i++) {
                String row = rows("[['r" + i + "']]");
                work.add(() -> post(range("Sheet1!A1") + ":append?valueInputOption=RAW", row)
                        .statusCode());
            }
            for (var done : threads.invokeAll(work)) {
                assertThat(done.get()).isEqualTo(200);
            }
        } finally {
            threads.shutdownNow();
        }
        assertThat(sheet.rows()).hasSize(25).doesNotHaveDuplicates();
    }
}
