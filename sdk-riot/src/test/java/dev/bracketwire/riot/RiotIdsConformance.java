// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.conformance.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RiotIdsConformance {
    @Test
    void observed_areAccepted() throws Exception {
        Suite.run("riot/riot-ids", suite -> {
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
                }
            }
        });
    }
}
