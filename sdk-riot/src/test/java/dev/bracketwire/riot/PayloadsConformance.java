// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.core.type.TypeReference;
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
    private static final Map<String, TypeReference<?>> TYPES = Map.of(
            "match-v5", new TypeReference<LolMatch>() {},
            "match-v5-timeline", new TypeReference<LolTimeline>() {},
            "tft-match-v1", new TypeReference<TftMatch>() {},
            "champion-mastery", new TypeReference<List<Mastery>>() {},
            "league-v4", new TypeReference<League>() {},
            "lol-challenges", new TypeReference<PlayerChallenges>() {});

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

    private static TypeReference<?> type(Path file) {
        String folder = file.getName(file.getNameCount() - 2).toString();
        TypeReference<?> ofFolder = TYPES.get(folder);
        return ofFolder != null
                ? ofFolder
                : TYPES.entrySet().stream()
                        .filter(entry -> file.getFileName().toString().startsWith(entry.getKey()))
                        .findFirst()
                        .orElseThrow(() -> new IllegalArgumentException("no type for " + file))
                        .getValue();
    }
}
