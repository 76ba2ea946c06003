// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.registrationsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RegistrationSheetTest {
    private static final Pattern IN_GUIDE =
            Pattern.compile("<!-- registration-sheet -->\n```\n(.*?)```", Pattern.DOTALL);

    @Test
    void main_run_printsTheStoryOfTheGuide() throws IOException {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            RegistrationSheet.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        String printed = bytes.toString(StandardCharsets.UTF_8)
                .replace("\r\n", "\n")
                .replaceAll("(fingerprint [0-9a-f]{8})[0-9a-f]+", "$1…");

        List<String> shown = IN_GUIDE.matcher(Files.readString(Path.of("../../docs/sheets.md")))
                .results()
                .flatMap(match -> Stream.of(match.group(1).split("(?m)^\\.\\.\\.\n")))
                .toList();
        assertThat(shown).hasSize(3);
        assertThat(printed).contains(shown);
        assertThat(printed.lines())
                .containsSubsequence(
                        "ann: you are in row 6",
                        "eve: sorry, all 6 places are taken",
                        "eve asks again: the place is theirs",
                        "Report \"changes of Sign-up\": 2 changes, 2 applied",
                        "row 4 (ann) ann#EUW is here",
                        "row 7 (eve) eve#EUW",
                        "row 8 (kim) Kim#KR1 is here",
                        "Sign-up: 0 records after 1 write",
                        "Sign-up: 6 records after the undo");
    }
}
