// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.seeded.SeededDraw;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReferencesTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "one", "B", "two", "EMPTY", "", "ODD", "${A} $$");

    record Text(String value) {}

    record Many(List<Integer> value) {}

    private static <R extends Record> R read(Class<R> type, String text) {
        return Settings.builder()
                .variables(VARIABLES)
                .set("value", text)
                .build()
                .read(type);
    }

    private static List<String> problems(Class<? extends Record> type, String text) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(type, text)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "${A}|one",
                "x${A}y${B}z|xoneytwoz",
                "${A:-no}|one",
                "${NO:-fall back}|fall back",
                "${EMPTY:-no}|no",
                "${NO:-}x|x",
                "${EMPTY}x|x",
                "${NO:-a:-b}|a:-b",
                "${NO:-$$5}|$5",
                "$$|$",
                "$${A}|${A}",
                "$$${A}|$one",
                "$A $|$A $",
                "a$|a$",
                "${ODD}|${A} $$",
                "}{|}{"
            })
    void resolve_text_isReplacedOnce(String text, String expected) {
        assertThat(read(Text.class, text).value()).isEqualTo(expected);
    }

    @Test
    void resolve_missing_namesVariableAndPath() {
        assertThat(problems(Text.class, "${NO}${NONE}${A}"))
                .containsExactly(
                        "value needs the environment variable NO, which is not set (code)",
                        "value needs the environment variable NONE, which is not set (code)");
    }

    @Test
    void resolve_malformed_isAProblemWithoutTheText() {
        assertThat(problems(Text.class, "s3cret${A"))
                .containsExactly("value holds ${ without }; a dollar that is meant is written $$ (code)");
        assertThat(problems(Text.class, "${s3cret!}"))
                .containsExactly("value holds ${…} without the name of an environment variable;"
                        + " a dollar that is meant is written $$ (code)");
        assertThat(problems(Text.class, "${NO:-${A}}"))
                .containsExactly("value holds a ${…} in the fallback of NO, where none is replaced (code)");
    }

    @Test
    void resolve_valueThatDoesNotFit_showsTheTemplate() {
        assertThat(problems(Many.class, "1,${A}"))
                .containsExactly("value[1] must be a whole number from -2147483648 to 2147483647,"
                        + " which \"1,${A}\" does not give (code)");
        assertThat(problems(Many.class, "${NO}")).hasSize(1);
    }

    @Test
    void resolve_overriddenReference_isNotLookedAt() {
        Text text = Settings.builder()
                .variables(VARIABLES)
                .defaults(Map.of("value", "${NO}"))
                .set("value", "x")
                .build()
                .read(Text.class);
        assertThat(text.value()).isEqualTo("x");
    }

    @Test
    void resolve_anyText_failsAsAProblemOnly() {
        SeededDraw.rounds(2000, draw -> {
            String text = String.join(
                    "",
                    draw.list(0, 12, () -> draw.element("$", "{", "}", "${", "A", "NO", ":-", "x", "$$", "${A}", " ")));
            try {
                assertThat(read(Text.class, text).value()).hasSizeLessThanOrEqualTo(text.length() + 12);
            } catch (ConfigurationException e) {
                assertThat(e.problems()).isNotEmpty().extracting(Problem::path).containsOnly("value");
            }
        });
    }

    @Test
    void resolve_escapedText_isItself() {
        SeededDraw.rounds(300, draw -> {
            String text = draw.text();
            assertThat(read(Text.class, text.replace("$", "$$")).value()).isEqualTo(text);
        });
    }
}
