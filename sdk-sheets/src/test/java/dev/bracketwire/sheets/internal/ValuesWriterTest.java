// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.sheets.A1;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.CellAddress;
import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.GridRange;
import dev.bracketwire.sheets.MetadataLookup;
import dev.bracketwire.sheets.ReadMode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class ValuesWriterTest {
    private static List<Cell> row(Object... values) {
        return Arrays.stream(values).map(Cell::of).toList();
    }

    private static CellBlock block(String address, Object... values) {
        return new CellBlock(A1.parse(address), List.of(row(values)));
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8).replace('"', '`');
    }

    @Test
    void range_ofValues_isRaw() {
        CellBlock block = block(
                "Players!A2:I2", Cell.keep(), Cell.clear(), "=1+1", "'q", 7, -0.0, 1.5, 1e20, true, 9007199254740992L);

        assertThat(block.hasFormulas()).isFalse();
        assertThat(ValuesWriter.inputOption(block.hasFormulas())).isEqualTo("RAW");
        assertThat(text(ValuesWriter.range(block, false)))
                .isEqualTo("{`range`:`'Players'!A2:I2`,`majorDimension`:`ROWS`,"
                        + "`values`:[[null,``,`=1+1`,`'q`,7,0,1.5,1.0E20,true,9007199254740992]]}");
    }

    @Test
    void batch_withFormulas_keepsTextsText() {
        CellBlock formulas = block(
                "A1:B1",
                Cell.formula("=SUM(A2:A)"),
                Cell.link("the \"site\"", URI.create("https://example.org/?q=%22")));
        String body = text(ValuesWriter.batch(
                List.of(
                        formulas,
                        block("A2", "=IMPORTXML(1)", "'q", "007", "1/2", Cell.clear(), Cell.keep(), 7, false)),
                null));

        assertThat(formulas.hasFormulas()).isTrue();
        assertThat(body)
                .isEqualTo("{`valueInputOption`:`USER_ENTERED`,`data`:["
                        + "{`range`:`A1:B1`,`majorDimension`:`ROWS`,`values`:[[`=SUM(A2:A)`,"
                        + "`=HYPERLINK(\\`https://example.org/?q=%22\\`,\\`the \\`\\`site\\`\\`\\`)`]]},"
                        + "{`range`:`A2`,`majorDimension`:`ROWS`,"
                        + "`values`:[[`'=IMPORTXML(1)`,`''q`,`'007`,`'1/2`,``,null,7,false]]}]}");
    }

    @Test
    void batch_withAnswer_asksForTheCells() {
        assertThat(text(ValuesWriter.batch(List.of(block("A1", "x")), ReadMode.VALUES)))
                .startsWith("{`valueInputOption`:`RAW`,")
                .endsWith(",`includeValuesInResponse`:true,`responseValueRenderOption`:`UNFORMATTED_VALUE`,"
                        + "`responseDateTimeRenderOption`:`SERIAL_NUMBER`}");
        assertThat(text(ValuesWriter.batch(List.of(), ReadMode.DISPLAYED))).contains("FORMATTED_VALUE");
        assertThat(text(ValuesWriter.batch(List.of(), ReadMode.FORMULAS))).contains("`FORMULA`");
    }

    @Test
    void batchByFilter_addressesByGridAndMetadata() {
        List<List<Cell>> rows = List.of(row(true));
        String body = text(ValuesWriter.batchByFilter(
                List.of(
                        new CellBlock(new GridRange(0, CellBounds.parse("A2:C")), rows),
                        new CellBlock(
                                MetadataLookup.columns("role").withValue("ign").inTab(0), rows)),
                null));

        assertThat(body)
                .contains("{`dataFilter`:{`gridRange`:{`sheetId`:0,`startRowIndex`:1,`endColumnIndex`:3}},"
                        + "`majorDimension`:`ROWS`,`values`:[[true]]}")
                .contains("{`dataFilter`:{`developerMetadataLookup`:{`metadataKey`:`role`,`metadataValue`:`ign`,"
                        + "`locationType`:`COLUMN`,`metadataLocation`:{`sheetId`:0}}}");
    }

    @Test
    void request_ofFilters_isReadBackFromTheReply() throws Exception {
        List<CellAddress> addresses = List.of(
                A1.parse("'It''s'!A2:C"),
                new GridRange(0, CellBounds.ALL),
                new GridRange(7, CellBounds.parse("B2:3")),
                MetadataLookup.key("k"),
                new MetadataLookup("k", "", 3, MetadataLookup.Location.ROW, 5, MetadataLookup.Visibility.PROJECT));
        String request = new String(DataFilters.request(addresses, ReadMode.VALUES), StandardCharsets.UTF_8);
        assertThat(request)
                .contains("\"valueRenderOption\":\"UNFORMATTED_VALUE\"", "\"dateTimeRenderOption\":\"SERIAL_NUMBER\"");
        String reply =
                "{\"valueRanges\":[" + request.replaceFirst("\\{", "{\"valueRange\":{\"range\":\"A!A1\"},") + "]}";

        assertThat(ValuesReader.readMatched(reply.getBytes(StandardCharsets.UTF_8), ReadMode.VALUES)
                        .get(0)
                        .filters())
                .isEqualTo(addresses);
    }

    @Test
    void range_ofCellsThatNoSheetHolds_isRefused() {
        assertThatThrownBy(() ->
                        ValuesWriter.range(new CellBlock(A1.parse("A1"), List.of(List.of(new Cell.Text("\0")))), false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> ValuesWriter.range(
                        new CellBlock(A1.parse("A1"), List.of(List.of(new Cell.Error("#N/A")))), false))
                .hasMessageContaining("#N/A");
    }

    @Test
    void range_ofAnyCells_isReadBack() {
        SeededDraw.rounds(500, draw -> {
            List<List<Cell>> rows = draw.list(0, 5, () -> draw.list(0, 5, () -> cell(draw)));
            CellBlock block = new CellBlock(A1.parse("Players!A1:E5"), rows);
            CellGrid grid = ValuesReader.read(ValuesWriter.range(block, false), ReadMode.VALUES);
            CellGrid expected = CellGrid.of(A1.parse("Players!A1:E5"), ReadMode.VALUES, rows);
            assertThat(grid).isEqualTo(expected);
            assertThat(grid.contentHash()).isEqualTo(expected.contentHash());
            assertThat(grid.rows()).isEqualTo(expected.rows());
        });
    }

    private static Cell cell(SeededDraw draw) {
        try {
            return switch (draw.between(0, 4)) {
                case 0 -> Cell.keep();
                case 1 -> Cell.bool(draw.flag());
                case 2 -> Cell.number(draw.anyDouble());
                case 3 -> Cell.number(draw.anyLong());
                default -> Cell.text(draw.text());
            };
        } catch (IllegalArgumentException e) {
            return Cell.clear();
        }
    }
}
