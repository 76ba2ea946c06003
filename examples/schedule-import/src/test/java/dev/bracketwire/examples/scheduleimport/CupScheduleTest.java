// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.scheduleimport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CupScheduleTest {
    @Test
    void main_run_printsTheStory() throws IOException {
        String story = Files.readString(Path.of("src/test/resources/story.txt"));

        assertThat(run().replaceAll("fingerprint [0-9a-f]+", "fingerprint …")).isEqualTo(story);
    }

    private static String run() {
        PrintStream before = System.out;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
            CupSchedule.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        return bytes.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
