// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.ReadMode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ValuesReaderTest {
    private static byte[] bytes(String json) {
        return json.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    }

    private static CellGrid read(String values) throws MalformedValuesException {
        return ValuesReader.read(
                bytes("{'range':'Sheet1!A1:C9','majorDimension':'ROWS'" + values + "}"), ReadMode.VALUES);
    }

    private static List<Cell> row(Object... values) {
        return Arrays.stream(values).map(Cell::of).toList();
    }

    @Test
    void read_withoutValues_isEmpty() throws Exception {
        assertThat(read("").rows()).isEmpty();
        assertThat(read(",'values':[]").rows()).isEmpty();
        assertThat(read(",'values':null").rows()).isEmpty();
        assertThat(read(",'values':[[],[''],[null]]").rows()).isEmpty();
        assertThat(read("").range()).isEqualTo(A1.parse("Sheet1!A1:C9"));
    }

    @Test
    void read_raggedRowsOfAllKinds_arePadded() throws Exception {
        CellGrid grid = read(",'values':[['a'],[],['',null,1.5,true],['#REF!',-0,1e3,false,'']]");

        assertThat(grid.rows().subList(0, 3))
                .containsExactly(row("a", "", "", ""), row("", "", "", ""), row("", "", 1.5, true));
        assertThat(grid.row(3))
                .containsExactly(new Cell.Error("#REF!"), Cell.number(0), Cell.number(1000), Cell.bool(false));
    }

    @Test
    void read_unknownFields_areSkipped() throws Exception {
        assertThat(read(",'values':[['a']],'later':{'values':[[{}]],'x':[1]},'etag':null")
                        .rows())
                .containsExactly(row("a"));
    }

    @Test
    void read_equalTexts_areOneObject() throws Exception {
        CellGrid grid = read(",'values':[['Gold',7,'" + "x".repeat(60) + "'],['Gold',7,'" + "x".repeat(60) + "']]");

        assertThat(grid.text(0, 0)).isSameAs(grid.text(1, 0)).isEqualTo("Gold");
        assertThat(grid.text(1, 2)).isEqualTo("x".repeat(60));
    }

    @Test
    void read_manyDifferentValues_mixesNoneUp() throws Exception {
        StringBuilder json = new StringBuilder(",'values':[");
        for (int i = 0; i < 20_000; i++) {
            json.append(i == 0 ? "" : ",")
                    .append("['p")
                    .append(i)
                    .append("',")
                    .append(i / 4.0)
                    .append(']');
        }
        CellGrid grid = read(json.append(']').toString());

        for (int i = 0; i < 20_000; i++) {
            assertThat(grid.text(i, 0)).isEqualTo("p" + i);
            assertThat(grid.cell(i, 1)).isEqualTo(new Cell.Number(i / 4.0));
        }
    }

    @Test
    void read_loneSurrogateInTheReply_isHeldAsItCame() throws Exception {
        assertThat(read(",'values':[['a\\ud83c']]").text(0, 0)).isEqualTo("a\ud83c");
    }

    @Test
    void readBatch_keepsTheOrder() throws Exception {
        List<CellGrid> grids = ValuesReader.readBatch(
                bytes(
                        "{'spreadsheetId':'x','valueRanges':[{'range':'\\u0027It\\u0027\\u0027s\\u0027!A1:B2','values':[['a']]},"
                                + "{'range':'B!A:A','majorDimension':'ROWS'}]}"),
                ReadMode.FORMULAS);

        assertThat(grids).extracting(grid -> grid.range().tab()).containsExactly("It's", "B");
        assertThat(grids.get(0).mode()).isEqualTo(ReadMode.FORMULAS);
        assertThat(ValuesReader.readBatch(bytes("{}"), ReadMode.VALUES)).isEmpty();
        assertThat(ValuesReader.readBatch(bytes("{'valueRanges':null}"), ReadMode.VALUES))
                .isEmpty();
    }

    @Test
    void readMatched_givesTheFiltersBack() throws Exception {
        List<MatchedGrid> matched = ValuesReader.readMatched(
                bytes("{'valueRanges':[{'valueRange':{'range':'P!C1:C9','values':[['x']]},'dataFilters':["
                        + "{'developerMetadataLookup':{'metadataKey':'role','locationType':'COLUMN','metadataId':5,"
                        + "'metadataValue':'ign','visibility':'DOCUMENT','metadataLocation':{'sheetId':0,'spreadsheet':false}}},"
                        + "{'gridRange':{'startColumnIndex':2,'endColumnIndex':3}},{'a1Range':'P!C:C','new':[{}]}]}]}"),
                ReadMode.VALUES);

        assertThat(matched).hasSize(1);
        assertThat(matched.get(0).grid().text(0, 0)).isEqualTo("x");
        assertThat(matched.get(0).filters())
                .containsExactly(
                        new MetadataLookup(
                                "role",
                                "ign",
                                5,
                                MetadataLookup.Location.COLUMN,
                                0,
                                MetadataLookup.Visibility.DOCUMENT),
                        new GridRange(0, CellBounds.columns(2, 3)),
                        A1.parse("P!C:C"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "`` | `` | absent",
                "[] | `` | is a list",
                "7 | `` | is a number",
                "{} | range | is absent",
                "{'range':7} | range | is a number",
                "{'range':'!'} | range | another text",
                "{'range':'A!A1','majorDimension':'COLUMNS'} | majorDimension | something else",
                "{'range':'A!A1','majorDimension':7} | majorDimension | something else",
                "{'range':'A!A1','values':{}} | values | is an object",
                "{'range':'A!A1','values':[7]} | values[0] | is a number",
                "{'range':'A!A1','values':[[],null]} | values[1] | is null",
                "{'range':'A!A1','values':[['a'],['b',{}]]} | values[1][1] | is an object",
                "{'range':'A!A1','values':[[[]]]} | values[0][0] | is a list",
                "{'range':'A!A1','values':[[1e999]]} | values[0][0] | too large",
                "{'range':'A!A1','values':[['a' | `` | damaged",
                "{'range':'A!A1','values':[[NaN]]} | `` | damaged",
                "{'range':'A!A1'} {} | `` | more follows",
                "<html> | `` | damaged"
            })
    void read_whatGoogleDoesNotPromise_isMalformed(String json, String path, String found) {
        MalformedValuesException malformed = catchThrowableOfType(
                MalformedValuesException.class, () -> ValuesReader.read(bytes(json), ReadMode.VALUES));

        assertThat(malformed.path()).isEqualTo(path);
        assertThat(malformed.found()).contains(found);
        assertThat(malformed.expected()).isNotEmpty();
        assertThat(malformed).hasMessageContaining(found);
    }

    @Test
    void readBatch_malformedParts_haveTheirPath() {
        assertThatThrownBy(() -> ValuesReader.readBatch(bytes("{'valueRanges':{}}"), ReadMode.VALUES))
                .hasMessageContaining("valueRanges should be a list");
        assertThatThrownBy(() -> ValuesReader.readBatch(
                        bytes("{'valueRanges':[{'range':'A!A1'},{'range':'A!A1','values':[['a'],[{}]]}]}"),
                        ReadMode.VALUES))
                .hasMessageContaining("valueRanges[1].values[1][0]");
        assertThatThrownBy(() -> ValuesReader.readMatched(bytes("{'valueRanges':[{}]}"), ReadMode.VALUES))
                .hasMessageContaining("valueRanges[0].valueRange");
        assertThatThrownBy(() -> ValuesReader.readMatched(
                        bytes(
                                "{'valueRanges':[{'dataFilters':[{'developerMetadataLookup':{'locationType':'MOON','metadataKey':'k'}}]}]}"),
                        ReadMode.VALUES))
                .hasMessageContaining("dataFilters[0]");
        assertThatThrownBy(
                        () -> ValuesReader.readMatched(bytes("{'valueRanges':[{'dataFilters':[7]}]}"), ReadMode.VALUES))
                .hasMessageContaining("dataFilters[0]");
    }

    @Test
    void read_deepNesting_isRefused() {
        String deep = "[".repeat(200_000);

        assertThatThrownBy(() -> read(",'other':" + deep)).isInstanceOf(MalformedValuesException.class);
    }

    @Test
    void read_ofDamagedReplies_givesCellsOrMalformed() {
        byte[] whole =
                bytes("{'range':'Sheet1!A1:C9','majorDimension':'ROWS','values':[['a',1.5,true],[],['🏆',null]]}");
        SeededDraw.rounds(2000, draw -> {
            byte[] damaged = Arrays.copyOf(whole, draw.between(0, whole.length));
            for (int i = draw.between(0, 3); i > 0 && damaged.length > 0; i--) {
                damaged[draw.between(0, damaged.length - 1)] = (byte) draw.between(0, 255);
            }
            try {
                assertThat(ValuesReader.read(damaged, ReadMode.VALUES).rowCount())
                        .isBetween(0, 3);
            } catch (MalformedValuesException e) {
                assertThat(e).hasMessageContaining("should be");
            }
        });
    }
}
