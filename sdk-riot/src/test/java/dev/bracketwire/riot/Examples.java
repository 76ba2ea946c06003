// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.riot.ign.Likeness;
import dev.bracketwire.riot.ign.LookAlike;
import dev.bracketwire.riot.ign.LookAlikes;
import java.util.List;
import java.util.Optional;

/** The code of the guide and of the Javadoc. */
@SuppressWarnings("UnusedVariable") // as a reader would write it
final class Examples {
    private Examples() {}

    static void names() {
        RiotId ann = RiotId.parse("Ann #EUW");
        Platform platform = Platform.parse("euw");
        Region region = MatchId.parse("EUW1_6511808246").platform().region();
    }

    static void typed(String cell) {
        Optional<RiotId> read = RiotId.tryParse(cell);
        List<String> why = RiotId.problems(cell);
    }

    static void lookAlikes() {
        LookAlikes<String> taken = LookAlikes.create();
        taken.add("modern", "Ann");
        List<LookAlike<String>> like = taken.find("rnodern");
    }

    static void two() {
        Optional<Likeness> likeness = LookAlikes.of("Il1", "lIl");
    }
}
