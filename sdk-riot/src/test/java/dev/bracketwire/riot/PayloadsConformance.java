// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.riot.lol.LolMatch;
import dev.bracketwire.riot.lol.LolTimeline;
import dev.bracketwire.riot.lol.Mastery;
import dev.bracketwire.riot.lol.PlayerChallenges;
import dev.bracketwire.riot.tft.TftMatch;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Reads what Riot has answered, writes it, and looks for what is lost. */
class PayloadsConformance {
    private static final Map<String, JavaType> TYPES = Map.of(
            "match-v5", Payloads.type(LolMatch.class),
            "match-v5-timeline", Payloads.type(LolTimeline.class),
            "tft-match-v1", Payloads.type(TftMatch.class),
            "champion-mastery", Payloads.listOf(Mastery.class),
            "league-v4", Payloads.type(League.class),
            "lol-challenges", Payloads.type(PlayerChallenges.class));

    @Test
    void recorded_areReadWithoutLoss() throws Exception {
        Suite.run("riot/payloads", suite -> {
            for (Path file : suite.files(".json")) {
                suite.check(file, "read and written", List.of(), () -> {
                    JsonNode answer = Payloads.MAPPER.readTree(file.toFile());
                    return Payloads.lost(answer, type(file));
                });
            }
        });
    }

    private static JavaType type(Path file) {
        String folder = file.getName(file.getNameCount() - 2).toString();
        JavaType ofFolder = TYPES.get(folder);
        return ofFolder != null
                ? ofFolder
                : TYPES.entrySet().stream()
                        .filter(entry -> file.getFileName().toString().startsWith(entry.getKey()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no type for " + file))
                        .getValue();
    }
}
