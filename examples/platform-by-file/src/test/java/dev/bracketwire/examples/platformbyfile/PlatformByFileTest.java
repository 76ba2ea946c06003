// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.platformbyfile;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PlatformByFileTest {
    @Test
    void main_run_printsWhatThePlatformSays() throws URISyntaxException {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            PlatformByFile.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "Player[name=Ann, power=7]",
                        "Ann of the wolves",
                        "Ben of the wolves",
                        "Cid of the wolves",
                        "gold is awarded",
                        "mithril is not: no such chest");
    }
}
