// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.verifyroster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class VerifyRosterTest {
    @Test
    void main_run_verifiesTheRoster() {
        PrintStream before = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try {
            System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
            VerifyRoster.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .containsExactly(
                        "{assign=3, refuse=3}",
                        "1 ann APPLIED",
                        "2 ben FAILED: it has no # between name and tag, as in Ann#EUW",
                        "3 cid FAILED: nobody is called so",
                        "4 dan APPLIED",
                        "5 eve FAILED: rnodern#EUN looks like Modern#EUW of dan (DRAWN_IN_ANY_CASE)",
                        "6 fay FAILED: is the name of row 1 too",
                        "ann as Ann#EUW: RESOLVED",
                        "ann as Ann#EUW: VERIFIED",
                        "NAME_CHANGED: Ann#EUW is Annabel#EUW",
                        "ASSIGNED by desk",
                        "NAME_CHANGED by ann",
                        "CHECKED_IN by ann");
    }
}
