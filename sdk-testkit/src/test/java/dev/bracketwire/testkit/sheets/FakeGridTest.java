// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Requests about rows, columns, blocks of cells and tabs, on a tab of four rows and three columns. */
class FakeGridTest extends SheetsRequests {
    private static final String ROWS = "'sheetId':0,'dimension':'ROWS'";

    private final FakeTab grid =
            cup.tab("Grid", List.of(row("a", 2, true), row("B", 1), row("b", 2), row(null, 1, false)));

    @BeforeEach
    void cut() {
        grid.resize(4, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "append|'sheetId':0,'dimension':'ROWS'|length must be positive.",
                "append|'sheetId':9,'dimension':'ROWS','length':1|No grid with id: 9",
                "insert|'range':{'sheetId':0,'startIndex':0,'endIndex':1}|No dimension specified.",
                "insert|'range':{'dimension':'ROWS','startIndex':1,'endIndex':1}|range.endIndex[1] must be after range.startIndex[1]",
                "insert|'range':{'dimension':'ROWS','startIndex':-1,'endIndex':1}|range.endIndex[1] must be after range.startIndex[-1]",
                "insert|'inheritFromBefore':true,'range':{'dimension':'ROWS','startIndex':0,'endIndex':1}|inheritFromBefore cannot be set to true when inserting at the start.",
                "insert|'range':{'dimension':'ROWS','startIndex':4,'endIndex':5}|range.startIndex[4] must be less than the grid size [4] if inheritFromBefore is false.",
                "insert|'inheritFromBefore':true,'range':{'dimension':'COLUMNS','startIndex':4,'endIndex':5}|range.startIndex[4] must be less than or equal to the grid size [3] if inheritFromBefore is true.",
                "delete|'range':{'dimension':'ROWS','startIndex':4,'endIndex':5}|Cannot delete a row that doesn't exist. Tried to delete row index 4 but there are only 4 rows.",
                "delete|'range':{'dimension':'COLUMNS','startIndex':2,'endIndex':5}|Cannot delete a column that doesn't exist. Tried to delete column index 4 but there are only 3 columns.",
                "delete|'range':{'dimension':'ROWS'}|You can't delete all the rows on the sheet.",
                "delete|'range':{'dimension':'COLUMNS','startIndex':0,'endIndex':3}|You can't delete all the columns on the sheet.",
                "move|'source':{'dimension':'ROWS','startIndex':0,'endIndex':1},'destinationIndex':9|destinationIndex[9] and source must be within the grid size [4].",
                "move|'source':{'dimension':'COLUMNS','startIndex':2,'endIndex':4},'destinationIndex':0|destinationIndex[0] and source must be within the grid size [3].",
            })
    void dimensionRequest_thatDoesNotFit_isRefused(String kind, String body, String message) throws Exception {
        assertThat(message(batch("{'" + kind + "Dimension':{" + body + "}}")))
                .isEqualTo("400 Invalid requests[0]." + kind + "Dimension: " + message);
        assertThat(List.of(grid.rowCount(), grid.columnCount())).containsExactly(4, 3);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "append|'dimension':'ROWS','length':2|6|3|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "append|'dimension':'COLUMNS','length':2|4|5|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "insert|'inheritFromBefore':true,'range':{'dimension':'ROWS','startIndex':4,'endIndex':6}|6|3|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "insert|'range':{'dimension':'ROWS','startIndex':1,'endIndex':2}|5|3|[['a',2,true],[],['B',1],['b',2],['',1,false]]",
                "insert|'range':{'dimension':'COLUMNS','startIndex':0,'endIndex':1}|4|4|[['','a',2,true],['','B',1],['','b',2],['','',1,false]]",
                "delete|'range':{'dimension':'ROWS','startIndex':1}|1|3|[['a',2,true]]",
                "delete|'range':{'dimension':'COLUMNS','startIndex':1,'endIndex':3}|4|1|[['a'],['B'],['b']]",
                "move|'source':{'dimension':'ROWS','startIndex':1,'endIndex':2},'destinationIndex':0|4|3|[['B',1],['a',2,true],['b',2],['',1,false]]",
                "move|'source':{'dimension':'ROWS','startIndex':1,'endIndex':2},'destinationIndex':2|4|3|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "move|'source':{'dimension':'COLUMNS','startIndex':0,'endIndex':1},'destinationIndex':3|4|3|[[2,true,'a'],[1,'','B'],[2,'','b'],[1,false]]",
            })
    void dimensionRequest_changesSizeAndPlaces(String kind, String body, int rows, int columns, String values)
            throws Exception {
        batch("{'" + kind + "Dimension':{" + body + "}}");
        assertThat(List.of(grid.rowCount(), grid.columnCount())).containsExactly(rows, columns);
        assertThat(values()).isEqualTo(values);
    }

    @Test
    void dimensionProperties_moveWithTheirColumns() throws Exception {
        String columns = "'dimension':'COLUMNS'";
        batch(
                "{'updateDimensionProperties':{'range':{" + columns + ",'startIndex':1,'endIndex':9},"
                        + "'properties':{'pixelSize':50,'hiddenByUser':true},'fields':'pixelSize'}}",
                "{'updateDimensionProperties':{'range':{" + ROWS + ",'startIndex':0,'endIndex':1},"
                        + "'properties':{'pixelSize':9},'fields':'*'}}",
                "{'autoResizeDimensions':{'dimensions':{" + ROWS + "}}}",
                "{'deleteDimension':{'range':{" + columns + ",'startIndex':2,'endIndex':3}}}",
                "{'insertDimension':{'range':{" + columns + ",'startIndex':0,'endIndex':1}}}");
        assertThat(line(get("?includeGridData=true&fields=sheets.data.columnMetadata")))
                .endsWith("[{'pixelSize':100},{'pixelSize':100},{'pixelSize':50}]}]}]}");
        assertThat(line(get("?includeGridData=true&fields=sheets.data.rowMetadata")))
                .contains("[{'pixelSize':9},{'pixelSize':21},");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'dimensionIndex':0}|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "{'dimensionIndex':0,'sortOrder':'DESCENDING'}|[['B',1],['b',2],['a',2,true],['',1,false]]",
                "{'dimensionIndex':1},{'dimensionIndex':0,'sortOrder':'DESCENDING'}|[['B',1],['',1,false],['b',2],['a',2,true]]",
                "{'dimensionIndex':2}|[['',1,false],['a',2,true],['B',1],['b',2]]",
                "{'dimensionIndex':2,'sortOrder':'DESCENDING'}|[['a',2,true],['',1,false],['B',1],['b',2]]",
            })
    void sortRange_severalColumns_emptyCellsAreLast(String specs, String values) throws Exception {
        batch("{'sortRange':{'range':{},'sortSpecs':[" + specs + "]}}");
        assertThat(values()).isEqualTo(values);
    }

    @Test
    void sortRange_typesDiffer_numbersThenTextThenBooleans() throws Exception {
        batch("{'updateCells':{'start':{'columnIndex':2},'fields':'userEnteredValue','rows':[{'values':["
                + "{'userEnteredValue':{'boolValue':true}}]},{'values':[{'userEnteredValue':{'stringValue':'x'}}]},"
                + "{'values':[{'userEnteredValue':{'numberValue':5}}]},{'values':[{}]}]}}");
        batch("{'sortRange':{'range':{'startColumnIndex':2},'sortSpecs':[{'dimensionIndex':2}]}}");
        assertThat(values()).isEqualTo("[['a',2,5],['B',1,'x'],['b',2,true],['',1]]");
        assertThat(message(batch("{'sortRange':{'range':{'startColumnIndex':2},'sortSpecs':[{'dimensionIndex':1}]}}")))
                .isEqualTo("400 Invalid requests[0].sortRange: sortSpecs.dimensionIndex[1] is outside the sort range.");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'find':'b','replacement':'x','sheetId':0|[['a',2,true],['x',1],['x',2],['',1,false]]|2",
                "'find':'b','replacement':'x','sheetId':0,'matchCase':true|[['a',2,true],['B',1],['x',2],['',1,false]]|1",
                "'find':'b','replacement':'x','range':{'startRowIndex':2}|[['a',2,true],['B',1],['x',2],['',1,false]]|1",
                "'find':'(.)','replacement':'$1$1','searchByRegex':true,'range':{'endColumnIndex':1}|[['aa',2,true],['BB',1],['bb',2],['',1,false]]|3",
                "'find':'2','replacement':'30','allSheets':true|[['a',30,true],['B',1],['b',30],['',1,false]]|2",
                "'find':'tru','replacement':'x','allSheets':true,'matchEntireCell':true|[['a',2,true],['B',1],['b',2],['',1,false]]|0",
                "'find':'b','replacement':'x'|[['a',2,true],['B',1],['b',2],['',1,false]]|0",
            })
    void findReplace_changesWhatMatches(String body, String values, int changed) throws Exception {
        assertThat(json(batch("{'findReplace':{" + body + "}}"))
                        .at("/replies/0/findReplace/valuesChanged")
                        .asInt())
                .isEqualTo(changed);
        assertThat(values()).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'copyPaste':{'source':{'endRowIndex':1,'endColumnIndex':2},'destination':{'startRowIndex':2,'endRowIndex':4,'endColumnIndex':2},'pasteType':'PASTE_VALUES'}}|[['a',2,true],['B',1],['a',2],['a',2,false]]",
                "{'copyPaste':{'source':{'endRowIndex':1},'destination':{'startRowIndex':1,'endRowIndex':2},'pasteType':'PASTE_FORMAT'}}|[['a',2,true],['B',1],['b',2],['',1,false]]",
                "{'cutPaste':{'source':{'endRowIndex':1,'endColumnIndex':2},'destination':{'rowIndex':1,'columnIndex':1}}}|[['','',true],['B','a',2],['b',2],['',1,false]]",
                "{'insertRange':{'range':{'startRowIndex':1,'endRowIndex':2,'endColumnIndex':1},'shiftDimension':'COLUMNS'}}|[['a',2,true],['','B',1],['b',2],['',1,false]]",
                "{'deleteRange':{'range':{'endRowIndex':3,'startColumnIndex':1},'shiftDimension':'ROWS'}}|[['a',1,false],['B'],['b']]",
            })
    void blockRequest_movesCells(String request, String values) throws Exception {
        batch(request);
        assertThat(values()).isEqualTo(values);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'copyPaste':{'source':{},'destination':{'startRowIndex':3,'endRowIndex':4}}}|Range (Grid!A4:C7) exceeds grid limits. Max rows: 4, max columns: 3",
                "{'updateCells':{'fields':'*','range':{'endRowIndex':1,'endColumnIndex':1},'rows':[{},{}]}}|Attempting to write row: 1, beyond the last requested row of: 0",
                "{'updateCells':{'fields':'*','range':{'endRowIndex':1,'endColumnIndex':1},'rows':[{'values':[{},{}]}]}}|Attempting to write column: 1, beyond the last requested column of: 0",
                "{'updateCells':{'fields':'note','start':{'columnIndex':2},'rows':[{'values':[{},{}]}]}}|Range (Grid!C1:D1) exceeds grid limits. Max rows: 4, max columns: 3",
                "{'updateCells':{'start':{},'rows':[]}}|At least one field must be listed in 'fields'. (Use '*' to indicate all fields.)",
                "{'appendCells':{'sheetId':9,'fields':'*','rows':[]}}|No grid with id: 9",
                "{'appendCells':{'tableId':'t','fields':'*','rows':[]}}|No table with id: t",
                "{'duplicateSheet':{'sourceSheetId':9}}|No sheet with id: 9",
                "{'duplicateSheet':{'sourceSheetId':0,'newSheetId':0}}|A sheet with the ID: 0 already exists.",
                "{'updateSheetProperties':{'properties':{'gridProperties':{'rowCount':-1}},'fields':'gridProperties.rowCount'}}|gridProperties.rowCount must be positive.",
                "{'updateSheetProperties':{'properties':{'gridProperties':{'columnCount':-1}},'fields':'gridProperties.columnCount'}}|gridProperties.columnCount must be positive.",
                "{'updateSheetProperties':{'properties':{'hidden':true},'fields':'hidden'}}|You can't hide all the sheets in a document.",
            })
    void request_thatDoesNotFit_changesNothing(String request, String message) throws Exception {
        String before = values();
        String name = request.substring(2, request.indexOf('\'', 2));
        assertThat(message(batch(request))).isEqualTo("400 Invalid requests[0]." + name + ": " + message);
        assertThat(values()).isEqualTo(before);
        assertThat(cup.titles()).containsExactly("Grid");
    }

    @Test
    void appendCells_growsTheGrid() throws Exception {
        batch("{'appendCells':{'sheetId':0,'fields':'userEnteredValue','rows':[{'values':[{'userEnteredValue':"
                + "{'numberValue':1}},{},{},{'userEnteredValue':{'formulaValue':'=A5+1'}}]},{}]}}");
        assertThat(List.of(grid.rowCount(), grid.columnCount())).containsExactly(6, 4);
        assertThat(grid.rows().get(4)).isEqualTo(row(1.0, null, null, 2.0));
    }

    @Test
    void sheets_orderTitlesAndProperties_areThoseOfGoogle() throws Exception {
        batch(
                "{'addSheet':{}}",
                "{'addSheet':{'properties':{'title':'Sheet4','index':0}}}",
                "{'addSheet':{}}",
                "{'duplicateSheet':{'sourceSheetId':0,'insertSheetIndex':99}}",
                "{'duplicateSheet':{'sourceSheetId':0,'insertSheetIndex':99}}");
        assertThat(cup.titles())
                .containsExactly("Sheet4", "Grid", "Sheet2", "Sheet4 2", "Copy of Grid", "Copy of Grid 2");
        batch(
                "{'updateSheetProperties':{'properties':{'index':3},'fields':'index'}}",
                "{'updateSheetProperties':{'properties':{'title':'GRID','gridProperties':{'frozenRowCount':1,"
                        + "'hideGridlines':true,'frozenColumnCount':0}},'fields':'title,gridProperties(frozenRowCount,"
                        + "hideGridlines,frozenColumnCount)'}}");
        assertThat(cup.titles()).startsWith("Sheet4", "Sheet2", "GRID", "Sheet4 2");
        batch("{'updateSheetProperties':{'properties':{'index':0},'fields':'index'}}");
        assertThat(cup.titles()).startsWith("GRID", "Sheet4", "Sheet2");
        assertThat(line(get("?fields=sheets.properties(sheetId,gridProperties)")))
                .startsWith("{'sheets':[{'properties':{'sheetId':0,'gridProperties':{'rowCount':4,'columnCount':3,"
                        + "'frozenRowCount':1,'hideGridlines':true}}},");
        assertThat(message(batch("{'addSheet':{'properties':{'title':'" + "x".repeat(101) + "'}}}")))
                .endsWith("Sheet name cannot be longer than 100 characters.");
        batch("{'updateSpreadsheetProperties':{'properties':{'title':'Autumn','locale':'de'},'fields':'title'}}");
        assertThat(line(get("?fields=properties(title,locale)")))
                .isEqualTo("{'properties':{'title':'Autumn','locale':'en_US'}}");
    }

    private String values() throws Exception {
        return json(get(range("Grid") + "?valueRenderOption=UNFORMATTED_VALUE"))
                .path("values")
                .toString()
                .replace('"', '\'');
    }
}
