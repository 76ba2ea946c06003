// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.conformance.Suite;
import dev.bracketwire.riot.ign.FakeIdentities;
import dev.bracketwire.riot.ign.IgnRoster;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RiotIdsConformance {
    @Test
    void observed_areAccepted_andAsOneRosterNoHardDuplicates() throws Exception {
        Suite.run("riot/riot-ids", suite -> {
            FakeIdentities identities = new FakeIdentities();
            IgnRoster roster = IgnRoster.inMemory(identities).allowingLookAlikes();
            int player = 0;
            for (Path file : suite.files(".tsv")) {
                List<String> lines = new ArrayList<>(Files.readAllLines(file));
                lines.remove(0);
                for (String line : lines) {
                    String[] columns = line.split("\t", -1);
                    suite.check(
                            file,
                            columns[0] + "#" + columns[1],
                            Optional.of(columns[0] + "#" + columns[1]),
                            () -> Optional.of(new RiotId(columns[0], columns[1]).toString()));
                    suite.check(
                            file,
                            "typed " + columns[0] + "#" + columns[1],
                            Optional.of(new RiotId(columns[0], columns[1])),
                            () -> RiotId.tryParse(columns[0] + "#" + columns[1]));
                    RiotId name = identities.called(player++, columns[0] + "#" + columns[1]);
                    suite.check(
                            file,
                            "registered " + name,
                            name,
                            () -> roster.assign(name + " of the list", name, "conformance")
                                    .get()
                                    .orThrow()
                                    .name());
                }
            }
        });
    }
}
