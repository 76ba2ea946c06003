// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.webhookinbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.List;
import org.junit.jupiter.api.Test;

class WebhookInboxTest {
    private static final Path GUIDE = Path.of("../../docs/webhooks-in.md");

    @Test
    void main_run_handlesEachEventOnce() throws IOException, InterruptedException, GeneralSecurityException {
        List<String> lines = run();

        assertThat(lines)
                .containsExactly(
                        "the ping of GitHub was answered with 200 pong, that of Discord with 200 {\"type\":1}",
                        "a push was answered with 200, and its handler ran 1 time",
                        "pull request 7, sent twice with one id, was answered with 200 and 200, and its handler ran"
                                + " 1 time",
                        "pull request 8, whose handler fails once, was answered with 200, and its handler ran 2 times",
                        "the forged pull request 9 was answered with 401, and its handler ran 0 times",
                        "a command of Discord was answered with 200 {\"type\":5}, and its handler ran 1 time",
                        "the table has a row for each of the pull requests [7, 8]",
                        "sent 8 requests, stored 4 events, handled 4 of them in 5 attempts");
        assertThat(Files.readString(GUIDE)).contains(String.join("\n", lines));
    }

    private static List<String> run() throws IOException, InterruptedException, GeneralSecurityException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            WebhookInbox.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
