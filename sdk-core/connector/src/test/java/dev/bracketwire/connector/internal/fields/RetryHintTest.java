// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RetryHintTest {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '>', textBlock = """
                    Retry-After: 0                                                            > PT0S
                    Retry-After: 1                                                            > PT1S
                    Retry-After: 007                                                          > PT7S
                    Retry-After: 1.5                                                          > PT1.5S
                    Retry-After: 0.0000000019                                                 > PT0.000000001S
                    Retry-After: 99999999999                                                  > PT24H
                    Retry-After: 99999999999999999999999999                                   > PT24H
                    Retry-After: Sat, 21 Nov 2026 12:00:30 GMT                                > PT30S
                    Retry-After: Saturday, 21-Nov-26 12:00:30 GMT                             > PT30S
                    Retry-After: Sat Nov 21 12:00:30 2026                                     > PT30S
                    Retry-After: Sat, 21 Nov 2026 11:00:00 GMT                                > PT0S
                    Retry-After: Sat, 21 Nov 2099 11:00:00 GMT                                > PT24H
                    Retry-After: Sat, 21 Nov 2026 12:00:30 GMT | Date: Sat, 21 Nov 2026 12:00:10 GMT > PT20S
                    Retry-After: Sat, 21 Nov 2026 09:00:30 GMT | Date: Sat, 21 Nov 2026 09:00:00 GMT > PT30S
                    Retry-After: Sat, 21 Nov 2026 12:00:30 GMT | Date: yesterday               > PT30S
                    Retry-After: 1 | Retry-After: 7 | Retry-After: abc                        > PT7S
                    Retry-After: 1 | Retry-After: Sat, 21 Nov 2026 12:00:30 GMT               > PT30S
                    Retry-After-Ms: 250 | Retry-After: 7                                      > PT0.25S
                    X-Ms-Retry-After-Ms: 0.5                                                  > PT0.0005S
                    X-Ms-Retry-After-Ms: 20 | Retry-After-Ms: 10                              > PT0.02S
                    Retry-After-Ms: 99999999999                                               > PT24H
                    Retry-After-Ms: -1 | Retry-After: 7                                       > PT7S
                    """)
    void of_hint_givesItsWait(String headers, Duration expected) {
        assertThat(RetryHint.of(HeaderLines.of(headers), NOW)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "abc", "", "1e3", "+1", "1.", ".5", "1,5", "٣", "NaN", "0x10", "Sat, 21 Nov 2026"})
    void of_noHint_isIgnored(String value) {
        assertThat(RetryHint.of(HeaderLines.of("Retry-After: " + value), NOW)).isEmpty();
    }

    @Test
    void of_noHeader_isEmpty() {
        assertThat(RetryHint.of(name -> List.of(), NOW)).isEmpty();
    }

    @Test
    void of_veryLongNumber_costsLittle() {
        String zeros = "0".repeat(1_000_000);
        assertThat(RetryHint.of(name -> List.of(zeros + "x"), NOW)).isEmpty();
        assertThat(RetryHint.of(name -> List.of(zeros + "5." + zeros), NOW)).isNotEmpty();
    }

    @Test
    void of_anyValue_isBetweenZeroAndADay() {
        SeededDraw.rounds(300, draw -> {
            String value = draw.text();
            Instant now = draw.instant();
            assertThat(RetryHint.of(name -> List.of(value), now).stream()).allSatisfy(RetryHintTest::isSane);
        });
    }

    @Test
    void of_anyNumber_isBetweenZeroAndADay() {
        SeededDraw.rounds(300, draw -> {
            double value = draw.anyDouble();
            long whole = draw.anyLong();
            List<String> values = List.of(Double.toString(value), Long.toString(whole));
            assertThat(RetryHint.of(name -> values, NOW).stream()).allSatisfy(RetryHintTest::isSane);
        });
    }

    private static void isSane(Duration wait) {
        assertThat(wait).isBetween(Duration.ZERO, RetryHint.LONGEST);
    }
}
