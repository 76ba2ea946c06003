// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpDateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    Sun, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
                    Mon, 06 Nov 1994 08:49:37 GMT     | 1994-11-06T08:49:37Z
                    Sunday, 06-Nov-94 08:49:37 GMT    | 1994-11-06T08:49:37Z
                    Saturday, 21-Nov-76 12:00:00 GMT  | 2076-11-21T12:00:00Z
                    Monday, 21-Nov-77 12:00:00 GMT    | 1977-11-21T12:00:00Z
                    Sun Nov  6 08:49:37 1994          | 1994-11-06T08:49:37Z
                    Sun Nov 16 08:49:37 1994          | 1994-11-16T08:49:37Z
                    Sat, 31 Dec 2016 23:59:60 GMT     | 2017-01-01T00:00:00Z
                    Thu, 29 Feb 2024 00:00:00 UTC     | 2024-02-29T00:00:00Z
                    """)
    void tryParse_eachForm_givesTheInstant(String text, Instant expected) {
        assertThat(HttpDate.tryParse(text, NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "soon",
                "Thu, 30 Feb 2024 00:00:00 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Sun, 06 Foo 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37 PST",
                "Sun, 06 Nov 1994 08:49:61 GMT",
                "Sun Nov    08:49:37 1994",
                "1994-11-06"
            })
    void tryParse_noDate_givesNothing(String text) {
        assertThat(HttpDate.tryParse(text, NOW)).isEmpty();
    }

    @Test
    void tryParse_anyText_neverThrows() {
        SeededDraw.rounds(300, draw -> {
            String text = draw.text();
            Instant now = draw.instant();
            assertThat(HttpDate.tryParse(text, now)).isNotNull();
            assertThat(HttpDate.tryParse("Sunday, 06-Nov-94 08:49:37 GMT", now)).isNotNull();
        });
    }
}
