// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.retrofit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Call;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Auth;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.CachePolicy;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.ConnectorConfigBuilder;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyStream;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import retrofit2.http.Field;
import retrofit2.http.FieldMap;
import retrofit2.http.FormUrlEncoded;
import retrofit2.http.GET;
import retrofit2.http.HTTP;
import retrofit2.http.Header;
import retrofit2.http.HeaderMap;
import retrofit2.http.Headers;
import retrofit2.http.Multipart;
import retrofit2.http.POST;
import retrofit2.http.PUT;
import retrofit2.http.Part;
import retrofit2.http.Path;
import retrofit2.http.Query;
import retrofit2.http.QueryMap;
import retrofit2.http.QueryName;
import retrofit2.http.Tag;

class EndpointsTest {
    /** As the endpoints have it. */
    public record Player(long id, String name) {}

    /** Public, as it has a default method. */
    public interface Players {
        @GET("players/{id}")
        Call<Player> byId(@Path("id") long id);

        @GET("/players/{id}")
        Call<Player> named(@Path("id") String id);

        @GET("players?sort=name")
        Call<List<Player>> all(
                @Query("page") @org.jspecify.annotations.Nullable Integer page,
                @QueryMap Map<String, String> more,
                @QueryName String flag,
                @Query(value = "ids", encoded = true) String ids);

        @Headers({"Api-Version: 2026-11", "Accept: application/vnd.chests+json"})
        @GET("players/{id}")
        Call<Reply> raw(@Path("id") long id, @Header("If-Match") String tag, @HeaderMap Map<String, String> more);

        @GET("files/{path}")
        Call<ReplyStream> file(@Path(value = "path", encoded = true) String path);

        @POST("players")
        Call<Player> add(@retrofit2.http.Body Player player);

        @SendingOptions(idempotent = true, weight = 3, background = true)
        @POST("search/{id}/{id}")
        Call<Player> search(@Path("id") String id, @retrofit2.http.Body Map<String, String> query);

        @PUT("players/{id}")
        Call<Void> put(@Path("id") long id, @retrofit2.http.Body Body body, @Tag UnaryOperator<Request> options);

        @Headers("Content-Type: text/csv")
        @POST("import")
        Call<Void> csv(@retrofit2.http.Body Body body);

        @POST("empty")
        Call<Void> empty();

        @FormUrlEncoded
        @POST("form")
        Call<Void> form(@Field("a") String a, @FieldMap Map<String, String> more);

        @Multipart
        @POST("parts")
        Call<Void> parts(
                @Part("note") String note, @Part("player") Player player, @Part okhttp3.MultipartBody.Part file);

        @HTTP(method = "DELETE", path = "players", hasBody = true)
        Call<Void> deleteAll(@retrofit2.http.Body List<Long> ids);

        default Call<String> nameOf(long id) {
            return byId(id).map(Player::name);
        }
    }

    private static final String ANN = "{\"id\":42,\"name\":\"Ann\"}";

    private final FakeUpstream upstream = FakeUpstream.start();
    private final List<CallListener.Finished> finished = new CopyOnWriteArrayList<>();
    private Connector connector = connector(config -> config);
    private Players players = RetrofitEndpoints.of(connector, Players.class);

    private Connector connector(UnaryOperator<ConnectorConfigBuilder> options) {
        RetryPolicy soon = new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(20));
        return Connector.create(options.apply(ConnectorConfig.builder("chests", upstream.uri())
                        .retry(soon)
                        .listener(new CallListener() {
                            @Override
                            public void finished(Finished call) {
                                finished.add(call);
                            }
                        }))
                .build());
    }

    private void with(UnaryOperator<ConnectorConfigBuilder> options) {
        connector.close();
        connector = connector(options);
        players = RetrofitEndpoints.of(connector, Players.class);
    }

    @AfterEach
    void close() {
        connector.close();
        upstream.close();
    }

    private Received last() {
        return upstream.received().get(upstream.received().size() - 1);
    }

    @Test
    void call_isLazyAndRunsAsOftenAsAsked() {
        upstream.on("GET", "/players/{id}").answers(Answer.json(ANN));
        Call<Player> call = players.byId(42);
        assertThat(upstream.received()).isEmpty();
        assertThat(call.get()).isEqualTo(new Player(42, "Ann"));
        assertThat(call.start().join()).isEqualTo(new Player(42, "Ann"));
        assertThat(players.nameOf(42).get()).isEqualTo("Ann");
        assertThat(upstream.received()).hasSize(3);
    }

    @Test
    void base_withAPath_standsBeforeEveryEndpoint() {
        upstream.on("GET", "/api/v1/players/{id}").answers(Answer.json(ANN));
        ConnectorConfig config = ConnectorConfig.builder(
                        "chests", upstream.uri().resolve("/api/v1"))
                .build();
        try (Connector below = Connector.create(config)) {
            Players there = RetrofitEndpoints.of(below, Players.class);
            assertThat(there.byId(1).get().id()).isEqualTo(42);
            assertThat(there.named("1").get().id()).isEqualTo(42);
        }
    }

    @Test
    void argument_isOneSegmentAndNeverShown() {
        upstream.on("GET", "/players/{id}").answers(Answer.of(404));
        assertThatThrownBy(() -> players.named("a/b c?canary").get())
                .isInstanceOf(NotFoundException.class)
                .hasMessageContaining("/players/{id}")
                .hasMessageNotContaining("canary");
        assertThat(last().path()).isEqualTo("/players/a%2Fb%20c%3Fcanary");
        assertThat(finished).hasSize(1);
        assertThat(finished.get(0).operation().template()).isEqualTo("/players/{id}");
        assertThat(finished.toString()).doesNotContain("canary");
        assertThatThrownBy(() -> players.named("..")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void query_ofEveryKind_arrives() {
        upstream.on("GET", "/players").answers(Answer.json("[" + ANN + "]"));
        List<Player> found =
                players.all(2, Map.of("q", "a&b ü"), "brief", "1,2%2C3").get();
        assertThat(found).containsExactly(new Player(42, "Ann"));
        assertThat(last().rawQuery()).contains("sort=name&page=2&q=a%26b%20%C3%BC&brief&ids=1,2%2C3");
        players.all(null, Map.of(), "brief", "1").get();
        assertThat(last().rawQuery()).contains("sort=name&brief&ids=1");
    }

    @Test
    void headers_andTheReplyItself() {
        upstream.on("GET", "/players/{id}").answers(Answer.of(418));
        assertThat(players.raw(1, "\"tag\"", Map.of("X-One", "1")).get().status())
                .isEqualTo(418);
        assertThat(last().header("Api-Version")).contains("2026-11");
        assertThat(last().header("Accept")).contains("application/vnd.chests+json");
        assertThat(last().header("If-Match")).contains("\"tag\"");
        assertThat(last().header("X-One")).contains("1");
    }

    @Test
    void encodedPath_keepsItsSlashesAndCannotStepUp() throws IOException {
        upstream.on("GET", "/files/{rest+}").answers(Answer.text("content"));
        try (ReplyStream file = players.file("a/b%20c?.txt").get()) {
            assertThat(file.body().readAllBytes()).asString().isEqualTo("content");
        }
        assertThat(last().path()).isEqualTo("/files/a/b%20c%3F.txt");
        assertThatThrownBy(() -> players.file("a/../../x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> players.file("a/%2e%2E/x")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> players.file("")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bodies_areOursAndMayBeRetried() {
        upstream.on("POST", "/players").answers(Answer.tooManyRequests(), Answer.json(ANN));
        assertThat(players.add(new Player(42, "Ann")).get().id()).isEqualTo(42);
        assertThat(upstream.received()).hasSize(2);
        assertThat(last().text()).isEqualTo(ANN);
        assertThat(last().header("Content-Type")).contains("application/json");
        upstream.on("DELETE", "/players").answers(Answer.of(204));
        players.deleteAll(List.of(1L, 2L)).get();
        assertThat(last().text()).isEqualTo("[1,2]");
    }

    @Test
    void post_isRetriedOnlyWhereItSaysItIsIdempotent() {
        upstream.on("POST", "/players").answers(Answer.of(500), Answer.json(ANN));
        assertThatThrownBy(() -> players.add(new Player(1, "x")).get())
                .isInstanceOf(dev.bracketwire.UnavailableException.class);
        upstream.on("POST", "/search/{a}/{b}").answers(Answer.of(500), Answer.json(ANN));
        assertThat(players.search("x y", Map.of("q", "Ann")).get().id()).isEqualTo(42);
        assertThat(last().path()).isEqualTo("/search/x%20y/x%20y");
    }

    @Test
    void sending_andTheTag_reachTheLimiter() {
        List<Request> asked = new CopyOnWriteArrayList<>();
        Limiter free = Limiter.of(Limit.of(1000, Duration.ofSeconds(1)));
        Limiter limiter = new Limiter() {
            @Override
            public CompletableFuture<Permit> acquire(Ask ask) {
                asked.add(ask.request());
                return free.acquire(ask);
            }
        };
        with(config -> config.limiter(limiter));
        upstream.on("*", "/{rest+}").answers(Answer.json(ANN));
        players.search("x", Map.of()).get();
        assertThat(asked.get(0).weight()).isEqualTo(3);
        assertThat(asked.get(0).isBackground()).isTrue();
        assertThat(asked.get(0).isIdempotent()).isTrue();
        players.put(
                        7,
                        Body.text("text/plain", "x"),
                        request -> request.weight(5).header("X-Last", "word"))
                .get();
        assertThat(asked.get(1).weight()).isEqualTo(5);
        assertThat(asked.get(1).template()).isEqualTo("/players/{id}");
        assertThat(last().header("X-Last")).contains("word");
        assertThat(last().text()).isEqualTo("x");
    }

    @Test
    void endpoint_cacheAndCredential_areUsed() {
        with(config ->
                config.auth(Auth.bearer(Secret.of("chests-token"))).cache(CachePolicy.of(Duration.ofMinutes(1))));
        upstream.on("GET", "/players/{id}").answers(Answer.json(ANN));
        players.byId(42).get();
        players.byId(42).get();
        players.byId(43).get();
        assertThat(upstream.received()).hasSize(2);
        assertThat(last().header("Authorization")).contains("Bearer chests-token");
    }

    @Test
    void contentType_ofAHeader_replacesTheBodysOwn() {
        upstream.on("POST", "/{rest+}").answers(Answer.of(204));
        players.csv(Body.text("text/plain", "a;b")).get();
        assertThat(last().header("Content-Type").orElseThrow()).startsWith("text/csv");
        assertThat(last().text()).isEqualTo("a;b");
        players.empty().get();
        assertThat(last().body()).isEmpty();
        assertThat(last().header("Content-Type")).isEmpty();
    }

    @Test
    void forms_arriveAsTheyAre() {
        upstream.on("POST", "/{rest+}").answers(Answer.of(204));
        players.form("1 ü", Map.of("b", "x&y")).get();
        assertThat(last().header("Content-Type")).contains("application/x-www-form-urlencoded");
        assertThat(last().text()).isEqualTo("a=1+%C3%BC&b=x%26y");
        okhttp3.MultipartBody.Part file = okhttp3.MultipartBody.Part.createFormData(
                "file", "a \"b\".txt", okhttp3.RequestBody.create("content".getBytes(StandardCharsets.UTF_8)));
        players.parts("hello", new Player(1, "x"), file).get();
        assertThat(last().header("Content-Type").orElseThrow()).startsWith("multipart/form-data");
        assertThat(last().text())
                .contains("name=\"note\"\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nhello\r\n")
                .contains("name=\"player\"\r\nContent-Type: application/json\r\n\r\n{\"id\":1,\"name\":\"x\"}\r\n")
                .contains("name=\"file\"; filename=\"a %22b%22.txt\"")
                .contains("\r\n\r\ncontent\r\n");
    }
}
