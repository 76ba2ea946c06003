// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CacheControlTest {
    private static final Duration MOST = Duration.ofSeconds(1L << 31);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "max-age=60 | 60",
                "MAX-AGE=60 | 60",
                "max-age=0060 | 60",
                "max-age=\"60\" | 60",
                "max-age=\"6\\0\" | 60",
                "max-age=2147483649 | 2147483648",
                "max-age=9999999999999999999999 | 2147483648",
                "max-age=60, max-age=1 | 1",
                "max-age=1, max-age=60 | 1",
                "ext=\"max-age=60\", max-age=1 | 1",
                "ext=\"max-age=1\", max-age=60 | 60",
                "ext=\"a\\\", max-age=1\", max-age=60 | 60",
                "max-age | 0",
                "max-age= | 0",
                "max-age=-60 | 0",
                "max-age=60.0 | 0",
                "max-age=60s | 0",
                "max-age='60' | 0",
                "max-age =60 | 0",
                "max-age= 60 | 0",
                "max-age=60;public | 0",
                "\"max-age\"=60 | 0",
                "max-age=60, ext=\"never closed | 0",
                "max-age=\u0666\u0660 | 0",
                "s-maxage=60 |",
                "ext=\"max-age=60\" |",
                "x-max-age=60 |"
            })
    void shortest_maxAge_isWhatIsSaidOrLess(String text, Long seconds) {
        Duration expected = seconds == null ? null : Duration.ofSeconds(seconds);
        assertThat(CacheControl.of(List.of(text)).shortest("max-age")).isEqualTo(expected);
    }

    @Test
    void of_anyText_restrictsByWhatStandsBeforeAndBehindIt() {
        Random random = new Random(9111);
        String letters = "ab=\"\\,; '-0";
        for (int i = 0; i < 20_000; i++) {
            StringBuilder text = new StringBuilder();
            random.ints(random.nextInt(12), 0, letters.length()).forEach(letter -> text.append(letters.charAt(letter)));
            assertThat(CacheControl.of(List.of("no-store," + text)).restricts("no-store"))
                    .as("before %s", text)
                    .isTrue();
            assertThat(CacheControl.of(List.of(text.toString(), "no-store")).restricts("no-store"))
                    .as("on the line after %s", text)
                    .isTrue();
            assertThat(CacheControl.of(List.of(text + ",no-store")).restricts("no-store"))
                    .as("behind %s", text)
                    .isTrue();
        }
    }

    @Test
    void of_quoteThatNeverCloses_restrictsByAllBehindIt() {
        CacheControl control = CacheControl.of(List.of("public, max-age=60, ext=\"a, no-store; no-cache, max-stale"));
        assertThat(control.restricts("no-store")).isTrue();
        assertThat(control.noCache()).isTrue();
        assertThat(control.allowsAny("max-stale")).isFalse();
        assertThat(control.allows("public")).isTrue();
        assertThat(control.shortest("max-age")).isZero();
    }

    @Test
    void noCache_namedFields_areWhatMustBeAskedFor() {
        CacheControl named = CacheControl.of(List.of("no-cache=\"Set-Cookie, X-B\""));
        assertThat(named.noCache()).isFalse();
        assertThat(named.noCacheFields()).containsExactly("set-cookie", "x-b");
        assertThat(CacheControl.of(List.of("no-cache=\"Set-Cookie\", no-cache")).noCache())
                .isTrue();
        assertThat(CacheControl.of(List.of("no-cache=\"a:b\"")).noCache()).isTrue();
        assertThat(CacheControl.of(List.of("no-cache=\" \"")).noCache()).isTrue();
    }

    @Test
    void longest_minFresh_isTheStrictest() {
        assertThat(CacheControl.of(List.of("min-fresh=5, min-fresh=9")).longest("min-fresh"))
                .isEqualTo(Duration.ofSeconds(9));
        assertThat(CacheControl.of(List.of("min-fresh=5, min-fresh=x")).longest("min-fresh"))
                .isEqualTo(MOST);
        assertThat(CacheControl.of(List.of()).longest("min-fresh")).isZero();
    }
}
