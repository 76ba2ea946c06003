// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConflictException;
import dev.bracketwire.ForbiddenException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.TypeRef;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.testkit.Answer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReadingTest {
    static Stream<Arguments> refusals() {
        return Stream.of(
                Arguments.of(400, RejectedException.class),
                Arguments.of(401, UnauthorizedException.class),
                Arguments.of(403, ForbiddenException.class),
                Arguments.of(404, NotFoundException.class),
                Arguments.of(410, NotFoundException.class),
                Arguments.of(409, ConflictException.class),
                Arguments.of(412, ConflictException.class),
                Arguments.of(422, RejectedException.class));
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void get_refused_throwsTheKindOfTheStatus(int status, Class<? extends Throwable> kind) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.of(status));
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isExactlyInstanceOf(kind)
                    .hasMessageContaining(String.valueOf(status));
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_problemRepeatsTheKey_isShownWithoutIt() {
        try (Api api = Api.create(config -> config.auth(Auth.bearer(Secret.of("hunter2"))))) {
            api.upstream
                    .on("GET", "/x")
                    .answers(Answer.json("{\"message\":\"bad key hunter2\"}").status(403));
            var failure = catchThrowableOfType(
                    ForbiddenException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.problem()).isEqualTo("bad key ***");
            assertThat(failure.toString()).doesNotContain("hunter2");
        }
    }

    @Test
    void get_problemOfARuleRepeatsTheKey_isShownWithoutIt() {
        try (Api api = Api.create(config -> config.auth(Auth.bearer(Secret.of("hunter2")))
                .rule((request, reply) -> ReplyRule.Verdict.rejected(reply.text())))) {
            api.upstream.on("GET", "/x").answers(Answer.text("bad key hunter2"));
            var failure = catchThrowableOfType(
                    RejectedException.class,
                    () -> api.connector.get("/x", Player.class).get());
            assertThat(failure.problem()).isEqualTo("bad key ***");
        }
    }

    record Even(int number) {
        Even {
            if (number % 2 != 0) {
                throw new IllegalArgumentException("s3cret " + number);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "4711,at [0] should be Even but is refused by its type",
        "3000000000,at [0].number should be int but is out of range"
    })
    void get_valueOfTheWrongType_isNotReportedAsBadSyntax(String number, String found) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json("[{\"number\":" + number + "}]"));
            assertThatThrownBy(() -> api.connector
                            .get("/x", new TypeRef<List<Even>>() {})
                            .get())
                    .isInstanceOf(MalformedReplyException.class)
                    .hasMessageContaining(found)
                    .hasMessageNotContaining("s3cret")
                    .hasMessageNotContaining(number)
                    .hasMessageNotContaining("well-formed");
        }
    }

    @Test
    void get_malformedDeepInside_namesPathAndTypeAndNotTheValue() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json("[{\"id\":1,\"name\":\"A\"},{\"id\":\"s3cret\"}]"));
            var failure = catchThrowableOfType(
                    MalformedReplyException.class,
                    () -> api.connector
                            .get("/x", new TypeRef<List<Player>>() {})
                            .get());
            assertThat(failure.path()).isEqualTo("[1].id");
            assertThat(failure.expected()).isEqualTo("int");
            assertThat(failure).hasMessageNotContaining("s3cret").hasNoCause();
        }
    }

    @Test
    void get_byteOrderMark_isNoPartOfTheJson() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json("\uFEFF" + Api.ANN));
            assertThat(api.connector.get("/x", Player.class).get().name()).isEqualTo("Ann");
        }
    }

    @Test
    void post_noContentWithABody_isASuccessAndSentOnce() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/x").answers(Answer.json("{}").status(204));
            Reply reply = api.connector.send(Request.post("/x")).get();
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.bytes()).isEmpty();
            assertThat(api.upstream.received()).hasSize(1);
            api.upstream.on("GET", "/y").answers(Answer.json(Api.ANN));
            assertThat(api.connector.get("/y", Player.class).get().id()).isEqualTo(42);
        }
    }

    @Test
    void get_recordWithAFieldTwice_saysSo() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json("{\"id\":1,\"name\":\"A\",\"id\":2}"));
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isInstanceOf(MalformedReplyException.class)
                    .hasMessageContaining("id should be Player but is there twice");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "{\"id\":1", "{\"id\":1} x", "<html>", "[]"})
    void get_malformed_isTypedAndNotRepeated(String body) {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json(body));
            assertThatThrownBy(() -> api.connector.get("/x", Player.class).get())
                    .isInstanceOf(MalformedReplyException.class)
                    .hasMessageContaining("Player");
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_byteOrderMark_isRead() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.json(Api.ANN).withBom());
            assertThat(api.connector.get("/x", Player.class).get().name()).isEqualTo("Ann");
        }
    }

    @Test
    void get_latin1_isReadByItsCharset() {
        try (Api api = Api.create()) {
            byte[] latin = "{\"id\":1,\"name\":\"Zo\u00eb\"}".getBytes(StandardCharsets.ISO_8859_1);
            api.upstream.on("GET", "/x").answers(Answer.bytes("application/json; charset=ISO-8859-1", latin));
            assertThat(api.connector.get("/x", Player.class).get().name()).isEqualTo("Zo\u00eb");
        }
    }

    @Test
    void get_gzipBomb_isCutOffAtTheCap() {
        try (Api api = Api.create(config -> config.maxBody(1 << 20))) {
            api.upstream.on("GET", "/x").answers(Answer.gzipBomb(200L << 20));
            assertThatThrownBy(() -> api.connector.get("/x", String.class).get())
                    .isInstanceOf(MalformedReplyException.class)
                    .hasMessageContaining("1048576 bytes")
                    .hasMessageContaining("stream it");
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_textBytesAndNothing_areTypesToo() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/x").answers(Answer.text("hello"));
            assertThat(api.connector.get("/x", String.class).get()).isEqualTo("hello");
            assertThat(api.connector.get("/x", byte[].class).get()).isEqualTo("hello".getBytes(StandardCharsets.UTF_8));
            assertThat(api.connector.get("/x", Void.class).get()).isNull();
        }
    }

    @Test
    void stream_successfulReply_isReadWithoutCap() throws Exception {
        try (Api api = Api.create(config -> config.maxBody(16))) {
            api.upstream.on("GET", "/x").answers(Answer.text("x".repeat(100_000)));
            try (ReplyStream stream = api.connector.stream(Request.get("/x")).get()) {
                assertThat(stream.head().status()).isEqualTo(200);
                assertThat(stream.body().readAllBytes()).hasSize(100_000);
            }
        }
    }

    @Test
    void stream_cancelledAndNeverTaken_leaksNoConnection() {
        try (Api api = Api.create(config -> config.concurrency(2))) {
            api.upstream.on("GET", "/x").answers(Answer.text("x".repeat(1_000_000)));
            for (int i = 0; i < 20; i++) {
                CompletableFuture<ReplyStream> stream =
                        api.connector.stream(Request.get("/x")).start();
                stream.cancel(false);
            }
            try (ReplyStream last = api.connector.stream(Request.get("/x")).get()) {
                assertThat(last.head().status()).isEqualTo(200);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }
    }

    @Test
    void download_brokenOnce_isWholeAndLeavesNothingElse(@TempDir Path folder) throws Exception {
        try (Api api = Api.create(config -> config.maxBody(16))) {
            Answer whole = Answer.text("y".repeat(300_000));
            api.upstream.on("GET", "/f").answers(whole.dropInsideBody(), whole);
            Path file = folder.resolve("report.csv");
            assertThat(api.connector.download(Request.get("/f"), file).get()).isEqualTo(file);
            assertThat(Files.size(file)).isEqualTo(300_000);
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void download_refused_keepsTheOldFile(@TempDir Path folder) throws Exception {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/f").answers(Answer.of(404));
            Path file = Files.writeString(folder.resolve("report.csv"), "old");
            assertThatThrownBy(() ->
                            api.connector.download(Request.get("/f"), file).get())
                    .isInstanceOf(NotFoundException.class);
            assertThat(file).hasContent("old");
        }
    }

    @Test
    void download_refusedByARule_keepsTheOldFileAndLeavesNothingElse(@TempDir Path folder) throws Exception {
        ReplyRule expired = (request, reply) ->
                reply.header("X-Error").map(ReplyRule.Verdict::rejected).orElse(null);
        try (Api api = Api.create(config -> config.rule(expired))) {
            api.upstream.on("GET", "/f").answers(Answer.text("an error page").header("X-Error", "expired"));
            Path file = Files.writeString(folder.resolve("report.csv"), "old");
            assertThatThrownBy(() ->
                            api.connector.download(Request.get("/f"), file).get())
                    .isInstanceOf(RejectedException.class);
            assertThat(file).hasContent("old");
            try (var files = Files.list(folder)) {
                assertThat(files).containsExactly(file);
            }
        }
    }

    @Test
    void get_redirectWithinTheOrigin_isFollowedWithTheCredential() {
        try (Api api = Api.create(config -> config.auth(Auth.header("X-Key", Secret.of("k"))))) {
            api.upstream.on("GET", "/old").answers(Answer.redirect(302, "/new"));
            api.upstream.on("GET", "/new").answers(Answer.json(Api.ANN));
            assertThat(api.connector.get("/old", Player.class).get().id()).isEqualTo(42);
            assertThat(api.upstream.received("GET", "/new").get(0).header("X-Key"))
                    .contains("k");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://localhost:1/x",
                "https://127.0.0.1/x",
                "http://169.254.169.254/latest",
                "http://u:p@h/",
                ":::"
            })
    void get_redirectToAnotherOrigin_isRefusedWithAReason(String location) {
        try (Api api = Api.create(config -> config.auth(Auth.header("X-Key", Secret.of("k"))))) {
            api.upstream.on("GET", "/old").answers(Answer.redirect(302, location));
            assertThatThrownBy(() -> api.connector.get("/old", Player.class).get())
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("redirected");
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void get_redirectLoop_ends() {
        try (Api api = Api.create()) {
            api.upstream.on("GET", "/loop").answers(Answer.redirect(307, "/loop"));
            assertThatThrownBy(() -> api.connector.get("/loop", Player.class).get())
                    .isInstanceOf(RejectedException.class)
                    .hasMessageContaining("too often");
            assertThat(api.upstream.received()).hasSize(6);
        }
    }

    @Test
    void post_redirected_isNotSentAgain() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/old").answers(Answer.redirect(307, "/new"));
            assertThatThrownBy(() ->
                            api.connector.call(Request.post("/old"), Void.class).get())
                    .isInstanceOf(RejectedException.class);
            assertThat(api.upstream.received()).hasSize(1);
        }
    }

    @Test
    void request_everything_arrives() {
        try (Api api = Api.create(config -> config.header("X-Version", "3"))) {
            api.upstream.on("PATCH", "/teams/{id}").answers(Answer.empty());
            Request patch = Request.patch("/teams/{id}", "a/b c")
                    .query("q", "x&y=z")
                    .query("none", null)
                    .header("X-Own", "1")
                    .body(Body.json(new Player(1, "Ann")));
            api.connector.call(patch, Void.class).within(Duration.ofSeconds(5)).get();
            var received = api.upstream.assertReceived("PATCH", "/teams/{id}").once();
            assertThat(received.path()).isEqualTo("/teams/a%2Fb%20c");
            assertThat(received.query("q")).contains("x&y=z");
            assertThat(received.header("X-Version")).contains("3");
            assertThat(received.header("X-Own")).contains("1");
            assertThat(received.header("Content-Type")).contains("application/json");
            assertThat(received.text()).isEqualTo("{\"id\":1,\"name\":\"Ann\"}");
        }
    }

    @Test
    void get_tokenRefusedOnce_isRenewedOnce() {
        Auth rotating = new Auth() {
            private int version = 1;

            @Override
            public synchronized CompletableFuture<Credential> credential() {
                return CompletableFuture.completedFuture(new Credential(Headers.of("X-Token", "t" + version)));
            }

            @Override
            public String principal() {
                return "bot";
            }

            @Override
            public synchronized boolean renew(Credential refused) {
                version++;
                return true;
            }
        };
        try (Api api = Api.create(config -> config.auth(rotating))) {
            api.upstream
                    .on("GET", "/x")
                    .answers(request -> request.header("X-Token").equals(Optional.of("t2"))
                            ? Answer.json(Api.ANN)
                            : Answer.of(401));
            assertThat(api.connector.get("/x", Player.class).get().id()).isEqualTo(42);
            assertThat(api.upstream.received()).hasSize(2);
            api.upstream.on("GET", "/revoked").answers(Answer.of(401));
            assertThatThrownBy(() -> api.connector.get("/revoked", Player.class).get())
                    .isInstanceOf(UnauthorizedException.class);
            assertThat(api.upstream.received("GET", "/revoked")).hasSize(2);
        }
    }
}
