// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetIdTest {
    private static final String ID = "1k5rTZ0Iw1ZbQvHDlJ9aXrJ8mWq3T4cup_roster-2026";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "%s",
                "  %s\n",
                "https://docs.google.com/spreadsheets/d/%s",
                "https://docs.google.com/spreadsheets/d/%s/",
                "https://docs.google.com/spreadsheets/d/%s/edit#gid=0",
                "https://docs.google.com/spreadsheets/d/%s/edit?usp=sharing&key=other#gid=0&range=A1:C",
                "HTTPS://Docs.Google.com/spreadsheets/d/%s/edit",
                "docs.google.com/spreadsheets/d/%s/copy",
                "https://docs.google.com/spreadsheets/u/0/d/%s/htmlview",
                "https://docs.google.com/a/example.org/spreadsheets/d/%s/edit",
                "https://spreadsheets.google.com/ccc?key=%s&hl=en",
                "https://docs.google.com/spreadsheet/ccc?hl=en&key=%s#gid=3",
                "https://drive.google.com/open?id=%s",
                "https://drive.google.com/file/d/%s/view?usp=drivesdk"
            })
    void parse_anyFormOfTheAddress_givesTheId(String form) {
        assertThat(SpreadsheetId.parse(form.formatted(ID))).isEqualTo(SpreadsheetId.of(ID));
        assertThat(SpreadsheetId.tryParse(form.formatted(ID))).contains(SpreadsheetId.of(ID));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a/b",
                "a?b",
                "a b",
                "../x",
                "a.b",
                "a%2Fb",
                "https://example.org/spreadsheets/d/abc",
                "https://docs.google.com@example.org/spreadsheets/d/abc",
                "https://docs.google.com.example.org/spreadsheets/d/abc",
                "ftp://docs.google.com/spreadsheets/d/abc",
                "https://docs.google.com/document/d/abc/edit",
                "https://docs.google.com/forms/d/e/abc/viewform",
                "https://drive.google.com/drive/folders/abc",
                "https://docs.google.com/spreadsheets/d/a%2F..%2Fb/edit",
                "https://docs.google.com/spreadsheets/d//edit",
                "https://docs.google.com/spreadsheets/",
                "https://drive.google.com/open?id=a/b"
            })
    void parse_anythingElse_isRefused(String text) {
        assertThat(SpreadsheetId.tryParse(text)).isEmpty();
        assertThatThrownBy(() -> SpreadsheetId.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void parse_publishedLink_saysWhy() {
        assertThatThrownBy(() -> SpreadsheetId.parse("https://docs.google.com/spreadsheets/d/e/2PACX-1vAbc/pubhtml"))
                .hasMessageContaining("published copy");
        assertThatThrownBy(() -> SpreadsheetId.of("2PACX-1vAbc")).hasMessageContaining("published copy");
    }

    @Test
    void url_leadsBack() {
        SpreadsheetId id = SpreadsheetId.of(ID);

        assertThat(SpreadsheetId.parse(id.url().toString())).isEqualTo(id);
        assertThat(id).hasToString(ID);
        assertThatThrownBy(() -> SpreadsheetId.of("a/../b")).hasMessageContaining("SpreadsheetId.parse");
    }
}
