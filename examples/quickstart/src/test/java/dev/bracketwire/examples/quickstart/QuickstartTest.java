// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class QuickstartTest {
    private static final Path SOURCE = Path.of("src/main/java/dev/bracketwire/examples/quickstart/FirstCall.java");

    @Test
    void main_run_tellsTheStory() throws Exception {
        assertThat(printed(() -> Quickstart.main(new String[0])))
                .contains("the header is row 3")
                .contains("Ann#EUW gets row 4")
                .contains("Modern#EUW gets row 5")
                .contains("rnodern#EUN is refused: it looks like Modern")
                .contains("Ghost#EUW is refused")
                .contains("ann is here as Annabel#EUW, who was Ann#EUW at registration")
                .contains("After the reset 0 are here.")
                .contains("After the undo 2 are here.")
                .contains("api is READY")
                .contains("web is READY")
                .contains("nothing of them is left")
                .endsWith("mvn -q -B -Prun -pl examples/tournament-server -am -DskipTests package");
    }

    @Test
    void firstCall_run_printsTheLinesOfTheReadme() throws Exception {
        assertThat(printed(() -> FirstCall.main(new String[0]))).isEqualTo(readmeBlock("prints"));
    }

    @Test
    void readme_firstLines_areTheCompiledOnes() throws IOException {
        String source = Files.readString(SOURCE);
        String code = source.substring(
                source.indexOf("// quickstart\n") + "// quickstart\n".length(), source.indexOf("        // end\n"));
        assertThat(code.stripTrailing().stripIndent()).isEqualTo(readmeBlock("code"));
    }

    private static String printed(Program program) throws Exception {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            program.run();
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).strip();
    }

    private static String readmeBlock(String marker) throws IOException {
        String readme = Files.readString(Path.of("../../README.md"));
        String after = readme.substring(readme.indexOf("<!-- " + marker + " -->"));
        return after.lines()
                .dropWhile(line -> !line.startsWith("```"))
                .skip(1)
                .takeWhile(line -> !line.startsWith("```"))
                .collect(Collectors.joining("\n"));
    }

    private interface Program {
        void run() throws Exception;
    }
}
