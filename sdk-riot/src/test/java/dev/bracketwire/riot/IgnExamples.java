// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.riot.ign.NameRules;
import dev.bracketwire.riot.ign.NameVerdict;
import java.util.List;

/** The code of the guide and of the Javadoc about names. */
@SuppressWarnings("UnusedVariable") // as a reader would write it
final class IgnExamples {
    private IgnExamples() {}

    static void ranks() {
        Rank gold = Rank.parse("Gold II 45 LP");
        boolean enough = gold.compareTo(Rank.parse("Silver I")) >= 0;
    }

    static void rules() {
        NameRules rules = NameRules.builder()
                .length(3, 12)
                .platforms(Platform.EUW1, Platform.EUN1)
                .ranks(Rank.parse("Iron IV"), Rank.parse("Diamond I 100 LP"))
                .unwanted(List.of("darn"))
                .build();
        NameVerdict verdict = rules.check("Ann DARN#EUW");
        verdict.refusals().forEach(finding -> System.out.println(finding.reason()));
    }
}
