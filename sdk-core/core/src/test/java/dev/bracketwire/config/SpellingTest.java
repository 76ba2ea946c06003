// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.seeded.SeededDraw;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";

    @ParameterizedTest
    @CsvSource({
        "perSecond,per_second,PER_SECOND",
        "id,id,ID",
        "idInIndia,id_in_india,ID_IN_INDIA",
        "httpURLBase,http_url_base,HTTP_URL_BASE",
        "top10Players,top10_players,TOP10_PLAYERS",
        "a.bC[0].dE,a.b_c[0].d_e,A_B_C_0_D_E"
    })
    void name_inItsSpellings(String name, String snake, String variable) {
        assertThat(NameStyles.snake(name)).isEqualTo(snake);
        assertThat(NameStyles.variable(name)).isEqualTo(variable);
    }

    @Test
    void suggestion_isTheNearestOrNone() {
        assertThat(NameStyles.suggestion("wrokers", List.of("worker", "workers")))
                .isEqualTo("; did you mean workers?");
        assertThat(NameStyles.suggestion("per-secnd", List.of("perSecond"))).isEqualTo("; did you mean perSecond?");
        assertThat(NameStyles.suggestion("xy", List.of("id", "a"))).isEmpty();
        assertThat(NameStyles.suggestion("x".repeat(100_000), List.of("xx"))).isEmpty();
    }

    @Test
    void distance_isZeroForTheSameAndTheSameBothWays() {
        SeededDraw.rounds(300, draw -> {
            String a = draw.text(LETTERS, 6);
            String b = draw.flag() ? draw.text(LETTERS, 6) : a.toLowerCase(Locale.ROOT);
            assertThat(NameStyles.distance(a, b)).isEqualTo(NameStyles.distance(b, a));
            assertThat(NameStyles.distance(a, a.toUpperCase(Locale.ROOT))).isZero();
            assertThat(NameStyles.distance(a, b) == 0).isEqualTo(a.equalsIgnoreCase(b));
        });
    }
}
