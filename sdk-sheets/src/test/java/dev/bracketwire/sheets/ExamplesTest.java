// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Holds the code of the guide and of the Javadoc equal to code that is compiled here. */
class ExamplesTest {
    private static final Pattern IN_GUIDE = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IN_JAVADOC = Pattern.compile("<pre>\\{@code\n(.*?)}</pre>", Pattern.DOTALL);

    @Test
    void examples_ofGuideAndJavadoc_areCompiledHere() throws IOException {
        String compiled = flat(code());
        List<String> examples = new ArrayList<>();
        for (String guide : List.of("sheets.md")) {
            examples.addAll(matches(IN_GUIDE, Files.readString(Path.of("../docs", guide))));
        }
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            for (Path source :
                    sources.filter(path -> path.toString().endsWith(".java")).toList()) {
                examples.addAll(matches(IN_JAVADOC, Files.readString(source)));
            }
        }
        assertThat(examples).hasSizeGreaterThan(2);
        assertThat(examples)
                .allSatisfy(example -> assertThat(compiled)
                        .contains(Stream.of(example.split("\\.\\.\\.", -1))
                                .map(ExamplesTest::flat)
                                .toList()));
    }

    @Test
    void structureExamples_beforeAFake_doWhatTheGuideSays() {
        try (FakeSheets google = FakeSheets.start().token("t-1");
                Sheets sheets = Sheets.builder(GoogleAccess.token(Secret.of("t-1")))
                        .base(google.uri())
                        .writePace(Duration.ZERO)
                        .build()) {
            FakeSpreadsheet file = google.spreadsheet("Spring Cup");
            FakeTab players = file.tab("Players", List.of(List.of("Name", "Riot ID", "Checked in")));
            Spreadsheet cup = sheets.spreadsheet(file.id());
            StructureExamples.lobby(cup);
            assertThat(file.find("Lobby A").rows().get(0)).containsExactly("Player", "Region", "Seed", "Checked in");
            assertThat(cup.details(A1.parse("'Lobby A'!B2:D2")).get().get(0))
                    .satisfies(cells -> assertThat(cells.get(0).options()).containsExactly("EUW", "EUNE", "NA"))
                    .satisfies(cells -> assertThat(cells.get(2).checkbox()).isTrue());
            StructureExamples.column(cup);
            players.moveColumn(3, 1);
            MetadataLookup checkedIn = MetadataLookup.columns("role").withValue("checked-in");
            assertThat(cup.read(checkedIn).fresh().get().text(0, 0)).isEqualTo("Checked in");
            assertThat(cup.read(checkedIn).fresh().get().range().cells().startColumn())
                    .isZero();
            players.set("A2", "x");
            StructureExamples.details(cup);
            StructureExamples.poll(cup, "");
            assertThat(google.unexpected()).isEmpty();
            assertThat(google.calls()).allMatch(call -> call.status() == 200);
        }
    }

    private static String code() throws IOException {
        StringBuilder code = new StringBuilder();
        try (Stream<Path> sources = Files.walk(Path.of("src/test/java/dev/bracketwire/sheets"))) {
            for (Path source : sources.filter(path -> path.toString().endsWith("Examples.java"))
                    .sorted()
                    .toList()) {
                code.append(Files.readString(source));
            }
        }
        return code.toString();
    }

    private static List<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(match -> match.group(1).replaceAll("(?m)^ *\\* ?", ""))
                .toList();
    }

    private static String flat(String code) {
        return code.replaceAll("@Override", "").replaceAll("\\s+", "");
    }
}
