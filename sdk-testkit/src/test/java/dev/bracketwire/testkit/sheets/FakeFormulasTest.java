// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FakeFormulasTest extends SheetsRequests {
    private final FakeTab sheet = cup.tab("Sheet1", List.of());
    private final FakeTab data = cup.tab("Data", List.of(row("x", 1, true), row("y", 2), row(null, "z")));

    @BeforeEach
    void fill() {
        data.formula("E1", "=1/0");
        cup.nameRange("first_prize", "Data!B1");
        cup.nameRange("prizes", "Data!B1:B2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=1+2*3|7",
                "=(1+2)*3|9",
                "=7-2-1|4",
                "=8/4/2|1",
                "=2*8/4|4",
                "=-3|-3",
                "=+5|5",
                "=50%|0.5",
                "=2^3^2|64",
                "=-2^2|4",
                "=1.5e2+.5|150.5",
                "=\"a\"&\"b\"&1|ab1",
                "=\"say \"\"hi\"\"\"|say \"hi\"",
                "=Data!D9|0",
                "=Data!D9&\"!\"|!",
                "=Data!$B$2+1|3",
                "='Data'!B2|2",
                "=Data!C1+1|2",
                "=\"2\"+1|3",
                "=first_prize+1|2",
                "=SUM(prizes)|3",
                "=TRUE|true",
                "=false|false",
                "=SUM(Data!B1:B3)|3",
                "=SUM(Data!B:B,4)|7",
                "=SUM(1;2,,3)|6",
                "=SUM(1,)|1",
                "=COUNT(Data!A1:C3)|2",
                "=COUNTA(Data!A1:C3)|6",
                "=COUNT(1,\"a\")|1",
                "=IF(Data!C1,\"yes\",\"no\")|yes",
                "=IF(0,\"yes\",\"no\")|no",
                "=IF(2,\"yes\")|yes",
                "=IF(FALSE,\"yes\")|false",
                "=IF(\"a\"=\"b\",1,2)|2",
                "=UPPER(Data!A1)|X",
                "=lower(\"ABC\")|abc",
                "=TRIM(\"  a   b \")|a b",
                "=LEN(\"four\")|4",
                "=1<2|true",
                "=2<=2|true",
                "=3<=2|false",
                "=3>2|true",
                "=2>=3|false",
                "=1<>1|false",
                "=1<>2|true",
                "=\"a\"=\"A\"|true",
                "=\"a\">\"b\"|false",
                "=1=\"1\"|false",
                "=\"a\">9|true",
                "=TRUE>\"z\"|true",
                "=Data!D9=\"\"|true",
                "=Data!D9=0|true",
                "=0=Data!D9|true",
                "=Data!D9=FALSE|true",
                "=Data!D9=Data!D8|true",
                "=HYPERLINK(\"https://example.org\")|https://example.org",
            })
    void formula_knownPart_showsItsValue(String formula, String shown) throws Exception {
        assertThat(shown(formula)).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=1/0|#DIV/0!",
                "=Data!E1+1|#DIV/0!",
                "=Data!E1&\"x\"|#DIV/0!",
                "=Data!E1=1|#DIV/0!",
                "=1=Data!E1|#DIV/0!",
                "=SUM(Data!E1:E2)|#DIV/0!",
                "=IF(Data!E1,1,2)|#DIV/0!",
                "=\"a\"+1|#VALUE!",
                "=Data!A1*2|#VALUE!",
                "=Nope!A1|#REF!",
                "=A1|#REF!",
                "=nope|#NAME?",
                "=NOPE(1)|#NAME?",
                "=1+|#ERROR!",
                "=(1|#ERROR!",
                "=SUM(1|#ERROR!",
                "=1 2|#ERROR!",
                "=)|#ERROR!",
                "=1#|#ERROR!",
            })
    void formula_thatFails_showsTheErrorAndReportsIt(String formula, String error) throws Exception {
        assertThat(shown(formula)).isEqualTo(error);
        String type = line(get("?ranges=Sheet1!A1&fields=sheets.data.rowData.values.effectiveValue"));
        assertThat(type).contains("{'errorValue':{'type':'");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=ARRAYFORMULA(5)|[[5]]",
                "=ARRAYFORMULA(Data!B1:B2*10)|[[10],[20]]",
                "=ARRAYFORMULA(-Data!B1:B2)|[[-1],[-2]]",
                "=ARRAYFORMULA(IF(Data!B1:B2>1,\"big\",\"small\"))|[['small'],['big']]",
                "=ARRAYFORMULA(Data!A1:A2&Data!B1:C1)|[['x1','xTRUE'],['y1','yTRUE']]",
                "=ARRAYFORMULA(\"no. \"&Data!B1:B2)|[['no. 1'],['no. 2']]",
            })
    void arrayFormula_fillsTheCellsBeside(String formula, String values) throws Exception {
        sheet.formula("A1", formula);
        assertThat(line(get(range("Sheet1!A1:C3") + "?valueRenderOption=UNFORMATTED_VALUE")))
                .endsWith("'values':" + values + "}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "=Data!B2|insert|ROWS,0,2|=Data!B4",
                "=Data!B2|insert|ROWS,5,6|=Data!B2",
                "=Data!$B$2|insert|COLUMNS,0,1|=Data!$C$2",
                "=SUM(Data!A1:B3)|insert|ROWS,1,2|=SUM(Data!A1:B4)",
                "=SUM(Data!A1:B3)|insert|COLUMNS,1,2|=SUM(Data!A1:C3)",
                "=SUM(Data!A1:B3)|delete|ROWS,1,2|=SUM(Data!A1:B2)",
                "=SUM(Data!A2:B3)|delete|ROWS,0,2|=SUM(Data!A1:B1)",
                "=SUM(Data!A1:B3)|delete|ROWS,0,3|=SUM(#REF!)",
                "=SUM(Data!A:B)|insert|COLUMNS,0,1|=SUM(Data!B:C)",
                "=SUM(Data!A:B)|insert|ROWS,0,1|=SUM(Data!A:B)",
                "=SUM(Data!B:B)|delete|COLUMNS,0,1|=SUM(Data!A:A)",
                "=SUM(Data!A2:B)|insert|ROWS,0,1|=SUM(Data!A3:B)",
                "=SUM(Data!A2:B)|delete|COLUMNS,1,2|=SUM(Data!A2:A)",
                "=\"Data!A1\"&Data!A1|insert|ROWS,0,1|=\"Data!A1\"&Data!A2",
                "=Other!A1&B1|insert|ROWS,0,1|=Other!A1&B1",
                "=LOG10(Data!A1)|insert|ROWS,0,1|=LOG10(Data!A2)",
                "=Data!B2|move|ROWS,1,2,4|=Data!B4",
                "=Data!B5|move|ROWS,1,2,3|=Data!B5",
                "=Data!B1|move|ROWS,3,4,1|=Data!B1",
                "=Data!B2|move|ROWS,3,4,1|=Data!B3",
                "=SUM(Data!A1:A3)|move|ROWS,0,3,5|=SUM(Data!A3:A5)",
                "=SUM(Data!A1:A4)|move|ROWS,1,2,10|=SUM(Data!A1:A3)",
                "=Data!B2|move|COLUMNS,1,2,0|=Data!A2",
            })
    void formula_afterAChangeOfAnotherTab_pointsToTheSameCells(String before, String kind, String place, String after)
            throws Exception {
        sheet.formula("A1", before);
        String[] words = place.split(",", -1);
        String span = "{'sheetId':" + data.sheetId() + ",'dimension':'" + words[0] + "','startIndex':" + words[1]
                + ",'endIndex':" + words[2] + "}";
        batch(
                kind.equals("move")
                        ? "{'moveDimension':{'source':" + span + ",'destinationIndex':" + words[3] + "}}"
                        : "{'" + kind + "Dimension':{'range':" + span + "}}");
        assertThat(json(get(range("Sheet1!A1") + "?valueRenderOption=FORMULA"))
                        .at("/values/0/0")
                        .asText())
                .isEqualTo(after);
    }

    @Test
    void rename_formulasTakeTheNewTitle() throws Exception {
        sheet.formula("A1", "=Data!A1&Data!A2");
        batch("{'updateSheetProperties':{'properties':{'sheetId':" + data.sheetId()
                + ",'title':'All data'},'fields':'title'}}");
        assertThat(sheet.formulaOf("A1")).isEqualTo("='All data'!A1&'All data'!A2");
        assertThat(sheet.cell("A1")).isEqualTo("xy");
        batch("{'insertDimension':{'range':{'sheetId':" + data.sheetId()
                + ",'dimension':'ROWS','startIndex':0,'endIndex':1}}}");
        assertThat(sheet.formulaOf("A1")).isEqualTo("='All data'!A2&'All data'!A3");
    }

    private String shown(String formula) throws Exception {
        put(
                range("Sheet1!A1") + "?valueInputOption=USER_ENTERED",
                JSON.writeValueAsString(Map.of("values", List.of(List.of(formula)))));
        return json(get(range("Sheet1!A1") + "?valueRenderOption=UNFORMATTED_VALUE"))
                .at("/values/0/0")
                .asText();
    }
}
