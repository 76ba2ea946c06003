// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.RejectedException;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of the content is never taken for the whole, nor for another part. */
class PartialReplyTest {
    private static final String WHOLE = "0123456789";

    @TempDir
    private Path folder;

    private Path file;

    @BeforeEach
    void keepAFile() throws IOException {
        file = Files.writeString(folder.resolve("f"), "old");
    }

    private static Answer part(String text, String contentRange) {
        Answer answer = Answer.text(text).status(206);
        return contentRange.isEmpty() ? answer : answer.header("Content-Range", contentRange);
    }

    private void refusesToDownload(Answer answer, Request request) throws IOException {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(answer);
            assertThatThrownBy(() -> api.connector.download(request, file).get())
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("the upstream sent");
            assertThat(file).hasContent("old");
            assertThat(folder).isDirectoryNotContaining(path -> !path.equals(file));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes 0-4/10", "bytes 0-4/*", "bytes 0-9/10", "items 0-4/10", "nonsense"})
    void download_unaskedPart_keepsTheOldFile(String contentRange) throws IOException {
        refusesToDownload(part("01234", contentRange), Request.get("/f"));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=5-9,bytes 0-4/10",
        "bytes=5-9,bytes 4-8/10",
        "bytes=5-9,bytes 5-8/10",
        "bytes=5-9,bytes 5-10/11",
        "bytes=5-,bytes 5-8/10",
        "bytes=-5,bytes 0-4/10",
        "bytes=5-9,''",
        "bytes=5-9,bytes */10",
        "bytes=5-9,bytes 9-5/10",
        "bytes=5-9,bytes 5-9/7",
        "bytes=5-8,bytes 5-8/10"
    })
    void download_anotherPart_keepsTheOldFile(String range, String contentRange) throws IOException {
        refusesToDownload(part("56789", contentRange), Request.get("/f").header("Range", range));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=5-9,bytes 5-9/10",
        "bytes=5-99,bytes 5-9/10",
        "bytes=5-9,bytes 5-9/*",
        "bytes=5-,bytes 5-9/10",
        "bytes=-5,bytes 5-9/10",
        "BYTES=5-,Bytes 5-9/10"
    })
    void download_thePartThatWasAskedFor_isTheFile(String range, String contentRange) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(part("56789", contentRange));
            api.connector
                    .download(Request.get("/f").header("Range", range), file)
                    .get();
            assertThat(file).hasContent("56789");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=5-", "bytes=5-9", "bytes=-5"})
    void download_wholeInPlaceOfAPart_keepsTheOldFile(String range) throws IOException {
        refusesToDownload(Answer.text(WHOLE), Request.get("/f").header("Range", range));
    }

    @Test
    void download_wholeWhereTheRangeIsTheWhole_isTheFile() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(Answer.text(WHOLE));
            api.connector
                    .download(Request.get("/f").header("Range", "bytes=0-"), file)
                    .get();
            assertThat(file).hasContent(WHOLE);
        }
    }

    @Test
    void download_unaskedPartThatARuleTakesForSuccess_keepsTheOldFile() throws IOException {
        try (Api api = Api.create(config -> config.rule((request, reply) -> ReplyRule.Verdict.success()))) {
            api.upstream.on("GET", "/f").answers(part("01234", "bytes 0-4/10"));
            assertThatThrownBy(() ->
                            api.connector.download(Request.get("/f"), file).get())
                    .isInstanceOf(RejectedException.class);
            assertThat(file).hasContent("old");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "bytes 0-4/10"})
    void get_unaskedPart_isRefusedAndNeverKept(String contentRange) {
        for (CachePolicy cache : List.of(
                CachePolicy.off(),
                CachePolicy.of(Duration.ofMinutes(1)),
                CachePolicy.http(),
                CachePolicy.http().route("/f", Duration.ofMinutes(1)))) {
            try (Api api = Api.create(config -> config.cache(cache))) {
                Answer whole = Answer.text(WHOLE).header("Cache-Control", "max-age=60");
                api.upstream
                        .on("GET", "/f")
                        .answers(part("01234", contentRange).header("Cache-Control", "max-age=60"), whole);
                assertThatThrownBy(() -> api.connector.get("/f", String.class).get())
                        .isInstanceOf(RejectedException.class)
                        .hasMessageContaining("206");
                assertThat(api.connector.get("/f", String.class).get()).isEqualTo(WHOLE);
            }
        }
    }

    @Test
    void get_pageOfAListAsAPart_isRead() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(part("[1,2]", "items 0-1/5"));
            assertThat(api.connector.get("/f", String.class).get()).isEqualTo("[1,2]");
        }
    }

    @Test
    void send_unaskedPart_isGivenAsItIs() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(part("01234", "bytes 0-4/10"));
            assertThat(api.connector.send(Request.get("/f")).get().status()).isEqualTo(206);
        }
    }

    @Test
    void stream_anotherPart_isRefused() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(part("01234", "bytes 0-4/10"));
            assertThatThrownBy(() -> api.connector.stream(Request.get("/f").header("Range", "bytes=5-9"))
                            .get())
                    .isInstanceOf(RejectedException.class);
        }
    }

    @Test
    void post_answeredByAnUnaskedPart_mayBeDone() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/f").answers(part("01234", "bytes 0-4/10"));
            var failure = catchThrowableOfType(
                    RejectedException.class,
                    () -> api.connector
                            .post("/f", Body.text("text/plain", "x"), String.class)
                            .get());
            assertThat(failure.maybeDone()).isTrue();
            assertThat(api.upstream.received()).hasSize(1);
        }
    }
}
