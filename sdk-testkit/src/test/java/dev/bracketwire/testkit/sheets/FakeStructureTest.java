// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeStructureTest extends SheetsRequests {
    private static final String PLAYERS =
            "'range':{'startRowIndex':0,'endRowIndex':3,'startColumnIndex':0,'endColumnIndex':2}";

    private final FakeTab players =
            cup.tab("Players", List.of(row("Name", "In"), row("Cy", 3), row("Ann", 1), row("Bea", 2)));

    @Test
    void batchUpdate_aBadRequest_undoesAll() throws Exception {
        HttpResponse<String> answer = batch(
                "{'addSheet':{'properties':{'title':'New'}}}",
                "{'deleteDimension':{'range':{'sheetId':0,'dimension':'ROWS','startIndex':1,'endIndex':2}}}",
                "{'addSheet':{'properties':{'title':'players'}}}");
        assertThat(message(answer))
                .isEqualTo("400 Invalid requests[2].addSheet: A sheet with the name \"players\" already exists."
                        + " Please enter another name.");
        assertThat(cup.titles()).containsExactly("Players");
        assertThat(players.rows()).hasSize(4);
    }

    @Test
    void batchUpdate_tabs_repliesMirrorRequests() throws Exception {
        HttpResponse<String> answer = batch(
                "{'addSheet':{'properties':{'title':'New','sheetId':7,'gridProperties':{'rowCount':1,'columnCount':1}}}}",
                "{'updateSheetProperties':{'properties':{'sheetId':7,'title':'It\\u0027s new','hidden':true},"
                        + "'fields':'title,hidden'}}",
                "{'duplicateSheet':{'sourceSheetId':0,'insertSheetIndex':1,'newSheetName':'Copy','newSheetId':8}}");
        assertThat(line(answer))
                .isEqualTo("{'spreadsheetId':'" + cup.id() + "','replies':[{'addSheet':{'properties':{'sheetId':7,"
                        + "'title':'New','index':1,'sheetType':'GRID','gridProperties':{'rowCount':1,'columnCount':1}}}},{},"
                        + "{'duplicateSheet':{'properties':{'sheetId':8,'title':'Copy','index':1,'sheetType':'GRID',"
                        + "'gridProperties':{'rowCount':1000,'columnCount':26}}}}]}");
        assertThat(cup.titles()).containsExactly("Players", "Copy", "It's new");
        assertThat(line(get(range("'It''s new'")))).contains("'range':''It''s new'!A1'");
        assertThat(cup.find("Copy").rows()).isEqualTo(players.rows());
        batch("{'deleteSheet':{'sheetId':8}}");
        assertThat(message(batch("{'deleteSheet':{'sheetId':0}}")))
                .isEqualTo(
                        "400 Invalid requests[0].deleteSheet: You can't remove all the visible sheets in a document.");
    }

    @Test
    void updateCells_rangeLargerThanRows_clearsTheRest() throws Exception {
        batch("{'updateCells':{'fields':'userEnteredValue'," + PLAYERS
                + ",'rows':[{'values':[{'userEnteredValue':{'stringValue':'N'}}]}]}}");
        assertThat(players.rows()).containsExactly(row("N"), row(), row(), row("Bea", 2.0));
        batch(
                "{'updateCells':{'fields':'note,userEnteredFormat.textFormat.bold','start':{'rowIndex':3},"
                        + "'rows':[{'values':[{'note':'hi','userEnteredFormat':{'textFormat':{'bold':true,'italic':true}}}]}]}}");
        assertThat(line(get("?fields=sheets.data.rowData.values(note,userEnteredFormat,formattedValue)")))
                .contains("{'note':'hi','userEnteredFormat':{'textFormat':{'bold':true}},'formattedValue':'Bea'}");
    }

    @Test
    void sortRange_ordersRowsWithinTheRange() throws Exception {
        batch(
                "{'sortRange':{'range':{'startRowIndex':1},'sortSpecs':[{'dimensionIndex':1,'sortOrder':'DESCENDING'}]}}");
        assertThat(players.rows()).containsExactly(row("Name", "In"), row("Cy", 3.0), row("Bea", 2.0), row("Ann", 1.0));
        players.sort("A2:B", 1, true);
        assertThat(players.cell("A2")).isEqualTo("Ann");
    }

    @Test
    void findReplace_countsWhatChanged() throws Exception {
        assertThat(line(batch("{'findReplace':{'find':'a','replacement':'o','allSheets':true,'matchCase':true}}")))
                .contains(
                        "{'findReplace':{'valuesChanged':2,'rowsChanged':2,'sheetsChanged':1,'occurrencesChanged':2}}");
        assertThat(players.rows()).contains(row("Nome", "In"), row("Beo", 2.0));
    }

    @Test
    void deleteAndInsertRange_moveTheCellsBehind() throws Exception {
        String range = "'range':{'startRowIndex':1,'endRowIndex':2,'startColumnIndex':0,'endColumnIndex':1}";
        batch("{'deleteRange':{" + range + ",'shiftDimension':'ROWS'}}");
        assertThat(players.rows()).containsExactly(row("Name", "In"), row("Ann", 3.0), row("Bea", 1.0), row(null, 2.0));
        batch("{'insertRange':{" + range + ",'shiftDimension':'ROWS'}}");
        assertThat(players.rows()).containsExactly(row("Name", "In"), row(null, 3.0), row("Ann", 1.0), row("Bea", 2.0));
        batch("{'deleteRange':{" + range + ",'shiftDimension':'COLUMNS'}}");
        assertThat(players.rows().get(1)).isEqualTo(row(3.0));
        assertThat(players.rowCount()).isEqualTo(1000);
    }

    @Test
    void insertColumn_everythingFollows() throws Exception {
        players.formula("C2", "=A2&\"-\"&B2").protect("B1:B4");
        cup.nameRange("names", "Players!A2:A4");
        batch("{'mergeCells':{'mergeType':'MERGE_ALL','range':{'startRowIndex':5,'endRowIndex':6,'startColumnIndex':0,"
                + "'endColumnIndex':2}}}");
        players.insertColumn(1).insertRow(2);
        assertThat(players.formulaOf("D3")).isEqualTo("=B3&\"-\"&C3");
        assertThat(players.cell("D3")).isEqualTo("Cy-3");
        assertThat(line(get(range("names"))))
                .isEqualTo("{'range':'Players!B3:B5','majorDimension':'ROWS','values':[['Cy'],['Ann'],['Bea']]}");
        String json = line(get(""));
        assertThat(json)
                .contains("'merges':[{'startRowIndex':6,'endRowIndex':7,'startColumnIndex':1,'endColumnIndex':3}]")
                .contains("'range':{'startRowIndex':0,'endRowIndex':5,'startColumnIndex':2,'endColumnIndex':3}");
        players.rename("All players").deleteColumn(3);
        assertThat(players.formulaOf("C3")).isEqualTo("=B3&\"-\"&#REF!");
        assertThat(line(get(range("names")))).contains("'range':''All players'!B3:B5'");
    }

    @Test
    void moveColumn_formulasAndNamesFollow() {
        players.formula("C2", "=B2");
        players.moveColumn(2, 1);
        assertThat(players.rows().get(0)).isEqualTo(row("In", "Name"));
        assertThat(players.formulaOf("C2")).isEqualTo("=A2");
        players.moveRow(2, 5);
        assertThat(players.cell("B4")).isEqualTo("Cy");
        assertThat(players.formulaOf("C4")).isEqualTo("=A4");
    }

    @Test
    void protectedRange_refusesTheWholeBatch() throws Exception {
        players.protect("A1:A2");
        String protectedCell = "You are trying to edit a protected cell or object. Please contact the spreadsheet owner"
                + " to remove protection if you need to edit.";
        assertThat(message(put(range("Players!A2") + "?valueInputOption=RAW", rows("[['x']]"))))
                .isEqualTo("400 " + protectedCell);
        assertThat(message(batch(
                        "{'updateCells':{'fields':'userEnteredValue','start':{'rowIndex':3},'rows':[{'values':["
                                + "{'userEnteredValue':{'stringValue':'x'}}]}]}}",
                        "{'repeatCell':{'fields':'*','range':{},'cell':{}}}")))
                .isEqualTo("400 Invalid requests[1].repeatCell: " + protectedCell);
        assertThat(players.cell("A4")).isEqualTo("Bea");
        players.set("A2", "owner");
        assertThat(line(get("?fields=sheets.protectedRanges"))).doesNotContain("requestingUserCanEdit");
        batch("{'addProtectedRange':{'protectedRange':{'warningOnly':true,'range':{'startRowIndex':3}}}}");
        assertThat(put(range("Players!A4") + "?valueInputOption=RAW", rows("[['x']]"))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void table_newRows_areAboveTheFooterAndFilled() throws Exception {
        String id = players.table("Roster", "A1:B4", true);
        batch("{'updateTable':{'fields':'columnProperties','table':{'tableId':'" + id
                + "','columnProperties':[{'columnIndex':1,'columnType':'BOOLEAN','columnName':'In'}]}}}");
        batch("{'appendCells':{'tableId':'" + id + "','fields':'userEnteredValue','rows':[{'values':["
                + "{'userEnteredValue':{'stringValue':'Dee'}}]}]}}");
        assertThat(players.rows())
                .containsExactly(
                        row("Name", "In"), row("Cy", 3.0), row("Ann", 1.0), row("Dee", false), row("Bea", 2.0));
        assertThat(line(get("?fields=sheets.tables(name,range,columnProperties)")))
                .contains("'endRowIndex':5", "{'columnName':'Name'}", "'columnType':'BOOLEAN'");
    }

    @Test
    void checkboxes_areFalseAndCountAsContent() throws Exception {
        players.checkboxes("C2:C3");
        assertThat(line(get(range("Players!C2:C9")))).contains("[['FALSE'],['FALSE']]");
        assertThat(line(get("?ranges=Players!C2&fields=sheets.data.rowData.values.dataValidation")))
                .contains("{'dataValidation':{'strict':true,'condition':{'type':'BOOLEAN'}}}");
    }

    @Test
    void grid_moreThanTenMillionCells_isRefused() throws Exception {
        assertThat(message(batch("{'appendDimension':{'sheetId':0,'dimension':'ROWS','length':400000}}")))
                .isEqualTo(
                        "400 Invalid requests[0].appendDimension: This action would increase the number of cells in the"
                                + " workbook above the limit of 10000000 cells.");
        assertThat(players.rowCount()).isEqualTo(1000);
        assertThatThrownBy(() -> players.resize(1_000_000, 26)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'deleteSheet':{'sheetId':5}}|Invalid requests[0].deleteSheet: No sheet with id: 5",
                "{'repeatCell':{'fields':'*','range':{'sheetId':5},'cell':{}}}|Invalid requests[0].repeatCell: No grid with id: 5",
                "{'updateSheetProperties':{'properties':{'title':'x'}}}|Invalid requests[0].updateSheetProperties: At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
                "{'addShet':{}}|Invalid JSON payload received. Unknown name \"addShet\" at 'requests[0]': Cannot find field.",
                "{'addSheet':{'properties':{'titel':'x'}}}|Invalid JSON payload received. Unknown name \"titel\" at 'requests[0].add_sheet.properties': Cannot find field.",
                "{'addSheet':{'properties':{'sheetId':'x'}}}|Invalid value at 'requests[0].add_sheet.properties.sheet_id' (TYPE_INT32), \"x\"",
            })
    void batchUpdate_whatGoogleDoesNotKnow_isNamed(String request, String message) throws Exception {
        HttpResponse<String> answer = post(":batchUpdate", "{\"requests\":[" + quoted(request) + "]}");
        assertThat(message(answer)).isEqualTo("400 " + message);
        assertThat(google.unexpected()).isEmpty();
    }

    @Test
    void batchUpdate_unplayedRequest_isUnexpected() throws Exception {
        assertThat(batch("{'addChart':{}}").statusCode()).isEqualTo(501);
        assertThat(google.unexpected()).hasSize(1);
    }

    @Test
    void batchUpdate_spreadsheetInResponse_hasTheRanges() throws Exception {
        HttpResponse<String> answer = post(
                ":batchUpdate?fields=updatedSpreadsheet.sheets.data.rowData.values.formattedValue",
                quoted("{'requests':[{'copyPaste':{'source':{'startRowIndex':1,'endRowIndex':2},"
                        + "'destination':{'startRowIndex':9,'endRowIndex':10}}}],'includeSpreadsheetInResponse':true,"
                        + "'responseIncludeGridData':true,'responseRanges':['Players!A10:B10']}"));
        assertThat(line(answer))
                .isEqualTo("{'updatedSpreadsheet':{'sheets':[{'data':[{'rowData':[{'values':[{'formattedValue':'Cy'},"
                        + "{'formattedValue':'3'}]}]}]}]}}");
    }

    private static String quoted(String json) {
        return json.replace('\'', '"');
    }
}
