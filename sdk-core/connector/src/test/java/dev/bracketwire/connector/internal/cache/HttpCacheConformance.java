// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.conformance.Suite;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Cases of http-tests/cache-tests, each played against an origin server of its own, by a clock that stands still between
 * the requests. Those that say what any cache must do count, and those about a private one, since this cache is private.
 * Left out are those about shared caches and those of a CDN, as they say. What an optimal cache would do and what
 * caches are merely asked is counted for information.
 */
class HttpCacheConformance {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REQUIRED = "required";
    private static final Pattern OTHERS_CACHES = Pattern.compile("\\b(shared|CDN)\\b", Pattern.CASE_INSENSITIVE);

    private final Map<String, int[]> others = new TreeMap<>();
    private int leftOut;

    @Test
    @SuppressWarnings("SystemOut") // the line is a part of the suite's result
    void httpCache_eachCase_asStated() throws Exception {
        try (Quiet executor = new Quiet()) {
            Suite.run("core/http-cache", suite -> {
                for (Path file : suite.files(".json")) {
                    for (JsonNode group : JSON.readTree(file.toFile())) {
                        for (JsonNode test : group.path("tests")) {
                            play(suite, file, test, executor);
                        }
                    }
                }
            });
        } finally {
            StringBuilder line = new StringBuilder("http-cache beyond what is required:");
            others.forEach((kind, counts) -> line.append(' ')
                    .append(kind)
                    .append(' ')
                    .append(counts[0])
                    .append(" of ")
                    .append(counts[1])
                    .append(','));
            System.out.println(line.append(" left out ").append(leftOut).append(" for shared caches"));
        }
    }

    private void play(Suite suite, Path file, JsonNode test, Quiet executor) throws IOException {
        String kind = test.path("kind").asText(REQUIRED);
        if (OTHERS_CACHES.matcher(test.path("name").asText()).find()
                || test.path("cdn_only").asBoolean()) {
            leftOut++;
        } else if (kind.equals(REQUIRED)) {
            suite.check(file, test.path("id").asText(), CaseRun.AS_STATED, () -> CaseRun.outcome(test, executor));
        } else {
            int[] counts = others.computeIfAbsent(kind, k -> new int[2]);
            counts[1]++;
            counts[0] += outcome(test, executor).equals(CaseRun.AS_STATED) ? 1 : 0;
        }
    }

    private static String outcome(JsonNode test, Quiet executor) throws IOException {
        try {
            return CaseRun.outcome(test, executor);
        } catch (RuntimeException e) {
            return String.valueOf(e);
        }
    }
}
