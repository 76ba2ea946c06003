// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static dev.bracketwire.sheets.StructureScene.json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Secret;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CellDetailsTest {
    private static final String FILE = "/v4/spreadsheets/" + StructureScene.ID;
    private static final A1 RANGE = A1.parse("Players!A1:D2");

    private final StructureScene scene = new StructureScene();

    @AfterEach
    void close() {
        scene.close();
    }

    private List<List<CellDetails>> details(String rowData) {
        scene.google.on("GET", FILE).answers(Answer.json("{\"sheets\":[{\"data\":[{\"rowData\":" + rowData + "}]}]}"));
        return scene.cup.details(RANGE).get();
    }

    @Test
    void details_ofCells_holdFormulaNoteCheckboxOptionsAndDate() {
        List<List<CellDetails>> rows = details("""
                [{"values":[
                   {"userEnteredValue":{"formulaValue":"=1/0"},"effectiveValue":{"errorValue":{"type":"DIVIDE_BY_ZERO"}},
                    "formattedValue":"#DIV/0!","note":"ask Ann"},
                   {"effectiveValue":{"boolValue":true},"formattedValue":"TRUE",
                    "dataValidation":{"condition":{"type":"BOOLEAN"}}},
                   {"effectiveValue":{"numberValue":43831},"formattedValue":"2020-01-01",
                    "effectiveFormat":{"numberFormat":{"type":"DATE"}}}]},
                 {},
                 {"values":[{"effectiveValue":{"stringValue":"EUW"},"formattedValue":"EUW","dataValidation":{"condition":
                   {"type":"ONE_OF_LIST","values":[{"userEnteredValue":"EUW"},{"userEnteredValue":"NA"}]}}}]}]""");
        assertThat(rows).extracting(List::size).containsExactly(3, 3, 3);
        CellDetails error = rows.get(0).get(0);
        assertThat(error.value()).isEqualTo(new Cell.Error("#DIV/0!"));
        assertThat(error.formula()).isEqualTo("=1/0");
        assertThat(error.note()).isEqualTo("ask Ann");
        assertThat(rows.get(0).get(1).checkbox()).isTrue();
        assertThat(rows.get(0).get(1).value()).isEqualTo(Cell.bool(true));
        assertThat(rows.get(0).get(2).date()).isTrue();
        assertThat(rows.get(0).get(2).displayed()).isEqualTo("2020-01-01");
        assertThat(rows.get(1).get(0).value()).isEqualTo(Cell.clear());
        assertThat(rows.get(2).get(0).options()).containsExactly("EUW", "NA");
        Received sent = scene.google.received("GET", FILE).get(0);
        assertThat(sent.query("ranges")).contains("'Players'!A1:D2");
    }

    @Test
    void details_ofALink_holdItsTextAndAddress_inEachOfItsForms() {
        List<CellDetails> cells = details("""
                        [{"values":[
                          {"userEnteredValue":{"formulaValue":"=HYPERLINK(\\"https://a.example\\",\\"Ann\\")"},
                           "effectiveValue":{"stringValue":"Ann"},"formattedValue":"Ann","hyperlink":"https://a.example"},
                          {"effectiveValue":{"stringValue":"Bob"},"formattedValue":"Bob",
                           "userEnteredFormat":{"textFormat":{"link":{"uri":"https://b.example/x y"}}}},
                          {"effectiveValue":{"stringValue":"see rules now"},"formattedValue":"see rules now",
                           "textFormatRuns":[{"format":{}},{"startIndex":4,"format":{"link":{"uri":"https://c.example"}}},
                             {"startIndex":9,"format":{}}]},
                          {"effectiveValue":{"stringValue":"@"},"formattedValue":"@",
                           "chipRuns":[{"chip":{"personProperties":{"email":"ann@example.org"}}}]},
                          {"effectiveValue":{"stringValue":"Doc"},"formattedValue":"Doc",
                           "chipRuns":[{},{"startIndex":0,"chip":{"richLinkProperties":{"uri":"https://d.example"}}}]},
                          {"effectiveValue":{"stringValue":"x"},"formattedValue":"x","hyperlink":"not an address^"}]}]""").get(0);
        assertThat(cells)
                .extracting(CellDetails::link)
                .containsExactly(
                        new Cell.Link("Ann", URI.create("https://a.example")),
                        new Cell.Link("Bob", URI.create("https://b.example/x%20y")),
                        new Cell.Link("rules", URI.create("https://c.example")),
                        new Cell.Link("@", URI.create("mailto:ann@example.org")),
                        new Cell.Link("Doc", URI.create("https://d.example")),
                        null);
    }

    @Test
    void metadata_ofALookup_holdsThePlacesThatCarryIt() {
        scene.google.on("POST", FILE + "/developerMetadata:search").answers(Answer.json("""
                        {"matchedDeveloperMetadata":[
                         {"developerMetadata":{"metadataId":7,"metadataKey":"role","metadataValue":"checked-in",
                           "visibility":"DOCUMENT","location":{"locationType":"COLUMN","dimensionRange":
                           {"sheetId":0,"dimension":"COLUMNS","startIndex":2,"endIndex":3}}}},
                         {"developerMetadata":{"metadataId":8,"metadataKey":"role","visibility":"PROJECT",
                           "location":{"locationType":"ROW","dimensionRange":
                           {"dimension":"ROWS","startIndex":0,"endIndex":1}}}},
                         {"developerMetadata":{"metadataId":9,"metadataKey":"role","visibility":"DOCUMENT",
                           "location":{"locationType":"SHEET","sheetId":77}}},
                         {"developerMetadata":{"metadataId":10,"metadataKey":"role","visibility":"DOCUMENT",
                           "location":{"locationType":"SPREADSHEET","spreadsheet":true}}}]}"""));
        assertThat(scene.cup.metadata(MetadataLookup.key("role")).get())
                .containsExactly(
                        new SheetMetadata(
                                7,
                                "role",
                                "checked-in",
                                MetadataLookup.Location.COLUMN,
                                new GridRange(0, CellBounds.parse("C:C")),
                                MetadataLookup.Visibility.DOCUMENT),
                        new SheetMetadata(
                                8,
                                "role",
                                "",
                                MetadataLookup.Location.ROW,
                                new GridRange(0, CellBounds.parse("1:1")),
                                MetadataLookup.Visibility.PROJECT),
                        new SheetMetadata(
                                9,
                                "role",
                                "",
                                MetadataLookup.Location.SHEET,
                                new GridRange(77, CellBounds.ALL),
                                MetadataLookup.Visibility.DOCUMENT),
                        new SheetMetadata(
                                10,
                                "role",
                                "",
                                MetadataLookup.Location.SPREADSHEET,
                                null,
                                MetadataLookup.Visibility.DOCUMENT));
        assertThat(json(scene.google
                        .received("POST", FILE + "/developerMetadata:search")
                        .get(0)
                        .text()))
                .isEqualTo(json("{\"dataFilters\":[{\"developerMetadataLookup\":{\"metadataKey\":\"role\"}}]}"));
    }

    @Test
    void stamp_withDrive_isItsVersion() {
        scene.google
                .on("GET", "/drive/v3/files/" + StructureScene.ID)
                .answers(Answer.json("{\"version\":\"412\",\"modifiedTime\":\"2026-03-01T10:00:00.5Z\"}"));
        GoogleAccess access = GoogleAccess.token(Secret.of("t-1"))
                .scopes(GoogleScope.SPREADSHEETS, GoogleScope.DRIVE_METADATA_READONLY);
        try (Sheets sheets = scene.client(access)) {
            Spreadsheet cup = sheets.spreadsheet(StructureScene.ID);
            assertThat(cup.stamp(RANGE).get()).isEqualTo("version-412");
            assertThat(cup.version().get()).isEqualTo(new FileVersion(412, Instant.parse("2026-03-01T10:00:00.5Z")));
        }
    }

    @Test
    void stamp_withoutDrive_changesWithTheValues() {
        scene.google.on("GET", FILE + "/values/{range}").answers(values("Ann"), values("Ann"), values("Bob"));
        String first = scene.cup.stamp(RANGE).get();
        assertThat(first).startsWith("values-");
        assertThat(scene.cup.stamp(RANGE).get()).isEqualTo(first);
        assertThat(scene.cup.stamp(RANGE).get()).isNotEqualTo(first);
        assertThatThrownBy(() -> scene.cup.version().get())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("does not use Drive");
    }

    private static Answer values(String name) {
        return Answer.json("{\"range\":\"Players!A1:D2\",\"majorDimension\":\"ROWS\",\"values\":[[\"" + name + "\"]]}");
    }
}
