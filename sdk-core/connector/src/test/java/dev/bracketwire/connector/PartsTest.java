// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.testkit.Answer;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PartsTest {
    record Unwritable(int id) {
        @Override
        public int id() {
            throw new IllegalStateException("s3cret");
        }
    }

    private static String read(Body body) throws IOException {
        try (var stream = body.open()) {
            byte[] bytes = stream.readAllBytes();
            if (body.length() >= 0) {
                assertThat(bytes).hasSize((int) body.length());
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Test
    void headers_names_areFoundInAnyCase() {
        Headers headers = Headers.of("X-A", "1", "x-a", "2").and("B", "3");
        assertThat(headers.first("x-A")).contains("1");
        assertThat(headers.all("X-a")).containsExactly("1", "2");
        assertThat(headers.all("C")).isEmpty();
        assertThat(headers.asMap()).containsEntry("x-a", List.of("1", "2"));
        assertThat(headers.asMap().get("b")).containsExactly("3");
        assertThat(headers.isEmpty()).isFalse();
        assertThat(headers.toString()).isEqualTo("Headers[B, X-A]");
        assertThat(Headers.of()).isSameAs(Headers.none());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:b", "a\n", "\u00e4"})
    void headers_badName_isRefused(String name) {
        assertThatThrownBy(() -> Headers.of(name, "x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Headers.of("odd")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void body_form_isEncoded() throws IOException {
        Body form = Body.form().with("a", "1 2").with("a", "&=\u00e4").with("n", 3);
        assertThat(read(form)).isEqualTo("a=1+2&a=%26%3D%C3%A4&n=3");
        assertThat(form.contentType()).isEqualTo("application/x-www-form-urlencoded");
        assertThat(form.reopenable() && form.inMemory()).isTrue();
    }

    @Test
    void body_multipart_isWhatABrowserSends(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("f"), "file!");
        Body body = Body.multipart()
                .with("name", "Ann")
                .with("meta", Body.json(Map.of("a", 1)))
                .withFile("f", "we\"ird\r\n.txt", Body.path("text/plain", file));
        String boundary = body.contentType().substring("multipart/form-data; boundary=".length());
        assertThat(read(body))
                .contains("--" + boundary + "\r\nContent-Disposition: form-data; name=\"name\"\r\n")
                .contains("{\"a\":1}")
                .contains("filename=\"we%22ird%0D%0A.txt\"")
                .contains("\r\n\r\nfile!\r\n")
                .endsWith("--" + boundary + "--\r\n");
        assertThat(body.reopenable()).isTrue();
        assertThat(body.inMemory()).isFalse();
        Body unknown = Body.multipart()
                .with("s", Body.stream("text/plain", -1, () -> new java.io.ByteArrayInputStream(new byte[1])));
        assertThat(unknown.length()).isEqualTo(-1);
    }

    @Test
    void body_kinds_sayWhatTheyAre() throws IOException {
        assertThat(read(Body.text("text/csv", "\u00e4"))).isEqualTo("\u00e4");
        Body once = Body.once("text/plain", 1, new java.io.ByteArrayInputStream(new byte[1]));
        assertThat(once.reopenable()).isFalse();
        assertThat(once.inMemory()).isFalse();
        assertThatThrownBy(() -> Body.json(new Unwritable(1)).length())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("s3cret");
    }

    @Test
    void request_parts_areKept() {
        Request request =
                Request.of("purge", "/a/{x}/b", "1").idempotencyKey("k").weight(5);
        assertThat(request.method()).isEqualTo("PURGE");
        assertThat(request.template()).isEqualTo("/a/{x}/b");
        assertThat(request.path()).isEqualTo("/a/1/b");
        assertThat(request.idempotencyKey()).isEqualTo("k");
        assertThat(request.weight()).isEqualTo(5);
        assertThat(request.isIdempotent()).isFalse();
        assertThat(Request.delete("/x").isIdempotent()).isTrue();
        assertThat(request).hasToString("PURGE /a/{x}/b");
        assertThatThrownBy(() -> request.weight(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x",
                "//evil.test/x",
                "https://evil.test/x",
                "/a?b=c",
                "/a#b",
                "/a\\b",
                "/a/../b",
                "/%2e%2E/b",
                "/{x"
            })
    void request_badPath_isRefused(String path) {
        assertThatThrownBy(() -> Request.get(path)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "%2e%2e", "%2E."})
    void request_argumentThatLeavesItsPlace_isRefused(String argument) {
        assertThatThrownBy(() -> Request.get("/a/{x}/b", argument)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Request.get("/a/{x}")).hasMessageContaining("1 places");
    }

    @Test
    void request_anyArgument_isOneSegment() {
        SeededDraw.rounds(500, draw -> {
            String argument = draw.text();
            if (argument.isEmpty()
                    || argument.matches("(?i)(\\.|%2e){1,2}")
                    || !StandardCharsets.UTF_8.newEncoder().canEncode(argument)) {
                return; // is refused
            }
            URI uri = URI.create("http://h" + Request.get("/a/{x}/b", argument).path());
            assertThat(uri.getRawPath().split("/", -1)).hasSize(4);
            assertThat(uri.getPath()).isEqualTo("/a/" + argument + "/b");
        });
    }

    @Test
    void auth_kinds_sendTheirHeader() {
        Secret secret = Secret.of("k");
        assertThat(Auth.bearer(secret).credential().join().headers().get("Authorization"))
                .isEqualTo("Bearer k");
        assertThat(Auth.scheme("Bot", secret).credential().join().headers().get("Authorization"))
                .isEqualTo("Bot k");
        assertThat(Auth.basic("u", secret).credential().join().headers().get("Authorization"))
                .isEqualTo("Basic dTpr");
        assertThat(Auth.header("X-Key", secret).credential().join().toString()).isEqualTo("Credential[Headers[X-Key]]");
        assertThat(Auth.none().credential().join()).isEqualTo(Credential.NONE);
        assertThat(Auth.none().principal()).isEmpty();
        assertThat(Auth.none().renew(Credential.NONE)).isFalse();
        assertThat(Auth.bearer(secret).principal()).hasSize(32).doesNotContain("k");
    }

    @Test
    void auth_secretThatCannotBeSent_isNotShown() {
        Auth auth = Auth.header("X-Key", Secret.of("geheim\u00e4"));
        assertThatThrownBy(auth::credential)
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("X-Key")
                .hasMessageNotContaining("geheim");
    }

    @Test
    void config_everythingWrong_isReportedAtOnce() {
        ConnectorConfigBuilder builder = ConnectorConfig.builder("Bad Id", URI.create("http://u:p@h.test/?a=b#c"))
                .auth(Auth.none())
                .concurrency(0)
                .waiting(0)
                .maxBody(0);
        var failure = catchThrowableOfType(ConfigurationException.class, builder::build);
        assertThat(failure.problems())
                .extracting(ConfigurationException.Problem::path)
                .containsExactly("id", "base", "base", "base", "concurrency", "waiting", "maxBody");
        assertThat(failure).hasMessageContaining("allowPlainHttp");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://h/x", "/relative", "mailto:a@b"})
    void config_baseThatIsNoHttpUrl_isRefused(String base) {
        assertThatThrownBy(() -> ConnectorConfig.builder("a", URI.create(base)).build())
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("absolute http or https URL");
    }

    @Test
    void config_plainHttp_isAllowedOnLoopbackOrByOption() {
        for (String base : List.of("http://localhost:1", "http://127.0.0.2", "http://[::1]:2")) {
            assertThat(ConnectorConfig.builder("a", URI.create(base))
                            .auth(Auth.none())
                            .build()
                            .base())
                    .hasToString(base);
        }
        assertThat(ConnectorConfig.builder("a", URI.create("http://h.test"))
                        .auth(Auth.none())
                        .allowPlainHttp()
                        .build())
                .hasToString("ConnectorConfig[a, http://h.test]");
    }

    @Test
    void policies_invalidValues_areRefused() {
        Duration none = Duration.ZERO;
        assertThatThrownBy(() -> RetryPolicy.defaults().attempts(0)).hasMessageContaining("attempts");
        assertThatThrownBy(() -> RetryPolicy.defaults().base(none)).hasMessageContaining("base");
        assertThatThrownBy(() -> Timeouts.defaults().connect(none)).hasMessageContaining("connect");
        assertThatThrownBy(() -> Timeouts.defaults().transfer(none)).hasMessageContaining("transfer");
        assertThatThrownBy(() -> Limit.of(0, Duration.ofSeconds(1))).hasMessageContaining("units");
        assertThatThrownBy(() -> Limit.of(1, none)).hasMessageContaining("window");
        assertThatThrownBy(() -> new BreakerPolicy(3, 4, Duration.ofSeconds(1))).hasMessageContaining("failures");
        assertThatThrownBy(() -> new BreakerPolicy(3, 3, none)).hasMessageContaining("pause");
        assertThatThrownBy(() -> CachePolicy.of(Duration.ofSeconds(-1))).hasMessageContaining("ttl");
        assertThatThrownBy(() -> CachePolicy.off().maxBytes(0)).hasMessageContaining("bytes");
        assertThat(CachePolicy.off().isOff()).isTrue();
        assertThat(CachePolicy.off().maxBytes(5).maxBytes()).isEqualTo(5);
    }

    @Test
    void verbs_eachWithItsBody_reachTheUpstream() {
        try (Api api = Api.create()) {
            api.upstream.on("POST", "/players").answers(Answer.json(Api.ANN));
            api.upstream.on("PUT", "/players/{id}").answers(Answer.json("[" + Api.ANN + "]"));
            api.upstream.on("PATCH", "/players/{id}").answers(Answer.json(Api.ANN));
            api.upstream.on("DELETE", "/players/{id}").answers(Answer.of(204));
            Body ann = Body.json(new Player(42, "Ann"));
            TypeRef<List<Player>> players = new TypeRef<>() {};
            assertThat(api.connector.post("/players", ann, Player.class).get().id())
                    .isEqualTo(42);
            assertThat(api.connector.put("/players/{id}", ann, players, 42).get())
                    .hasSize(1);
            assertThat(api.connector
                            .patch("/players/{id}", ann, Player.class, 42)
                            .get()
                            .id())
                    .isEqualTo(42);
            assertThat(api.connector.delete("/players/{id}", Void.class, 42).get())
                    .isNull();
            assertThat(api.upstream.received().subList(0, 3))
                    .allMatch(request -> request.text().equals(Api.ANN));
        }
    }
}
