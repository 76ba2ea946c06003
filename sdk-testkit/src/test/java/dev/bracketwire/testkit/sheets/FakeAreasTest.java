// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests about what covers cells, and about the files that hold them. */
class FakeAreasTest extends SheetsRequests {
    private static final String PROTECTED_CELL = "You are trying to edit a protected cell or object. Please contact the"
            + " spreadsheet owner to remove protection if you need to edit.";
    private static final String BOX = "'startRowIndex':0,'endRowIndex':2,'startColumnIndex':0,'endColumnIndex':2";

    private final FakeTab players =
            cup.tab("Players", List.of(row("Name", "In", "x"), row("Cy", 3, "y"), row("Ann", 1, "z"), row("Bea", 2)));

    @Test
    void namedRange_livesUntilItIsDeleted() throws Exception {
        assertThat(line(batch(
                        "{'addNamedRange':{'namedRange':{'namedRangeId':'n1','name':'top','range':{" + BOX + "}}}}")))
                .endsWith(
                        "[{'addNamedRange':{'namedRange':{'namedRangeId':'n1','name':'top','range':{" + BOX + "}}}}]}");
        assertThat(line(batch("{'addNamedRange':{'namedRange':{'name':'all','range':{}}}}")))
                .contains("'namedRangeId':'", "'name':'all','range':{}");
        batch("{'updateNamedRange':{'namedRange':{'namedRangeId':'n1','name':'best','range':{'startRowIndex':1,"
                + "'endRowIndex':2}},'fields':'range'}}");
        assertThat(line(get(range("top")))).endsWith("'values':[['Cy','3','y']]}");
        batch("{'updateNamedRange':{'namedRange':{'namedRangeId':'n1','name':'best'},'fields':'name'}}");
        assertThat(line(get(range("best")))).contains("'range':'Players!A2:Z2'");
        assertThat(get(range("top")).statusCode()).isEqualTo(400);
        batch("{'deleteNamedRange':{'namedRangeId':'n1'}}");
        assertThat(message(get(range("best")))).isEqualTo("400 Unable to parse range: best");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'addNamedRange':{'namedRange':{'name':'A1','range':{}}}}|Invalid name: A1",
                "{'addNamedRange':{'namedRange':{'name':'2nd','range':{}}}}|Invalid name: 2nd",
                "{'addNamedRange':{'namedRange':{'name':'a b','range':{}}}}|Invalid name: a b",
                "{'addNamedRange':{'namedRange':{'range':{}}}}|`Invalid name: `",
                "{'addNamedRange':{'namedRange':{'name':'taken','range':{}}}}|A named range with name: taken already exists.",
                "{'addNamedRange':{'namedRange':{'name':'free','range':{'sheetId':9}}}}|No grid with id: 9",
                "{'updateNamedRange':{'namedRange':{'namedRangeId':'no','name':'taken'},'fields':'name'}}|A named range with name: taken already exists.",
                "{'updateNamedRange':{'namedRange':{'namedRangeId':'no','name':'free'},'fields':'name'}}|No named range with id: no",
                "{'deleteNamedRange':{'namedRangeId':'no'}}|No named range with id: no",
                "{'deleteProtectedRange':{'protectedRangeId':7}}|No protected range with ID: 7",
                "{'updateTable':{'table':{'tableId':'no'},'fields':'name'}}|No table with id: no",
                "{'deleteTable':{'tableId':'no'}}|No table with id: no",
                "{'deleteBanding':{'bandedRangeId':7}}|No banding with id: 7",
            })
    void areaRequest_wrongNameOrId_isRefused(String request, String message) throws Exception {
        cup.nameRange("taken", "Players!A1");
        String name = request.substring(2, request.indexOf('\'', 2));
        assertThat(json(batch(request)).at("/error/message").asText())
                .isEqualTo("Invalid requests[0]." + name + ": " + message);
    }

    @Test
    void protectedRange_ofAUser_isClosedToOthersAlone() throws Exception {
        google.token("t-2");
        int id = json(batch("{'addProtectedRange':{'protectedRange':{'range':{" + BOX + "},'description':'seeds',"
                        + "'unprotectedRanges':[{'startRowIndex':1,'endRowIndex':2,'startColumnIndex':1,"
                        + "'endColumnIndex':2}]}}}"))
                .at("/replies/0/addProtectedRange/protectedRange/protectedRangeId")
                .asInt();
        assertThat(line(get("?fields=sheets.protectedRanges(requestingUserCanEdit,editors)")))
                .contains("'requestingUserCanEdit':true", "'users':['t-1@example.org']");
        token = "t-2";
        String path = "?valueInputOption=RAW";
        assertThat(message(put(range("Players!A1") + path, rows("[['x']]")))).isEqualTo("400 " + PROTECTED_CELL);
        assertThat(message(put(range("Players!A2:B2") + path, rows("[['x','x']]"))))
                .isEqualTo("400 " + PROTECTED_CELL);
        assertThat(put(range("Players!B2") + path, rows("[['free']]")).statusCode())
                .isEqualTo(200);
        String update = "{'updateProtectedRange':{'protectedRange':{'protectedRangeId':" + id + ",'editors':{'users':["
                + "'t-1@example.org','t-2@example.org']}},'fields':'editors'}}";
        String delete = "{'deleteProtectedRange':{'protectedRangeId':" + id + "}}";
        assertThat(message(batch(update))).endsWith("updateProtectedRange: " + PROTECTED_CELL);
        assertThat(message(batch(delete))).endsWith("deleteProtectedRange: " + PROTECTED_CELL);
        token = "t-1";
        assertThat(batch(update).statusCode()).isEqualTo(200);
        token = "t-2";
        assertThat(put(range("Players!A1") + path, rows("[['open']]")).statusCode())
                .isEqualTo(200);
        assertThat(batch(delete).statusCode()).isEqualTo(200);
        assertThat(line(get("?fields=sheets.protectedRanges"))).doesNotContain("seeds");
        assertThat(players.rows().get(1)).isEqualTo(row("Cy", "free", "y"));
    }

    @Test
    void protectedRange_ownEditors_areAnsweredAsAsked() throws Exception {
        assertThat(line(batch(
                        "{'addProtectedRange':{'protectedRange':{'range':{},'editors':{'users':['t-1@example.org',"
                                + "'x@example.org'],'groups':[]},'warningOnly':false}}}")))
                .contains("'editors':{'users':['t-1@example.org','x@example.org']}")
                .doesNotContain("warningOnly", "groups");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "MERGE_ALL|1|[['Name','','x'],['','','y']]",
                "MERGE_ROWS|2|[['Name','','x'],['Cy','','y']]",
                "MERGE_COLUMNS|2|[['Name','In','x'],['','','y']]",
            })
    void mergeCells_keepsTheFirstValueOfEachBlock(String type, int merges, String values) throws Exception {
        batch("{'mergeCells':{'mergeType':'" + type + "','range':{" + BOX + "}}}");
        assertThat(json(get("?fields=sheets.merges")).at("/sheets/0/merges").size())
                .isEqualTo(merges);
        assertThat(line(get(range("Players!A1:C2")))).endsWith("'values':" + values + "}");
        batch("{'mergeCells':{'mergeType':'MERGE_ALL','range':{'startRowIndex':0,'endRowIndex':3,'startColumnIndex':0,"
                + "'endColumnIndex':2}}}");
        assertThat(line(get("?fields=sheets.merges")))
                .isEqualTo("{'sheets':[{'merges':[{'startRowIndex':0,'endRowIndex':3,'startColumnIndex':0,"
                        + "'endColumnIndex':2}]}]}");
        batch("{'unmergeCells':{'range':{'startRowIndex':5}}}");
        assertThat(line(get("?fields=sheets.merges"))).contains("merges");
        batch("{'unmergeCells':{'range':{'endRowIndex':1,'endColumnIndex':1}}}");
        assertThat(line(get("?fields=sheets.merges"))).doesNotContain("merges");
    }

    @Test
    void filterBandingAndRules_areShownUntilRemoved() throws Exception {
        batch(
                "{'setBasicFilter':{'filter':{'range':{'endColumnIndex':2}}}}",
                "{'setBasicFilter':{'filter':{'range':{" + BOX + "}}}}",
                "{'addBanding':{'bandedRange':{'bandedRangeId':5,'range':{" + BOX + "}}}}",
                "{'addConditionalFormatRule':{'rule':{'ranges':[{" + BOX + "}],'booleanRule':{'condition':{'type':"
                        + "'NOT_BLANK'}}},'index':0}}");
        assertThat(line(get("?fields=sheets(basicFilter,bandedRanges,conditionalFormats)")))
                .contains("'basicFilter':{'range':{" + BOX + "}}")
                .contains("'bandedRanges':[{'bandedRangeId':5,'range':{" + BOX + "}}]")
                .contains("'conditionalFormats':[{'ranges':[{" + BOX + "}],'booleanRule':");
        batch("{'deleteBanding':{'bandedRangeId':5}}", "{'clearBasicFilter':{'sheetId':0}}");
        assertThat(line(get("?fields=sheets(basicFilter,bandedRanges)"))).doesNotContain("Filter", "banded");
    }

    @Test
    void table_columnsFollowInsertionsAndDeletions() throws Exception {
        batch("{'addTable':{'table':{'tableId':'t1','name':'Roster','range':{'endRowIndex':4,'startColumnIndex':1,"
                + "'endColumnIndex':4},'columnProperties':[{'columnIndex':1,'columnName':'Rank','columnType':'TEXT'},"
                + "{'columnIndex':2,'columnType':'BOOLEAN'}]}}}");
        assertThat(players.rows().subList(0, 2))
                .containsExactly(row("Name", "In", "Rank", "Column 3"), row("Cy", 3.0, "y", false));
        players.insertColumn(1).insertColumn(4);
        String columns = "?fields=sheets.tables(range,columnProperties(columnIndex,columnName))";
        assertThat(line(get(columns)))
                .contains("'startColumnIndex':2,'endColumnIndex':6")
                .endsWith("[{'columnName':'In'},{'columnIndex':1,'columnName':'Column 2'},{'columnIndex':2,"
                        + "'columnName':'Rank'},{'columnIndex':3,'columnName':'Column 3'}]}]}]}");
        players.deleteColumn(3).insertRow(1);
        assertThat(line(get(columns)))
                .contains("'startRowIndex':1,'endRowIndex':5")
                .endsWith("[{'columnName':'Column 2'},{'columnIndex':1,'columnName':'Rank'},{'columnIndex':2,"
                        + "'columnName':'Column 3'}]}]}]}");
        batch("{'deleteTable':{'tableId':'t1'}}");
        assertThat(players.rows().subList(1, 3)).containsExactly(row(null, "Name"), row(null, "Cy"));
        assertThat(line(get(columns))).doesNotContain("tables");
    }

    @Test
    void table_withoutFooter_growsOverTheEmptyRowsBelow() throws Exception {
        String id = players.table("Roster", "A1:C4", false);
        batch("{'appendCells':{'tableId':'" + id + "','fields':'userEnteredValue','rows':[{'values':["
                + "{'userEnteredValue':{'stringValue':'Dee'}}]}]}}");
        players.set("A6", "note");
        batch("{'appendCells':{'tableId':'" + id + "','fields':'userEnteredValue','rows':[{'values':["
                + "{'userEnteredValue':{'stringValue':'Eve'}}]}]}}");
        assertThat(players.rows().subList(4, 7)).containsExactly(row("Dee"), row("Eve"), row("note"));
        assertThat(line(get("?fields=sheets.tables.range"))).contains("'endRowIndex':6");
        batch("{'updateTable':{'fields':'name,range','table':{'tableId':'" + id + "','name':'Team','range':{"
                + "'sheetId':0,'startRowIndex':0,'endRowIndex':8,'startColumnIndex':0,'endColumnIndex':2}}}}");
        assertThat(line(get(range("team")))).contains("'range':'Players!A1:B8'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|Spring Cup,It's a cup",
                "name = 'Spring Cup'|Spring Cup",
                "name = 'spring cup'|``",
                "name contains \"cup\"|Spring Cup,It's a cup",
                "name contains 'It\\'s'|It's a cup",
                "mimeType='application/vnd.google-apps.spreadsheet' and name contains 'spring'|Spring Cup",
                "mimeType = 'text/plain'|``",
            })
    void driveList_query_findsFilesThatTheUserMaySee(String query, String names) throws Exception {
        google.spreadsheet("It's a cup");
        google.spreadsheet("Secret cup").allow("t-1@example.org", FakeAccess.NONE);
        String path =
                "//drive/v3/files" + (query == null ? "" : "?q=" + URLEncoder.encode(query, StandardCharsets.UTF_8));
        assertThat(String.join(",", json(send("GET", path, null)).path("files").findValuesAsText("name")))
                .isEqualTo(names);
    }

    @Test
    void drive_createGetDelete() throws Exception {
        String id = json(send("POST", "//drive/v3/files", "{\"name\":\"New\"}"))
                .path("id")
                .asText();
        assertThat(line(send("GET", "//drive/v3/files/" + id, null)))
                .isEqualTo("{'kind':'drive#file','id':'" + id
                        + "','name':'New','mimeType':'application/vnd.google-apps.spreadsheet'}");
        google.open(id).allow("t-1@example.org", FakeAccess.NONE);
        assertThat(message(send("GET", "//drive/v3/files/" + id, null))).isEqualTo("404 File not found: " + id + ".");
        assertThat(send("DELETE", "//drive/v3/files/" + cup.id(), null).statusCode())
                .isEqualTo(204);
        assertThat(message(get(""))).isEqualTo("404 Requested entity was not found.");
        google.refuseCreation(true);
        assertThat(message(send("POST", "//drive/v3/files", "{\"name\":\"More\"}")))
                .isEqualTo("403 The user's Drive storage quota has been exceeded.");
    }
}
