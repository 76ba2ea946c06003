// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.seeded.SeededDraw;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsFileTest {
    record Part(Optional<String> text, Optional<Integer> number, Map<String, String> more, List<String> list) {}

    record Needed(String text) {}

    @TempDir
    Path folder;

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static Part read(Path... files) {
        SettingsBuilder builder = Settings.builder().variables(Map.of());
        for (Path file : files) {
            builder.file(file);
        }
        return builder.build().read(Part.class);
    }

    private static List<String> problems(Path... files) {
        return catchThrowableOfType(ConfigurationException.class, () -> read(files)).problems().stream()
                .map(Problem::toString)
                .toList();
    }

    @Test
    void json_withAByteOrderMark_isRead() throws IOException {
        assertThat(read(file("a.json", "\uFEFF{\"text\": \"\u00e4\ud83d\ude00\"}"))
                        .text())
                .contains("ä😀");
        assertThat(read(file("A.JSON", "{}")).text()).isEmpty();
    }

    @Test
    void json_numbersAndBooleans_areTextAsWritten() throws IOException {
        Part part =
                read(file("a.json", "{\"text\": 1.10, \"number\": 5, \"more\": {\"a\": true}, \"list\": [1, \"2\"]}"));
        assertThat(part.text()).contains("1.10");
        assertThat(part.number()).contains(5);
        assertThat(part.more()).containsEntry("a", "true");
        assertThat(part.list()).containsExactly("1", "2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"text\": \"s3cret\" s3cret}|is not well-formed JSON (line 1, column 19)",
                "{\"text\": // s3cret|is not well-formed JSON (line 1, column 10)",
                "{'text': 's3cret'}|is not well-formed JSON (line 1, column 2)",
                "{\"text\": \"s3cret|is not well-formed JSON (line 1, column 17)",
                "{\"number\": 01}|is not well-formed JSON (line 1, column 13)",
                "{\"number\": NaN}|is not well-formed JSON (line 1, column 15)",
                "{} {}|goes on after its end (line 1, column 4)",
                "[]|must hold one JSON object",
                "\"s3cret\"|must hold one JSON object",
                "''|must hold one JSON object"
            })
    void json_bad_isOneProblemWithItsPlace(String text, String rule) throws IOException {
        Path file = file("a.json", text);
        assertThat(problems(file))
                .hasSize(1)
                .allSatisfy(
                        problem -> assertThat(problem).startsWith(file + " ").doesNotContain("s3cret"));
        assertThat(problems(file).get(0)).isEqualTo(file + " " + rule);
    }

    @Test
    void json_sameKeyTwice_isAProblemWithItsLine() throws IOException {
        Path file = file("a.json", "{\"more\": {\"a\": 1,\n\"a\": 2}}");
        assertThat(problems(file)).containsExactly("more.a is there twice (" + file + " line 2)");
    }

    @Test
    void json_deep_isAProblem() throws IOException {
        Path file = file("a.json", "{\"list\":" + "[".repeat(500) + "]".repeat(500) + "}");
        assertThat(problems(file).get(0)).startsWith(file + " nests more than 100 deep (line 1,");
        Path endless = file("b.json", "{\"list\":" + "[".repeat(500_000));
        assertThat(problems(endless).get(0)).startsWith(endless + " ");
    }

    @Test
    void json_nullInAList_isAProblem() throws IOException {
        Path file = file("a.json", "{\"list\": [null]}");
        assertThat(problems(file)).containsExactly("list[0] must not be null (" + file + " line 1)");
    }

    @Test
    void file_unusable_isReportedWithOtherProblems() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("d.json"));
        Path none = folder.resolve("none.json");
        Path large = file("large.json", " ".repeat((1 << 20) + 1));
        Path latin = folder.resolve("latin.properties");
        Files.write(latin, "text=\u00e4".getBytes(StandardCharsets.ISO_8859_1));
        Path unknown = file("a.toml", "");
        Path wrong = file("wrong.json", "{\"number\": \"x\"}");
        assertThat(problems(directory, none, large, latin, unknown, wrong))
                .containsExactly(
                        directory + " is a directory, not a file",
                        none + " does not exist; use optionalFile(…) for one that need not",
                        large + " is larger than 1 MiB",
                        latin + " is not UTF-8",
                        unknown + " is of an unknown kind; its name must end in .json, .properties, .yaml or .yml",
                        "number must be a whole number from -2147483648 to 2147483647, not \"x\" (" + wrong
                                + " line 1)");
        assertThat(read(file("full.json", "{}" + " ".repeat((1 << 20) - 2))).list())
                .isEmpty();
    }

    @Test
    void file_thatCannotBeRead_makesNothingMissing() {
        Path none = folder.resolve("none.json");
        Settings settings = Settings.builder().file(none).build();
        ConfigurationException failure =
                catchThrowableOfType(ConfigurationException.class, () -> settings.read(Needed.class));
        assertThat(failure.problems()).extracting(Problem::path).containsExactly(none.toString());
    }

    @Test
    void optionalFile_existsAndIsInvalid_isReported() throws IOException {
        Path directory = Files.createDirectory(folder.resolve("d.yml"));
        Settings settings = Settings.builder().optionalFile(directory).build();
        assertThat(catchThrowableOfType(ConfigurationException.class, () -> settings.read(Part.class)))
                .hasMessageContaining("is a directory");
    }

    @Test
    void properties_dotsIndexesAndCommas_areRead() throws IOException {
        Part part = read(file("a.properties", """
                \uFEFFtext = \u00e4 \\u00e4
                more.a=1
                list[1]=b
                list[0]=a,a
                """));
        assertThat(part.text()).contains("ä ä");
        assertThat(part.more()).containsExactly(Map.entry("a", "1"));
        assertThat(part.list()).containsExactly("a,a", "b");
        assertThat(read(file("b.properties", "list=a, b\n")).list()).containsExactly("a", "b");
    }

    @Test
    void properties_bad_areProblems() throws IOException {
        Path twice = file("a.properties", "text=1\ntext=2\n");
        assertThat(problems(twice)).containsExactly("text is there twice (" + twice + ")");
        Path escape = file("b.properties", "text=\\u12\n");
        assertThat(problems(escape))
                .containsExactly(escape + " holds a \\u that four hexadecimal digits do not follow");
        Path key = file("c.properties", "a..b=1\n");
        assertThat(problems(key).get(0)).startsWith(key + " holds a wrong key: \"a..b\" is no path");
        Path both = file("d.properties", "more=1\nmore.a=2\n");
        assertThat(problems(both)).contains("more is both a value and a group of values (" + both + ")");
        Path gap = file("e.properties", "list[1]=1\n");
        assertThat(problems(gap)).containsExactly("list[0] is missing in a list that goes on after it (" + gap + ")");
        Path index = file("f.properties", "list[00]=1\nlist[0]=2\n");
        assertThat(problems(index)).containsExactly("list[0] is there twice (" + index + ")");
    }

    @Test
    void yaml_everything_isRead() throws IOException {
        Part part = read(
                file("a.yaml", "# settings\ntext: 1.10\nnumber: 5\nmore:\n  a: yes\n  b: ~\nlist:\n - x\n - 'y'\n"));
        assertThat(part.text()).contains("1.10");
        assertThat(part.number()).contains(5);
        assertThat(part.more()).containsExactly(Map.entry("a", "yes"));
        assertThat(part.list()).containsExactly("x", "y");
        assertThat(read(file("b.yml", "# nothing\n")).list()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text: [s3cret",
                "text: s3cret\n  more: x",
                "\ttext: s3cret",
                "text: \"s3cret",
                "text: !!binary s3cret!",
                "- s3cret",
                "s3cret",
                "text: a\n---\ntext: s3cret",
                "text: {a: b}}"
            })
    void yaml_bad_isOneProblemWithoutContent(String text) throws IOException {
        Path file = file("a.yaml", text);
        assertThat(problems(file))
                .hasSize(1)
                .allSatisfy(
                        problem -> assertThat(problem).startsWith(file + " ").doesNotContain("s3cret"));
    }

    @Test
    void yaml_sameKeyTwice_isAProblemWithItsLine() throws IOException {
        Path file = file("a.yaml", "text: a\ntext: b\n");
        assertThat(problems(file)).containsExactly("text is there twice (" + file + " line 2)");
    }

    @Test
    void yaml_alias_isAProblem() throws IOException {
        Path file = file("a.yaml", "text: &a x\nlist: [*a]\nmore:\n  <<: *a\n");
        assertThat(problems(file))
                .containsExactly(
                        "list[0] is a YAML alias (*name); write the value out (" + file + " line 2)",
                        "more.<< is a YAML alias (*name); write the value out (" + file + " line 4)");
    }

    @Test
    void file_anyText_isReadOrTypedProblems() {
        SeededDraw.rounds(200, draw -> {
            String text = draw.text();
            Path scratch = Files.createTempDirectory("settings");
            try {
                for (String name : List.of("a.json", "a.properties", "a.yaml")) {
                    Path file = Files.write(scratch.resolve(name), text.getBytes(StandardCharsets.UTF_8));
                    try {
                        assertThat(read(file)).isNotNull();
                    } catch (ConfigurationException e) {
                        assertThat(e.problems()).isNotEmpty();
                    }
                    Files.delete(file);
                }
            } finally {
                Files.delete(scratch);
            }
        });
    }
}
