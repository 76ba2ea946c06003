// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.conformance.Suite;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The official suite of draft 2020-12; what it refers to by address lies in {@code remotes} beside it. */
@NullMarked
class JsonSchemaConformance {
    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void jsonSchema_eachCase_asStated() throws Exception {
        Suite.run("core/json-schema", suite -> {
            Path remotes = suite.folder().resolve("remotes");
            for (Path file : suite.files(".json")) {
                if (!file.startsWith(remotes)) {
                    for (JsonNode group : JSON.readTree(file.toFile())) {
                        check(suite, file, group, remotes);
                    }
                }
            }
        });
    }

    private static void check(Suite suite, Path file, JsonNode group, Path remotes) {
        String schema = group.path("schema").toString();
        for (JsonNode test : group.path("tests")) {
            suite.check(
                    file,
                    group.path("description").asText() + ", "
                            + test.path("description").asText(),
                    test.path("valid").asBoolean(),
                    () -> JsonSchema.parse(schema, name -> remote(remotes, name))
                            .checkJson(test.path("data").toString())
                            .isEmpty());
        }
    }

    private static @Nullable String remote(Path remotes, String address) {
        URI uri = URI.create(address);
        Path file = remotes.resolve(uri.getPath().substring(1));
        try {
            return "localhost".equals(uri.getHost()) && Files.isRegularFile(file) ? Files.readString(file) : null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
