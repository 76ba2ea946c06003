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
    private static final Path SOURCE = Path.of("src/main/java/dev/bracketwire/examples/quickstart/Quickstart.java");

    @Test
    void main_run_printsWhatTheReadmeSays() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            Quickstart.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).strip()).isEqualTo(readmeBlock("prints"));
    }

    @Test
    void readme_firstLines_areTheCompiledOnes() throws IOException {
        String source = Files.readString(SOURCE);
        String code = source.substring(
                source.indexOf("// quickstart\n") + "// quickstart\n".length(), source.indexOf("        // end\n"));
        assertThat(code.stripTrailing().stripIndent()).isEqualTo(readmeBlock("code"));
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
}
