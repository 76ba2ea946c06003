// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.RejectedException;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** A rule that reads a body reads it also where the caller wants a file or a stream. */
class DownloadRulesTest {
    private static final String REFUSED = "{\"ok\":false,\"error\":\"no_such_file\"}";
    private static final String LIMITED = "{\"ok\":false,\"error\":\"rate_limited\"}";
    private static final String GOOD = "{\"ok\":true,\"rows\":[1,2,3]}";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void keepAFile() throws IOException {
        file = Files.writeString(folder.resolve("f.json"), "old");
    }

    private static ReplyRule.@org.jspecify.annotations.Nullable Verdict judge(Request request, Reply reply) {
        String text = reply.text();
        if (text.contains("rate_limited")) {
            return ReplyRule.Verdict.rateLimited(null);
        }
        return text.contains("\"ok\":false") ? ReplyRule.Verdict.rejected("no_such_file") : null;
    }

    private static Api api() {
        return Api.create(config -> config.rule(DownloadRulesTest::judge).maxBody(200_000));
    }

    private static Map<String, Answer> refusals() {
        Map<String, Answer> answers = new LinkedHashMap<>();
        answers.put("JSON", Answer.json(REFUSED));
        answers.put("chunked", Answer.json(REFUSED).chunked());
        answers.put("compressed", Answer.json(REFUSED).gzip());
        answers.put("of 100 kB", Answer.json("{\"pad\":\"" + "x".repeat(100_000) + "\",\"ok\":false}"));
        answers.put("as text", Answer.text(REFUSED));
        answers.put("as bytes", Answer.bytes("application/octet-stream", REFUSED.getBytes(StandardCharsets.UTF_8)));
        return answers;
    }

    @TestFactory
    Stream<DynamicTest> download_bodyThatARuleRefuses_keepsTheOldFile() {
        return refusals().entrySet().stream()
                .map(refusal -> DynamicTest.dynamicTest(refusal.getKey(), () -> {
                    try (Api api = api()) {
                        api.upstream.on("GET", "/f").answers(refusal.getValue());
                        assertThatThrownBy(() -> api.connector
                                        .download(Request.get("/f"), file)
                                        .get())
                                .isInstanceOf(RejectedException.class)
                                .hasMessageContaining("no_such_file");
                        assertThat(file).hasContent("old");
                        assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
                    }
                }));
    }

    @Test
    void download_bodyThatSaysRateLimited_isAskedForAgain() {
        try (Api api = api()) {
            api.upstream.on("GET", "/f").answers(Answer.json(LIMITED), Answer.json(GOOD));
            api.connector.download(Request.get("/f"), file).start().join();
            assertThat(file).hasContent(GOOD);
        }
    }

    @Test
    void download_bodyBeyondMaxBody_isAFileAllTheSame() {
        String large = "{\"pad\":\"" + "x".repeat(300_000) + "\"}";
        try (Api api = api()) {
            api.upstream.on("GET", "/f").answers(Answer.json(large));
            api.connector.download(Request.get("/f"), file).get();
            assertThat(file).hasContent(large);
        }
    }

    @Test
    void stream_shortBodyThatARuleRefuses_isRefused() {
        try (Api api = api()) {
            api.upstream.on("GET", "/f").answers(Answer.json(REFUSED));
            assertThatThrownBy(() -> api.connector.stream(Request.get("/f")).get())
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void stream_shortBodyThatARuleAccepts_isWhole() throws IOException {
        try (Api api = api()) {
            api.upstream.on("GET", "/f").answers(Answer.json(GOOD));
            try (ReplyStream stream = api.connector.stream(Request.get("/f")).get()) {
                assertThat(stream.body()).hasContent(GOOD);
            }
        }
    }
}
