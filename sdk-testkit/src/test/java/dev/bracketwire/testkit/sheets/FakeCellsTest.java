// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads and writes of cells: the forms of ranges, of typed text, of shown numbers and of malformed bodies. */
class FakeCellsTest extends SheetsRequests {
    private final FakeTab hidden = cup.tab("Hidden", List.of());
    private final FakeTab sheet = cup.tab("Sheet1", List.of(row("Name", "In"), row("Ann", 1)));

    @BeforeEach
    void fill() throws Exception {
        sheet.resize(10, 5);
        sheet.table("Roster", "A1:B3", false);
        cup.tab("It's new", List.of());
        cup.nameRange("prizes", "Sheet1!B2:C3");
        batch("{'updateSheetProperties':{'properties':{'sheetId':" + hidden.sheetId()
                + ",'hidden':true},'fields':'hidden'}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A1:B2|Sheet1!A1:B2",
                "b2|Sheet1!B2",
                "Sheet1!$B$2:$C$3|Sheet1!B2:C3",
                "C3:A1|Sheet1!A1:C3",
                "A3:C1|Sheet1!A1:C3",
                "A5:B|Sheet1!A5:B10",
                "A:B5|Sheet1!A5:B10",
                "A:B|Sheet1!A1:B10",
                "B:A|Sheet1!A1:B10",
                "2:3|Sheet1!A2:E3",
                "3:2|Sheet1!A2:E3",
                "B2:3|Sheet1!B2:E3",
                "R2C1|Sheet1!A2",
                "Sheet1!R2C1:R3C2|Sheet1!A2:B3",
                "R[1]C[2]|Sheet1!C2",
                "r3c2:R[0]C[0]|Sheet1!A1:B3",
                "prizes|Sheet1!B2:C3",
                "roster|Sheet1!A1:B3",
                "sheet1|Sheet1!A1:E10",
                "'Sheet1'|Sheet1!A1:E10",
                "'It''s new'!A2|'It''s new'!A2",
                "It's new!A2|'It''s new'!A2",
                "A1:ZZ99|Sheet1!A1:E10",
            })
    void get_range_isAnsweredInGooglesForm(String asked, String answered) throws Exception {
        assertThat(json(get(range(asked))).path("range").asText()).isEqualTo(answered);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A",
                "5",
                "A:",
                ":B",
                ":",
                "2:",
                "A0",
                "Sheet1!",
                "'Sheet1'!",
                "'Sheet1",
                "'Sheet1'x",
                "''!A1",
                "AAAA1",
                "Nope!A1",
                "Nope",
                "A1:B2:C3",
                "A1 B2"
            })
    void get_notARange_isRefused(String asked) throws Exception {
        assertThat(message(get(range(asked)))).isEqualTo("400 Unable to parse range: " + asked);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"A11|A11", "F2|F2", "F:G|F1:G10", "11:12|A11:E12", "Z99:AB100|Z99:AB100"})
    void get_beyondTheGrid_isRefused(String asked, String named) throws Exception {
        assertThat(message(get(range(asked))))
                .isEqualTo("400 Range (Sheet1!" + named + ") exceeds grid limits. Max rows: 10, max columns: 5");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "A1|'A1'!A1",
                "rc|'rc'!A1",
                "R2C3|'R2C3'!A1",
                "2nd|'2nd'!A1",
                "x y|'x y'!A1",
                "x_1|x_1!A1",
                "abcd1|abcd1!A1",
                "Größe|Größe!A1",
                "a!b|'a!b'!A1",
                "it's|'it''s'!A1"
            })
    void range_title_isQuotedOnlyIfNeeded(String title, String answered) throws Exception {
        cup.tab(title, List.of()).resize(1, 1);
        assertThat(json(get(range("'" + title.replace("'", "''") + "'")))
                        .path("range")
                        .asText())
                .isEqualTo(answered);
    }

    @Test
    void range_manyColumns_hasTwoLetters() throws Exception {
        cup.tab("Wide", List.of()).resize(3, 53);
        assertThat(line(get(range("Wide")))).contains("'Wide!A1:BA3'");
        assertThat(line(get(range("Wide!AA1:AZ2")))).contains("'Wide!AA1:AZ2'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "5%|5%|0.05",
                "12.5%|12.50%|0.125",
                "-1.5|-1.5|-1.5",
                "+7|7|7",
                ".5|0.5|0.5",
                "`  12 `|12|12",
                "1,234|1,234|1234",
                "-1,234,567.5|-1,234,567.50|-1234567.5",
                "1,23|1,23|1,23",
                "e5|e5|e5",
                "1e999|1e999|1e999",
                ".|.|.",
                "-|-|-",
                "%|%|%",
                "True|TRUE|true",
                "false|FALSE|false",
                "'007|007|007",
                "'=1+1|=1+1|=1+1",
                "=|=|=",
                "2026-02-28|2026-02-28|46081",
                "2026-02-30|2026-02-30|2026-02-30",
                "2026-02-28 18:00|2026-02-28 18:00:00|46081.75",
                "2026-02-28T06:00:00|2026-02-28 6:00:00|46081.25",
                "2026-02-28 25:00|2026-02-28 25:00|2026-02-28 25:00",
                "2/3/2026|2/3/2026|46056",
                "2/3|2/3|46056",
                "2-3|2-3|46056",
                "13/45|13/45|13/45",
                "2/3/26x|2/3/26x|2/3/26x",
            })
    void update_userEntered_isReadAsTyped(String typed, String shown, String value) throws Exception {
        enter(typed);
        assertThat(at("Sheet1!D4", "FORMATTED_VALUE").asText()).isEqualTo(shown);
        assertThat(at("Sheet1!D4", "UNFORMATTED_VALUE").asText()).isEqualTo(value);
    }

    @Test
    void update_userEntered_keepsAFormatThatIsThere() throws Exception {
        format("'type':'NUMBER','pattern':'0.0'");
        enter("5%");
        assertThat(at("Sheet1!D4", "FORMATTED_VALUE").asText()).isEqualTo("0.1");
        format("'type':'TEXT'");
        enter("007");
        assertThat(at("Sheet1!D4", "UNFORMATTED_VALUE").asText()).isEqualTo("007");
        batch("{'repeatCell':{'range':" + cell() + ",'cell':{'userEnteredFormat':{'textFormat':{'bold':true}}},"
                + "'fields':'userEnteredFormat'}}");
        enter("5%");
        assertThat(line(get("?ranges=Sheet1!D4&fields=sheets.data.rowData.values.userEnteredFormat")))
                .contains("{'textFormat':{'bold':true},'numberFormat':{'type':'PERCENT','pattern':'0%'}}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "NUMBER;0.00;1.256;1.26",
                "NUMBER;0;2.5;3",
                "NUMBER;#,##0;1234567.5;1,234,568",
                "CURRENCY;#,##0.00;1234.5;1,234.50",
                "PERCENT;;0.125;12.50%",
                "PERCENT;0%;0.126;13%",
                "DATE;;46056;2/3/2026",
                "DATE;yyyy-mm-dd;46056;2026-02-03",
                "DATE;dddd, d mmm yy;46056;Tuesday, 3 Feb 26",
                "DATE;ddd dd mmmm;46056;Tue 03 February",
                "DATE_TIME;d/m/yyyy h:mm;46056.25;3/2/2026 6:00",
                "DATE_TIME;h:mm:ss d.m.yyyy;46056.25;6:00:00 3.2.2026",
                "TIME;HH:mm:ss;0.75;18:00:00",
                "TIME;h:mm am/pm;0.75;6:00 PM",
                "NUMBER;;0.1;0.1",
                "NUMBER;;1e15;1E+15",
                "NUMBER;;-1.5e20;-1.5E+20",
                "NUMBER;;0.33333333333333;0.333333333",
                "NUMBER;;-2.50;-2.5",
                "NUMBER;;0;0",
            })
    void get_numberFormat_isShown(String type, String pattern, double number, String shown) throws Exception {
        format("'type':'" + type + "'" + (pattern == null ? "" : ",'pattern':'" + pattern + "'"));
        put(range("Sheet1!D4") + "?valueInputOption=RAW", rows("[[" + number + "]]"));
        assertThat(at("Sheet1!D4", "FORMATTED_VALUE").asText()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'addSheet':{'properties':'x'}}|add_sheet.properties' (type.googleapis.com/google.apps.sheets.v4.SheetProperties), 'x'",
                "{'addSheet':{'properties':{'hidden':'maybe'}}}|add_sheet.properties.hidden' (TYPE_BOOL), 'maybe'",
                "{'addSheet':{'properties':{'title':5}}}|add_sheet.properties.title' (TYPE_STRING), 5",
                "{'sortRange':{'sortSpecs':'x'}}|sort_range.sort_specs' (type.googleapis.com/google.apps.sheets.v4.SortSpec), 'x'",
                "{'sortRange':{'sortSpecs':[7]}}|sort_range.sort_specs[0]' (type.googleapis.com/google.apps.sheets.v4.SortSpec), 7",
                "{'sortRange':{'range':{'startRowIndex':1.5}}}|sort_range.range.start_row_index' (TYPE_INT32), 1.5",
                "{'mergeCells':{'mergeType':true}}|merge_cells.merge_type' (TYPE_ENUM), true",
                "{'repeatCell':{'cell':{'userEnteredValue':{'numberValue':'abc'}}}}|repeat_cell.cell.user_entered_value.number_value' (TYPE_DOUBLE), 'abc'",
            })
    void batchUpdate_valueOfAnotherType_isNamed(String request, String message) throws Exception {
        assertThat(message(batch(request)).replace('"', '\''))
                .isEqualTo("400 Invalid value at 'requests[0]." + message);
    }

    @Test
    void batchUpdate_scalarsAsText_areTaken() throws Exception {
        batch(
                "{'addSheet':{'properties':{'sheetId':'7','title':'New','hidden':'true','gridProperties':null}}}",
                "{'repeatCell':{'range':" + cell() + ",'cell':{'userEnteredValue':{'numberValue':'1.5e2'}},"
                        + "'fields':'userEnteredValue'}}");
        assertThat(cup.titles()).contains("New");
        assertThat(sheet.cell("D4")).isEqualTo(150.0);
    }

    @Test
    void body_listsOfAnotherForm_areNamed() throws Exception {
        String list = "(type.googleapis.com/google.protobuf.ListValue), ";
        String path = range("Sheet1!D4") + "?valueInputOption=RAW";
        assertThat(message(put(path, rows("[['a'],'b']"))))
                .isEqualTo("400 Invalid value at 'data.values[1]' " + list + "\"b\"");
        assertThat(message(put(path, rows("{'a':1}"))))
                .isEqualTo("400 Invalid value at 'data.values' " + list + "{\"a\":1}");
        assertThat(message(batch())).isEqualTo("400 Must specify at least one request.");
        assertThat(message(batch("{}"))).isEqualTo("400 Invalid requests[0]: No request set.");
        assertThat(message(post(":batchUpdate", "[]"))).startsWith("400 Invalid value at ");
        assertThat(sheet.cell("D4")).isNull();
    }

    private void enter(String typed) throws Exception {
        put(
                range("Sheet1!D4") + "?valueInputOption=USER_ENTERED",
                JSON.writeValueAsString(Map.of("values", List.of(List.of(typed)))));
    }

    private void format(String numberFormat) throws Exception {
        assertThat(batch("{'repeatCell':{'range':" + cell() + ",'cell':{'userEnteredFormat':{'numberFormat':{"
                                + numberFormat + "}}},'fields':'userEnteredFormat'}}")
                        .statusCode())
                .isEqualTo(200);
    }

    private String cell() {
        return "{'sheetId':" + sheet.sheetId()
                + ",'startRowIndex':3,'endRowIndex':4,'startColumnIndex':3,'endColumnIndex':4}";
    }

    private JsonNode at(String a1, String option) throws Exception {
        return json(get(range(a1) + "?valueRenderOption=" + option)).at("/values/0/0");
    }
}
