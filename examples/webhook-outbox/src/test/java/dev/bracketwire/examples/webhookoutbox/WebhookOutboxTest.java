// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookoutbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookOutboxTest {
    private static final Path GUIDE = Path.of("../../docs/webhooks.md");

    @Test
    void main_run_losesNothing() throws IOException, InterruptedException {
        List<String> lines = run();

        assertThat(lines).hasSize(5);
        assertThat(lines.get(0)).isEqualTo("the publisher ended itself with 9 in the transaction of match 60");
        assertThat(lines.get(1)).matches("received by then: \\d+ of 59 published");
        assertThat(lines.get(2)).isEqualTo("the publisher ran again and ended with 0");
        assertThat(lines.get(3)).isEqualTo("published 100, received 100, lost 0");
        // A subscription has at most five requests under way.
        assertThat(lines.get(4)).matches("received twice: [0-5], always with the same webhook-id");
        assertThat(plain(Files.readString(GUIDE))).contains(plain(String.join("\n", lines)));
    }

    /** Without the numbers that differ from run to run. */
    private static String plain(String text) {
        return text.replaceAll("(?<=received by then: |received twice: )\\d+", "N");
    }

    private static List<String> run() throws IOException, InterruptedException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            WebhookOutbox.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
