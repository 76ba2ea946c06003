// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.checkinsheet;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class CheckInSheetTest {
    @Test
    void main_run_checksEverybodyIn() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            CheckInSheet.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "check in Ben (007#EUW)",
                        "check in Cid (=SUM#EUW)",
                        "Google saw 1 read and 1 write",
                        "4 of 4 are here",
                        "calls saved: 1");
    }
}
