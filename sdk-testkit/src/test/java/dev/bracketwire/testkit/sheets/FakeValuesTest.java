// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeValuesTest extends SheetsRequests {
    private final FakeTab sheet = cup.tab("Sheet1", List.of());

    @Test
    void get_nothingThere_hasNoValues() throws Exception {
        HttpResponse<String> answer = get(range("'Sheet1'!D4") + "?valueRenderOption=FORMATTED_VALUE");
        assertThat(answer.body()).isEqualTo("{\n  \"range\": \"Sheet1!D4\",\n  \"majorDimension\": \"ROWS\"\n}\n");
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/json; charset=UTF-8");
    }

    @Test
    void get_gaps_areEmptyTextInsideAndAbsentAtTheEnds() throws Exception {
        sheet.set("B1", "Dummy").set("C3", 5);
        assertThat(line(get(range("Sheet1"))))
                .isEqualTo("{'range':'Sheet1!A1:Z1000','majorDimension':'ROWS',"
                        + "'values':[['','Dummy'],[],['','','5']]}");
        assertThat(line(get(range("Sheet1!A1:C3") + "?majorDimension=COLUMNS")))
                .isEqualTo("{'range':'Sheet1!A1:C3','majorDimension':'COLUMNS','values':[[],['Dummy'],['','','5']]}");
    }

    @Test
    void update_recordedCells_areRenderedAsRecorded() throws Exception {
        HttpResponse<String> written = put(
                range("'Sheet1'!A1:D2") + "?valueInputOption=USER_ENTERED",
                rows("[['=4/2','2020-01-01','string',53],['=3/2',0.12,'1999-01-02','']]"));
        assertThat(line(written))
                .isEqualTo("{'spreadsheetId':'" + cup.id()
                        + "','updatedRange':'Sheet1!A1:D2','updatedRows':2,'updatedColumns':4,'updatedCells':8}");
        sheet.resize(2, 4);
        String begin = "{'range':'Sheet1!A1:D2','majorDimension':'ROWS','values':";
        assertThat(line(get(range("'Sheet1'"))))
                .isEqualTo(begin + "[['2','2020-01-01','string','53'],['1.5','0.12','1999-01-02']]}");
        assertThat(line(get(range("'Sheet1'") + "?valueRenderOption=UNFORMATTED_VALUE")))
                .isEqualTo(begin + "[[2,43831,'string',53],[1.5,0.12,36162]]}");
        assertThat(line(get(range("'Sheet1'") + "?valueRenderOption=FORMULA")))
                .isEqualTo(begin + "[['=4/2',43831,'string',53],['=3/2',0.12,36162]]}");
        assertThat(line(get(range("'Sheet1'")
                        + "?valueRenderOption=UNFORMATTED_VALUE&dateTimeRenderOption=FORMATTED_STRING")))
                .isEqualTo(begin + "[[2,'2020-01-01','string',53],[1.5,0.12,'1999-01-02']]}");
    }

    @Test
    void update_fewerValuesThanRange_namesWhatWasWritten() throws Exception {
        assertThat(line(put(range("Sheet1!A1:B2") + "?valueInputOption=RAW", rows("[['a1','B2']]"))))
                .contains("'updatedRange':'Sheet1!A1:B1','updatedRows':1,'updatedColumns':2,'updatedCells':2");
        assertThat(line(put(range("Sheet1!C1") + "?valueInputOption=RAW", rows("[['1','2'],['3']]"))))
                .contains("'updatedRange':'Sheet1!C1:D2'", "'updatedCells':3");
    }

    @Test
    void update_nullAndEmptyText_leaveAndClear() throws Exception {
        sheet.set("A1", "a").set("B1", "b").set("C1", "c");
        assertThat(line(put(
                        range("Sheet1!A1") + "?valueInputOption=RAW&includeValuesInResponse=true",
                        rows("[[null,'','C']]"))))
                .contains("'updatedCells':2", "'updatedData':{'range':'Sheet1!A1:C1'", "[['a','','C']]");
        assertThat(sheet.rows()).containsExactly(row("a", null, "C"));
    }

    @Test
    void update_raw_keepsTextAndJsonTypes() throws Exception {
        put(range("Sheet1!A1") + "?valueInputOption=RAW", rows("[['007','=1+1','TRUE',7,true]]"));
        assertThat(sheet.rows()).containsExactly(row("007", "=1+1", "TRUE", 7.0, true));
        put(
                range("Sheet1!A2") + "?valueInputOption=USER_ENTERED",
                rows("[['007','=1+1','TRUE','1e5','\\u00273-1','3-1']]"));
        assertThat(sheet.rows().get(1)).isEqualTo(row(7.0, 2.0, true, 100000.0, "3-1", 46082.0));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Sheet1!A1:B1|[[1,2,3]]|400 Requested writing within range [Sheet1!A1:B1], but tried writing to column [C]",
                "Sheet1!A1:B1|[[1],[2]]|400 Requested writing within range [Sheet1!A1:B1], but tried writing to row [2]",
                "Sheet1!A1001|[[1]]|400 Range (Sheet1!A1001) exceeds grid limits. Max rows: 1000, max columns: 26",
                "Sheet1!Z1000|[[1,2]]|400 Range (Sheet1!Z1000:AA1000) exceeds grid limits. Max rows: 1000, max columns: 26",
                "NOPE!A1|[[1]]|400 Unable to parse range: NOPE!A1",
            })
    void update_whatDoesNotFit_isRefused(String a1, String values, String message) throws Exception {
        assertThat(message(put(range(a1) + "?valueInputOption=RAW", rows(values))))
                .isEqualTo(message);
        assertThat(sheet.rows()).isEmpty();
    }

    @Test
    void update_longText_isRefused() throws Exception {
        String text = "x".repeat(50_001);
        assertThat(message(put(range("Sheet1!A1") + "?valueInputOption=RAW", rows("[['" + text + "']]"))))
                .isEqualTo("400 Your input contains more than the maximum of 50000 characters in a single cell.");
        assertThat(message(put(range("Sheet1!A1"), rows("[['x']]"))))
                .isEqualTo("400 'valueInputOption' is required but not specified");
    }

    @Test
    void batchUpdate_oneBadRange_changesNothing() throws Exception {
        String body = "{'valueInputOption':'RAW','data':[{'range':'Sheet1!A1:D1','values':[['A1','B1','','D1']]},"
                + "{'range':'%s','values':[['A4','B4','','D4']]}]}";
        assertThat(message(post("/values:batchUpdate", body.formatted("Nope!A4").replace('\'', '"'))))
                .isEqualTo("400 Invalid data[1]: Unable to parse range: Nope!A4");
        assertThat(sheet.rows()).isEmpty();
        assertThat(line(post(
                        "/values:batchUpdate", body.formatted("Sheet1!A4:D4").replace('\'', '"'))))
                .startsWith("{'spreadsheetId':'" + cup.id() + "','totalUpdatedRows':2,'totalUpdatedColumns':4,"
                        + "'totalUpdatedCells':8,'totalUpdatedSheets':1,'responses':[{'spreadsheetId':");
        assertThat(line(get("/values:batchGet?ranges=Sheet1!A1:B1&ranges=Sheet1!B4:D4")))
                .endsWith("'valueRanges':[{'range':'Sheet1!A1:B1','majorDimension':'ROWS','values':[['A1','B1']]},"
                        + "{'range':'Sheet1!B4:D4','majorDimension':'ROWS','values':[['B4','','D4']]}]}");
        assertThat(line(post("/values:batchClear", "{\"ranges\":[\"Sheet1!A1:A\"]}")))
                .endsWith("'clearedRanges':['Sheet1!A1:A1000']}");
        assertThat(line(post(range("Sheet1") + ":clear", ""))).endsWith("'clearedRange':'Sheet1!A1:Z1000'}");
        assertThat(sheet.rows()).isEmpty();
    }

    @Test
    void body_gzip_isRead() throws Exception {
        assertThat(sendGzip("PUT", range("Sheet1!A1") + "?valueInputOption=RAW", rows("[['a']]"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(sheet.cell("A1")).isEqualTo("a");
    }

    @Test
    void formulas_someAreKnown_othersShowWhatTheTestSays() throws Exception {
        cup.tab("Other", List.of(List.of("x", 1), List.of("y", 2)));
        sheet.formula("A1", "=Other!A1&\"-\"&Other!B2")
                .formula("A2", "=SUM(Other!B1:B2)+COUNTA(Other!A:A)")
                .formula("A3", "=HYPERLINK(\"https://example.org\",\"home\")")
                .formula("A4", "=NOPE(1)")
                .formula("A5", "=NOPE(1)", "shown")
                .formula("B1", "=ARRAYFORMULA(Other!A1:A2&\"!\")");
        assertThat(line(get(range("Sheet1!A1:B5") + "?valueRenderOption=UNFORMATTED_VALUE")))
                .endsWith("[['x-2','x!'],[5,'y!'],['home'],['#NAME?'],['shown']]}");
        String cells = line(get("?ranges=Sheet1!A3&fields=sheets.data.rowData.values(hyperlink,formattedValue)"));
        assertThat(cells)
                .isEqualTo("{'sheets':[{'data':[{'rowData':[{'values':[{'formattedValue':'home',"
                        + "'hyperlink':'https://example.org'}]}]}]}]}");
    }
}
