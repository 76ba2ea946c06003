// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static dev.bracketwire.sheets.StructureScene.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.testkit.Answer;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SheetChangeTest {
    private static final String BATCH = "/v4/spreadsheets/" + StructureScene.ID + ":batchUpdate";

    private final StructureScene scene = new StructureScene();

    @AfterEach
    void close() {
        scene.close();
    }

    static List<Arguments> changes() {
        A1 check = A1.parse("Players!C3:C");
        MetadataLookup role = MetadataLookup.columns("role").inTab(0);
        return List.of(
                Arguments.of(
                        SheetChange.addTab("Lobby A", 100, 12),
                        "adds the tab Lobby A with 100 rows and 12 columns",
                        "[{'addSheet':{'properties':{'title':'Lobby A','gridProperties':{'rowCount':100,'columnCount':12}}}}]"),
                Arguments.of(
                        SheetChange.deleteTab("players"), "deletes the tab players", "[{'deleteSheet':{'sheetId':0}}]"),
                Arguments.of(
                        SheetChange.renameTab("Players", "Roster"),
                        "renames the tab Players to Roster",
                        "[{'updateSheetProperties':{'properties':{'sheetId':0,'title':'Roster'},'fields':'title'}}]"),
                Arguments.of(
                        SheetChange.show("Notes"),
                        "shows the tab Notes",
                        "[{'updateSheetProperties':{'properties':{'sheetId':77,'hidden':false},'fields':'hidden'}}]"),
                Arguments.of(
                        SheetChange.hide("Players"),
                        "hides the tab Players",
                        "[{'updateSheetProperties':{'properties':{'sheetId':0,'hidden':true},'fields':'hidden'}}]"),
                Arguments.of(
                        SheetChange.freezeRows("Players", 1),
                        "freezes the first 1 row of Players",
                        "[{'updateSheetProperties':{'properties':{'sheetId':0,'gridProperties':{'frozenRowCount':1}},"
                                + "'fields':'gridProperties.frozenRowCount'}}]"),
                Arguments.of(
                        SheetChange.growRows("Players", 50),
                        "adds 50 rows at the end of Players",
                        "[{'appendDimension':{'sheetId':0,'dimension':'ROWS','length':50}}]"),
                Arguments.of(
                        SheetChange.growColumns("Players", 1),
                        "adds 1 column at the end of Players",
                        "[{'appendDimension':{'sheetId':0,'dimension':'COLUMNS','length':1}}]"),
                Arguments.of(
                        SheetChange.insertRows("Players", 2, 3),
                        "inserts rows 3 to 5 in Players",
                        "[{'insertDimension':{'range':{'sheetId':0,'dimension':'ROWS','startIndex':2,'endIndex':5},"
                                + "'inheritFromBefore':false}}]"),
                Arguments.of(
                        SheetChange.insertColumns("Players", 0, 1),
                        "inserts column A in Players",
                        "[{'insertDimension':{'range':{'sheetId':0,'dimension':'COLUMNS','startIndex':0,'endIndex':1},"
                                + "'inheritFromBefore':false}}]"),
                Arguments.of(
                        SheetChange.deleteRows("Players", 9, 1),
                        "deletes row 10 of Players",
                        "[{'deleteDimension':{'range':{'sheetId':0,'dimension':'ROWS','startIndex':9,'endIndex':10}}}]"),
                Arguments.of(
                        SheetChange.deleteColumns("Players", 1, 2),
                        "deletes columns B to C of Players",
                        "[{'deleteDimension':{'range':{'sheetId':0,'dimension':'COLUMNS','startIndex':1,'endIndex':3}}}]"),
                Arguments.of(
                        SheetChange.moveColumns("Players", 3, 1, 0),
                        "moves column D of Players in front of column A",
                        "[{'moveDimension':{'source':{'sheetId':0,'dimension':'COLUMNS','startIndex':3,'endIndex':4},"
                                + "'destinationIndex':0}}]"),
                Arguments.of(
                        SheetChange.checkboxes(check),
                        "makes 'Players'!C3:C checkboxes",
                        "[{'setDataValidation':{'range':{'sheetId':0,'startRowIndex':2,'startColumnIndex':2,"
                                + "'endColumnIndex':3},'rule':{'condition':{'type':'BOOLEAN'},'strict':true,'showCustomUi':true}}}]"),
                Arguments.of(
                        SheetChange.dropDown(A1.parse("roster"), List.of("EUW", "NA"), false),
                        "makes roster drop-downs of EUW, NA",
                        "[{'setDataValidation':{'range':{'sheetId':0,'startRowIndex':2,'endRowIndex':9,"
                                + "'startColumnIndex':0,'endColumnIndex':2},'rule':{'condition':{'type':'ONE_OF_LIST','values':"
                                + "[{'userEnteredValue':'EUW'},{'userEnteredValue':'NA'}]},'strict':false,'showCustomUi':true}}}]"),
                Arguments.of(
                        SheetChange.clearValidation(A1.parse("A1")),
                        "takes the rules off A1",
                        "[{'setDataValidation':{'range':{'sheetId':0,'startRowIndex':0,'endRowIndex':1,"
                                + "'startColumnIndex':0,'endColumnIndex':1}}}]"),
                Arguments.of(
                        SheetChange.protect(A1.tab("Notes"), "staff only"),
                        "protects 'Notes'",
                        "[{'addProtectedRange':{'protectedRange':{'range':{'sheetId':77},'description':'staff only',"
                                + "'warningOnly':false}}}]"),
                Arguments.of(
                        SheetChange.unprotect(A1.parse("Players!1:2")),
                        "unprotects 'Players'!1:2",
                        "[{'deleteProtectedRange':{'protectedRangeId':5}}]"),
                Arguments.of(
                        SheetChange.nameRange("teams", A1.parse("Players!A:A")),
                        "names 'Players'!A:A teams",
                        "[{'addNamedRange':{'namedRange':{'name':'teams','range':{'sheetId':0,'startColumnIndex':0,"
                                + "'endColumnIndex':1}}}}]"),
                Arguments.of(
                        SheetChange.nameRange("Roster", A1.parse("Players!2:2")),
                        "names 'Players'!2:2 Roster",
                        "[{'updateNamedRange':{'namedRange':{'namedRangeId':'n1','name':'Roster','range':{'sheetId':0,"
                                + "'startRowIndex':1,'endRowIndex':2}},'fields':'range'}}]"),
                Arguments.of(
                        SheetChange.removeName("roster"),
                        "removes the name roster",
                        "[{'deleteNamedRange':{'namedRangeId':'n1'}}]"),
                Arguments.of(
                        SheetChange.addTable(
                                "Lobby",
                                A1.parse("Notes!A1:B5"),
                                List.of(SheetTab.TableColumn.of("Player"), new SheetTab.TableColumn("Seed", "DOUBLE"))),
                        "makes 'Notes'!A1:B5 the table Lobby",
                        "[{'addTable':{'table':{'name':'Lobby','range':{'sheetId':77,'startRowIndex':0,'endRowIndex':5,"
                                + "'startColumnIndex':0,'endColumnIndex':2},'columnProperties':[{'columnIndex':0,'columnName':"
                                + "'Player'},{'columnIndex':1,'columnName':'Seed','columnType':'DOUBLE'}]}}}]"),
                Arguments.of(
                        SheetChange.deleteTable("roster"),
                        "deletes the table roster",
                        "[{'deleteTable':{'tableId':'t1'}}]"),
                Arguments.of(
                        SheetChange.merge(A1.parse("Players!A1:B1")),
                        "merges 'Players'!A1:B1",
                        "[{'mergeCells':{'range':{'sheetId':0,'startRowIndex':0,'endRowIndex':1,'startColumnIndex':0,"
                                + "'endColumnIndex':2},'mergeType':'MERGE_ALL'}}]"),
                Arguments.of(
                        SheetChange.unmerge(A1.tab("Notes")),
                        "unmerges 'Notes'",
                        "[{'unmergeCells':{'range':{'sheetId':77}}}]"),
                Arguments.of(
                        SheetChange.sort(A1.parse("Players!B3:D"), 1, false),
                        "sorts 'Players'!B3:D by its column 2, descending",
                        "[{'sortRange':{'range':{'sheetId':0,'startRowIndex':2,'startColumnIndex':1,'endColumnIndex':4},"
                                + "'sortSpecs':[{'dimensionIndex':2,'sortOrder':'DESCENDING'}]}}]"),
                Arguments.of(
                        SheetChange.addMetadata("role", "checked-in", A1.parse("Players!C:C")),
                        "adds the metadata role to 'Players'!C:C",
                        "[{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'role','metadataValue':'checked-in',"
                                + "'visibility':'DOCUMENT','location':{'dimensionRange':{'sheetId':0,'dimension':'COLUMNS',"
                                + "'startIndex':2,'endIndex':3}}}}}]"),
                Arguments.of(
                        SheetChange.addMetadata("row", "7", A1.parse("Players!7:7")),
                        "adds the metadata row to 'Players'!7:7",
                        "[{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'row','metadataValue':'7',"
                                + "'visibility':'DOCUMENT','location':{'dimensionRange':{'sheetId':0,'dimension':'ROWS',"
                                + "'startIndex':6,'endIndex':7}}}}}]"),
                Arguments.of(
                        SheetChange.addMetadata("kind", "roster", A1.tab("Players")),
                        "adds the metadata kind to 'Players'",
                        "[{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'kind','metadataValue':'roster',"
                                + "'visibility':'DOCUMENT','location':{'sheetId':0}}}}]"),
                Arguments.of(
                        SheetChange.addMetadata("cup", "spring"),
                        "adds the metadata cup to the spreadsheet",
                        "[{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'cup','metadataValue':'spring',"
                                + "'visibility':'DOCUMENT','location':{'spreadsheet':true}}}}]"),
                Arguments.of(
                        SheetChange.updateMetadata(role, "seed"),
                        "sets the metadata role",
                        "[{'updateDeveloperMetadata':{'dataFilters':[{'developerMetadataLookup':{'metadataKey':'role',"
                                + "'locationType':'COLUMN','metadataLocation':{'sheetId':0},'locationMatchingStrategy':"
                                + "'INTERSECTING_LOCATION'}}],'developerMetadata':{'metadataValue':'seed'},'fields':'metadataValue'}}]"),
                Arguments.of(
                        SheetChange.deleteMetadata(MetadataLookup.key("role")),
                        "deletes the metadata role",
                        "[{'deleteDeveloperMetadata':{'dataFilter':{'developerMetadataLookup':{'metadataKey':'role'}}}}]"),
                Arguments.of(
                        SheetChange.appendRows("Players", List.of(List.of("Ann", true), List.of("=1+1", 2))),
                        "adds 2 rows below the last of Players",
                        "[{'appendCells':{'sheetId':0,'rows':[{'values':[{'userEnteredValue':{'stringValue':'Ann'}},"
                                + "{'userEnteredValue':{'boolValue':true}}]},{'values':[{'userEnteredValue':{'stringValue':'=1+1'}},"
                                + "{'userEnteredValue':{'numberValue':2.0}}]}],'fields':'userEnteredValue'}}]"),
                Arguments.of(
                        SheetChange.request(Map.of("trimWhitespace", Map.of("range", Map.of("sheetId", 0)))),
                        "sends the request trimWhitespace",
                        "[{'trimWhitespace':{'range':{'sheetId':0}}}]"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void change_sendsItsRequest_andPrintsAsASentence(SheetChange change, String sentence, String requests) {
        assertThat(change).hasToString(sentence);
        assertThat(scene.sent(change)).isEqualTo(json(requests.replace('\'', '"')));
    }

    @Test
    void changes_ofATabThatIsAddedBefore_areOneRequestWithItsNumber() {
        JsonNode requests = scene.sent(
                SheetChange.addTab("Lobby A", 100, 4),
                SheetChange.freezeRows("lobby a", 1),
                SheetChange.renameTab("Lobby A", "Lobby 1"),
                SheetChange.hide("Lobby 1"));
        int id = requests.at("/0/addSheet/properties/sheetId").asInt();
        assertThat(id).isPositive().isNotEqualTo(77);
        assertThat(requests.at("/1/updateSheetProperties/properties/sheetId").asInt())
                .isEqualTo(id);
        assertThat(requests.at("/3/updateSheetProperties/properties/sheetId").asInt())
                .isEqualTo(id);
        scene.google.assertReceived("POST", BATCH).once();
    }

    @Test
    void cells_withKeptCellsAndLinks_areSetInRunsWithTheirOwnMasks() {
        JsonNode requests = scene.sent(SheetChange.cells(
                A1.parse("Players!B3"),
                List.of(List.of(
                        "a", Cell.keep(), Cell.link("Ann", URI.create("https://example.org/ann")), Cell.clear()))));
        assertThat(requests).isEqualTo(json("""
                                        [{"updateCells":{"start":{"sheetId":0,"rowIndex":2,"columnIndex":1},
                                          "rows":[{"values":[{"userEnteredValue":{"stringValue":"a"}}]}],"fields":"userEnteredValue"}},
                                         {"updateCells":{"start":{"sheetId":0,"rowIndex":2,"columnIndex":3},
                                          "rows":[{"values":[{"userEnteredFormat":{"textFormat":{"link":{"uri":"https://example.org/ann"}}},
                                            "userEnteredValue":{"stringValue":"Ann"}}]}],
                                          "fields":"userEnteredValue,userEnteredFormat.textFormat.link"}},
                                         {"updateCells":{"start":{"sheetId":0,"rowIndex":2,"columnIndex":4},
                                          "rows":[{"values":[{}]}],"fields":"userEnteredValue"}}]"""));
    }

    @Test
    void cells_ofAFullBlock_areOneRequest() {
        JsonNode requests = scene.sent(SheetChange.cells(
                A1.parse("Notes!A1"), List.of(List.of("a", 1), List.of(Cell.formula("=1+1"), false))));
        assertThat(requests).hasSize(1);
        assertThat(requests.at("/0/updateCells/rows/1/values/0/userEnteredValue/formulaValue")
                        .asText())
                .isEqualTo("=1+1");
    }

    @Test
    void format_namesOnlyWhatItSets() {
        JsonNode requests = scene.sent(
                SheetChange.format(
                        A1.parse("Players!1:1"),
                        CellFormat.none().withBold(true).withBackground("#3366FF")),
                SheetChange.format(
                        A1.parse("Players!B:B"),
                        CellFormat.none()
                                .withItalic(false)
                                .withTextColor("#000000")
                                .withNumbers(CellFormat.NumberKind.DATE, "yyyy-mm-dd")
                                .withWrap(true)
                                .withAlignment(CellFormat.Alignment.CENTER)));
        assertThat(requests.at("/0/repeatCell/fields").asText())
                .isEqualTo("userEnteredFormat.textFormat.bold,userEnteredFormat.backgroundColorStyle");
        assertThat(requests.at("/0/repeatCell/cell").toString())
                .isEqualTo("{\"userEnteredFormat\":{\"backgroundColorStyle\":{\"rgbColor\":{\"blue\":1.0,\"green\":0.4,"
                        + "\"red\":0.2}},\"textFormat\":{\"bold\":true}}}");
        assertThat(requests.at("/1/repeatCell/cell").toString())
                .isEqualTo("{\"userEnteredFormat\":{\"horizontalAlignment\":\"CENTER\",\"numberFormat\":{\"pattern\":"
                        + "\"yyyy-mm-dd\",\"type\":\"DATE\"},\"textFormat\":{\"foregroundColorStyle\":{\"rgbColor\":{"
                        + "\"blue\":0.0,\"green\":0.0,\"red\":0.0}},\"italic\":false},\"wrapStrategy\":\"WRAP\"}}");
    }

    @Test
    void change_returnsTheNewState_andTheCacheHoldsIt() {
        assertThat(scene.cup.change(SheetChange.hide("Players")).get().title()).isEqualTo("Changed Cup");
        assertThat(scene.cup.info().get().title()).isEqualTo("Changed Cup");
        scene.google
                .assertReceived("GET", "/v4/spreadsheets/" + StructureScene.ID)
                .once();
        assertThat(scene.google.received("POST", BATCH).get(0).query("fields").orElseThrow())
                .startsWith("updatedSpreadsheet(properties(title");
    }

    @Test
    void change_ofATabThatTheCacheDoesNotKnow_readsTheTabsAgain() {
        scene.cup.info().get();
        scene.google
                .on("GET", "/v4/spreadsheets/" + StructureScene.ID)
                .answers(Answer.json(StructureScene.CUP.replace("Notes", "New")));
        assertThat(scene.sent(SheetChange.deleteTab("New"))
                        .at("/0/deleteSheet/sheetId")
                        .asInt())
                .isEqualTo(77);
    }

    @Test
    void change_ofATabThatIsNot_failsAndSendsNothing() {
        assertThatThrownBy(() -> scene.cup
                        .change(SheetChange.growRows("Players", 1), SheetChange.deleteTab("Teams"))
                        .get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("no tab \"Teams\"; it has Players, Notes");
        assertThatThrownBy(() -> scene.cup
                        .change(SheetChange.unprotect(A1.parse("Players!A1")))
                        .get())
                .hasMessageContaining("it has 'Players'!1:2");
        assertThatThrownBy(
                        () -> scene.cup.change(SheetChange.removeName("nobody")).get())
                .hasMessageContaining("it has roster, gone");
        scene.google.assertReceived("POST", BATCH).never();
    }

    @Test
    void change_thatGoogleRefuses_failsWithItsMessage() {
        scene.google
                .on("POST", BATCH)
                .answers(Answer.json(
                                "{\"error\":{\"code\":400,\"message\":\"Invalid requests[0].addSheet: A sheet with the"
                                        + " name already exists\",\"status\":\"INVALID_ARGUMENT\"}}")
                        .status(400));
        assertThatThrownBy(() ->
                        scene.cup.change(SheetChange.addTab("Players", 1, 1)).get())
                .isInstanceOf(RejectedException.class)
                .hasMessageContaining("already exists");
    }

    @Test
    void changes_thatCannotBe_areRefusedWhenTheyAreMade() {
        A1 cell = A1.parse("Players!A1");
        assertThatThrownBy(() -> SheetChange.addTab(" ", 1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SheetChange.addTab("x", 0, 1)).hasMessage("rows must be at least 1, not 0");
        assertThatThrownBy(() -> SheetChange.format(cell, CellFormat.none())).hasMessageContaining("sets nothing");
        assertThatThrownBy(() -> SheetChange.dropDown(cell, List.of("=A1"), true))
                .hasMessageContaining("a formula");
        assertThatThrownBy(() -> SheetChange.dropDown(cell, List.of(), true)).hasMessageContaining("at least 1");
        assertThatThrownBy(() -> SheetChange.addMetadata("k", "v", cell)).hasMessageContaining("one whole column");
        assertThatThrownBy(() -> SheetChange.cells(A1.parse("A1:A2"), List.of(List.of("a", "b"))))
                .hasMessageContaining("do not fit into A1:A2");
        assertThatThrownBy(() -> SheetChange.request(Map.of())).hasMessageContaining("and not 0");
        assertThatThrownBy(() -> CellFormat.none().withBackground("red")).hasMessageContaining("not red");
    }

    @Test
    void createSpreadsheet_sendsTitleAndTabs_andReturnsItsHandle() {
        scene.google.on("POST", "/v4/spreadsheets").answers(Answer.json("{\"spreadsheetId\":\"new-1\"}"));
        Spreadsheet made =
                scene.sheets.createSpreadsheet("Autumn Cup", "Players", "Teams").get();
        assertThat(made.id()).isEqualTo(SpreadsheetId.of("new-1"));
        assertThat(json(scene.google.received("POST", "/v4/spreadsheets").get(0).text()))
                .isEqualTo(json("{\"properties\":{\"title\":\"Autumn Cup\"},\"sheets\":[{\"properties\":{\"title\":"
                        + "\"Players\"}},{\"properties\":{\"title\":\"Teams\"}}]}"));
    }
}
