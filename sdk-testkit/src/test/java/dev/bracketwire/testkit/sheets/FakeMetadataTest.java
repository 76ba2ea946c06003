// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FakeMetadataTest extends SheetsRequests {
    private static final String BY_KEY = "{'developerMetadataLookup':{'metadataKey':'%s','locationType':'COLUMN'}}";

    private final FakeTab players = cup.tab("Players", List.of(row("Name", "In"), row("Ann", false), row("Bea", true)));

    private void mark(String key, String location) throws Exception {
        assertThat(batch("{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'" + key
                                + "','metadataValue':'v','visibility':'DOCUMENT','location':{" + location + "}}}}")
                        .statusCode())
                .isEqualTo(200);
    }

    private static String dimension(String dimension, int index) {
        return "'dimensionRange':{'sheetId':0,'dimension':'" + dimension + "','startIndex':" + index + ",'endIndex':"
                + (index + 1) + "}";
    }

    private String byFilter(String method, String body) throws Exception {
        return line(post("/values:" + method, body.replace('\'', '"')));
    }

    @Test
    void column_insertedMovedDeleted_isFoundWhereItIs() throws Exception {
        mark("role", dimension("COLUMNS", 1));
        players.insertColumn(1);
        String read = "{'dataFilters':[" + BY_KEY.formatted("role") + "],'valueRenderOption':'UNFORMATTED_VALUE',"
                + "'majorDimension':'COLUMNS'}";
        assertThat(byFilter("batchGetByDataFilter", read))
                .isEqualTo("{'spreadsheetId':'" + cup.id() + "','valueRanges':[{'valueRange':{'range':"
                        + "'Players!C1:C1000','majorDimension':'COLUMNS','values':[['In',false,true]]},'dataFilters':["
                        + BY_KEY.formatted("role") + "]}]}");
        players.moveColumn(3, 1);
        assertThat(byFilter(
                        "batchUpdateByDataFilter",
                        "{'valueInputOption':'RAW','data':[{'dataFilter':" + BY_KEY.formatted("role")
                                + ",'majorDimension':'COLUMNS','values':[[null,true]]}]}"))
                .contains("'totalUpdatedCells':1", "'updatedRange':'Players!A1:A2'");
        assertThat(players.rows())
                .containsExactly(row("In", null, "Name"), row(true, null, "Ann"), row(true, null, "Bea"));
        assertThat(byFilter("batchClearByDataFilter", "{'dataFilters':[" + BY_KEY.formatted("role") + "]}"))
                .contains("'clearedRanges':['Players!A1:A1000']");
        players.deleteColumn(1);
        assertThat(byFilter("batchGetByDataFilter", read)).isEqualTo("{'spreadsheetId':'" + cup.id() + "'}");
    }

    @Test
    void search_byLocationAndFields_findsThem() throws Exception {
        mark("c", dimension("COLUMNS", 1));
        mark("r", dimension("ROWS", 2));
        mark("s", "'sheetId':0");
        mark("all", "'spreadsheet':true");
        assertThat(keys("{'developerMetadataLookup':{'metadataValue':'v'}}")).containsExactly("c", "r", "s", "all");
        assertThat(keys("{'developerMetadataLookup':{'locationType':'ROW'}}")).containsExactly("r");
        assertThat(keys("{'developerMetadataLookup':{'metadataLocation':{" + dimension("COLUMNS", 1)
                        + "},'locationMatchingStrategy':'EXACT_LOCATION'}}"))
                .containsExactly("c");
        assertThat(keys("{'a1Range':'Players!A1:A3'}")).containsExactly("r", "s", "all");
        assertThat(keys("{'gridRange':{'sheetId':0,'endRowIndex':1}}")).containsExactly("c", "s", "all");
        String id = json(get("?includeGridData=true"))
                .at("/sheets/0/data/0/columnMetadata/1/developerMetadata/0/metadataId")
                .asText();
        assertThat(line(get("/developerMetadata/" + id)))
                .contains("'metadataKey':'c'", "'dimensionRange':{'dimension':'COLUMNS','startIndex':1,'endIndex':2}");
        assertThat(get("/developerMetadata/1").statusCode()).isEqualTo(404);
    }

    private List<String> keys(String filter) throws Exception {
        return json(post("/developerMetadata:search", ("{'dataFilters':[" + filter + "]}").replace('\'', '"')))
                .findValuesAsText("metadataKey")
                .stream()
                .filter(key -> !key.isEmpty())
                .distinct()
                .toList();
    }

    @Test
    void update_andDelete_answerWhatTheyDid() throws Exception {
        mark("a", dimension("ROWS", 1));
        String lookup = "{'developerMetadataLookup':{'metadataKey':'a'}}";
        assertThat(line(batch("{'updateDeveloperMetadata':{'dataFilters':[" + lookup
                        + "],'developerMetadata':{'metadataValue':'w'},'fields':'metadataValue'}}")))
                .contains("'updateDeveloperMetadata':{'developerMetadata':[{'metadataId':", "'metadataValue':'w'");
        assertThat(line(batch("{'deleteDeveloperMetadata':{'dataFilter':" + lookup + "}}")))
                .contains("'deletedDeveloperMetadata':[{'metadataId':");
        assertThat(line(batch("{'deleteDeveloperMetadata':{'dataFilter':" + lookup + "}}")))
                .endsWith("[{}]}");
        assertThat(message(batch("{'createDeveloperMetadata':{'developerMetadata':{'metadataKey':'x',"
                        + "'location':{'spreadsheet':true}}}}")))
                .contains("visibility must be specified");
    }

    @Test
    void sort_leavesRowMetadataWhereItWas() throws Exception {
        mark("r", dimension("ROWS", 1));
        players.sort("A2:B3", 1, false);
        assertThat(byFilter(
                        "batchGetByDataFilter", "{'dataFilters':[{'developerMetadataLookup':{'metadataKey':'r'}}]}"))
                .contains("[['Bea','TRUE']]");
    }
}
