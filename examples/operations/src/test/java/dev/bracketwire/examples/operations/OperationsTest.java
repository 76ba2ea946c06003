// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OperationsTest {
    @Test
    void main_printsWhatAnOperatorNeeds() throws Exception {
        PrintStream console = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Operations.main(new String[0]);
        } finally {
            System.setOut(console);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains(
                        "refused errors: 100 % of 6 calls failed",
                        "closed down: it cannot be used: ",
                        "scores budget: 75 % of the day's 40 points are used up",
                        "scores GET /scores/{id} success: 6",
                        "refused GET /private unauthorized: 6",
                        "scores: 30 points today, 10 left",
                        "Diagnosis of closed at ",
                        "refuses connections",
                        "-> the upstream does not take the credential",
                        "-> if its certificate is of a private authority",
                        "scores backup          stale      said Ann on ",
                        "scores training        missing    ",
                        "intact: ")
                .doesNotContain("an old token");
    }
}
