// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RateWindowsTest {
    // 1795262400 in seconds since 1970
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private static final String[] PARTS = {
        "\"a\"",
        "a",
        ";r=",
        ";t=",
        ";q=",
        ";w=",
        "0",
        "1",
        "-",
        ".",
        "5000",
        "1795262430",
        "999999999999999",
        ", ",
        "limit=",
        "remaining=",
        "reset=",
        "()"
    };

    /** Expected: name unit limit remaining window resetsIn, a dash for what is not told. */
    @ParameterizedTest
    @CsvSource(delimiter = '>', quoteCharacter = '`', textBlock = """
                    RateLimit: "default";r=50;t=30 > default requests - 50 - PT30S
                    RateLimit: "default";r=50;t=30;pk=:aGk=: | RateLimit-Policy: "default";q=100;w=10 > default requests 100 50 PT10S PT30S
                    RateLimit: b;r=1, "x";r=2;t=0 | RateLimit-Policy: a;q=9;w=60 | RateLimit-Policy: b;q=5 > b requests 5 1 - -; x requests - 2 - PT0S; a requests 9 - PT1M -
                    RateLimit-Policy: "up";q=65535;qu="content-bytes";w=1;pk=:eA==: > up content-bytes 65535 - PT1S -
                    RateLimit: limit=100, remaining=50, reset=50 > - requests 100 50 - PT50S
                    RateLimit: limit=100, remaining=50, reset=50 | RateLimit-Policy: 10;w=1, 100;w=60 > - requests 100 50 PT1M PT50S; - requests 10 - PT1S -
                    RateLimit: remaining=50 > - requests - 50 - -
                    RateLimit-Limit: 100 | RateLimit-Remaining: 99 | RateLimit-Reset: 7 > - requests 100 99 - PT7S
                    RateLimit-Limit: 100;w=10 > - requests 100 - PT10S -
                    RateLimit-Limit: 100, 100;w=10 | RateLimit-Remaining: 99 > - requests 100 99 PT10S -
                    RateLimit-Limit: 100, 10;w=1, 100;w=60 > - requests 100 - - -; - requests 10 - PT1S -; - requests 100 - PT1M -
                    RateLimit-Limit: 5 | RateLimit-Remaining: 4 | RateLimit-Policy: 5;w=60;comment="x" > - requests 5 4 PT1M -
                    X-RateLimit-Limit: 60 | X-RateLimit-Remaining: 59 | X-RateLimit-Reset: 10 > - requests 60 59 - PT10S
                    X-Rate-Limit-Limit: 60 | X-Rate-Limit-Remaining: 0 > - requests 60 0 - -
                    X-RateLimit-Reset: 1795262430 > - requests - - - PT30S
                    X-RateLimit-Reset: 1795262430.125 > - requests - - - PT30.125S
                    X-RateLimit-Reset: 1795262430500 > - requests - - - PT30.5S
                    X-RateLimit-Reset: 1795262000 > - requests - - - PT0S
                    X-RateLimit-Reset: 1795262430 | Date: Sat, 21 Nov 2026 12:00:10 GMT > - requests - - - PT20S
                    X-RateLimit-Reset: 1795262430 | X-RateLimit-Reset-After: 1.25 > - requests - - - PT1.25S
                    X-RateLimit-Reset: 10 | X-RateLimit-Reset-After: -1 > - requests - - - PT10S
                    X-RateLimit-Remaining: 5 | X-RateLimit-Remaining: 3.0 | X-RateLimit-Reset: 1 | X-RateLimit-Reset: 2 > - requests - 3 - PT2S
                    X-RateLimit-Limit: 60 | X-RateLimit-Remaining: 5 | X-RateLimit-Resource: search > search requests 60 5 - -
                    X-RateLimit-Remaining: 5 | X-RateLimit-Bucket: 80c17d2f > 80c17d2f requests - 5 - -
                    RateLimit: "a";r=1 | X-RateLimit-Remaining: 5 > a requests - 1 - -
                    RateLimit-Policy: 60;w=60 | X-RateLimit-Limit: 60 | X-RateLimit-Remaining: 5 > - requests 60 5 PT1M -
                    X-RateLimit-Limit: lots | X-RateLimit-Remaining: 5 > - requests - 5 - -
                    RateLimit: "a";r=-1 | X-RateLimit-Limit: 9 > - requests 9 - - -
                    """)
    void of_reply_givesItsWindows(String headers, String expected) {
        List<RateWindow> windows = RateWindows.of(HeaderLines.of(headers), NOW);
        assertThat(windows.stream().map(RateWindowsTest::text).collect(Collectors.joining("; ")))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: 1",
                "RateLimit: 5",
                "RateLimit: \"a\"",
                "RateLimit: \"a\";r=x",
                "RateLimit: \"a\";r=1;t=-1",
                "RateLimit: ()",
                "RateLimit: (\"a\");r=1",
                "RateLimit: \"a\";r=1;t=99999999999",
                "RateLimit: \"a\";r=1,",
                "RateLimit: limit=5",
                "RateLimit: remaining=-1",
                "RateLimit: remaining=(1)",
                "RateLimit-Policy: \"a\"",
                "RateLimit-Policy: -5;w=1",
                "RateLimit-Policy: \"a\";q=1;w=1.5",
                "RateLimit-Policy: ?1;q=1",
                "RateLimit-Limit: ()",
                "RateLimit-Limit: -1",
                "RateLimit-Limit: 9999999999999999999",
                "RateLimit-Remaining: -1",
                "RateLimit-Remaining: 9999999999999999",
                "X-RateLimit-Reset: soon",
                "X-RateLimit-Reset: -5",
                "X-RateLimit-Reset: 99999999",
                "X-RateLimit-Reset: 9999999999",
                "X-RateLimit-Reset: 1795262430000000",
                "X-RateLimit-Reset-After: 1e3",
                "X-RateLimit-Reset-After: Infinity"
            })
    void of_malformedText_isIgnored(String headers) {
        assertThat(RateWindows.of(HeaderLines.of(headers), NOW)).isEmpty();
    }

    @Test
    void of_anyValue_neverThrowsAndIsWithinBounds() {
        SeededDraw.rounds(300, draw -> {
            String value = draw.text();
            Instant now = draw.instant();
            assertThat(RateWindows.of(name -> List.of(value), now)).allSatisfy(RateWindowsTest::isSane);
        });
    }

    @Test
    void of_almostAField_neverThrowsAndIsWithinBounds() {
        SeededDraw.rounds(3000, draw -> {
            List<String> values = draw.list(1, 7, () -> String.join("", draw.list(0, 8, () -> draw.element(PARTS))));
            // Each header gets another of the values, so that the generations meet.
            assertThat(RateWindows.of(name -> List.of(values.get(Math.floorMod(name.hashCode(), values.size()))), NOW))
                    .allSatisfy(RateWindowsTest::isSane);
        });
    }

    private static void isSane(RateWindow window) {
        assertThat(Stream.of(window.window(), window.resetsIn()).filter(Objects::nonNull))
                .allSatisfy(duration -> assertThat(duration).isBetween(Duration.ZERO, RateWindows.LONGEST));
        assertThat(Stream.of(window.limit(), window.remaining()).filter(Objects::nonNull))
                .allSatisfy(count -> assertThat(count).isBetween(0L, BareItem.MAX_INTEGER));
    }

    private static String text(RateWindow window) {
        return Stream.of(
                        window.name().isEmpty() ? null : window.name(),
                        window.unit(),
                        window.limit(),
                        window.remaining(),
                        window.window(),
                        window.resetsIn())
                .map(value -> value == null ? "-" : value.toString())
                .collect(Collectors.joining(" "));
    }
}
