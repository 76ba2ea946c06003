// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CacheDateTest {
    private static final Instant NOW = Instant.parse("2026-11-21T18:00:00Z");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Thu, 18 Aug 2050 02:01:18 GMT",
                "Thursday, 18-Aug-50 02:01:18 GMT",
                "Thu Aug 18 02:01:18 2050",
                "THU, 18 AUG 2050 02:01:18 gMT",
                "thu, 18 aug 2050 02:01:18 gmt"
            })
    void read_eachForm_inAnyCase(String text) {
        assertThat(CacheDate.read(text, NOW)).contains(Instant.parse("2050-08-18T02:01:18Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-1",
                "",
                "Thu, 18 Aug 2050 02:01:18 UTC",
                "Thu, 18 Aug 2050 02:01:18 AEST",
                "Thu, 18 Aug 2050 02:01:18",
                "Thu, 18 Aug 2050 2:01:18 GMT",
                "Thu, 18 Aug 2050 02:01 GMT",
                "Thu, 18 Aug 2050 02.01.18 GMT",
                "Thu, 18 Aug 50 02:01:18 GMT",
                "Thu, 18-Aug-2050 02:01:18 GMT",
                "Thu 18 Aug 2050 02:01:18 GMT",
                "Thu,  18 Aug 2050 02:01:18 GMT",
                "Thu, 8 Aug 2050 02:01:18 GMT",
                "Thu, 38 Aug 2050 02:01:18 GMT",
                "Thu, 18 Aub 2050 02:01:18 GMT",
                "Thy, 18 Aug 2050 02:01:18 GMT",
                "2050-08-18T02:01:18Z"
            })
    void read_anythingElse_isNoDate(String text) {
        assertThat(CacheDate.read(text, NOW)).isEmpty();
    }

    @Test
    void written_isReadAgain() {
        assertThat(CacheDate.written(NOW)).isEqualTo("Sat, 21 Nov 2026 18:00:00 GMT");
        assertThat(CacheDate.read(null, NOW)).isEmpty();
    }
}
