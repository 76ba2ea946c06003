// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.Secret;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.webhooks.IncomingScheme;
import dev.bracketwire.webhooks.IncomingSource;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.api.internal.ApiOperations;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebhookApiTest {
    private static final KeyRing KEYS =
            KeyRing.of("k1", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final ManualClock clock = ManualClock.at(Instant.parse("2026-11-30T12:00:00Z"));
    private final FakeReceiver receiver = FakeReceiver.start();
    private final Database db = Database.inMemory();
    private final Webhooks hooks = Webhooks.builder(db, KEYS)
            .clock(clock)
            .allowHttp()
            .allowRange("127.0.0.0/8", receiver.port())
            .receive(IncomingSource.of("github", IncomingScheme.github(Secret.of("hush")))
                    .on("*", event -> {}))
            .open();
    private final List<ApiEntry> entries = new CopyOnWriteArrayList<>();
    private WebhookApi api = api(WebhookAccess.tokens(Map.of("olga", Secret.of("token-o"))));

    private WebhookApi api(WebhookAccess access) {
        return WebhookApi.builder(hooks, access, entries::add)
                .clock(clock)
                .creationsPerHour(3)
                .build();
    }

    @BeforeEach
    void answerHooks() {
        receiver.on("/hooks").behaves(Behavior.ok());
    }

    @AfterEach
    void close() {
        hooks.close();
        db.close();
        receiver.close();
    }

    private WebReply call(String method, String target, String body) {
        Headers headers = Headers.of("Authorization", "Bearer token-o");
        return api.answer(WebRequest.of(method, "/webhooks/v1" + target, headers, body.getBytes(UTF_8))
                .from("192.0.2.7"));
    }

    private JsonNode ok(int status, String method, String target, String body) throws Exception {
        WebReply reply = call(method, target, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.headers().first("Cache-Control")).contains("no-store");
        return JSON.readTree(reply.text());
    }

    private String refused(int status, String method, String target, String body) throws Exception {
        WebReply reply = call(method, target, body);
        assertThat(reply.status()).as(reply.text()).isEqualTo(status);
        assertThat(reply.headers().first("Content-Type")).contains("application/problem+json");
        JsonNode problem = JSON.readTree(reply.text());
        assertThat(problem.path("status").asInt()).isEqualTo(status);
        return problem.path("detail").asText();
    }

    private String created() throws Exception {
        return ok(201, "POST", "/subscriptions", "{\"url\":\"" + receiver.uri("/hooks") + "\",\"retriesMs\":[]}")
                .path("id")
                .asText();
    }

    @Test
    void subscription_isMadeReadChangedAndRemoved() throws Exception {
        JsonNode made = ok(
                201,
                "POST",
                "/subscriptions",
                "{\"url\":\"" + receiver.uri("/hooks") + "\",\"types\":[\"match.*\"],\"headers\":{\"X-A\":\"1\"},"
                        + "\"secretHeaders\":{\"X-Key\":\"hush\"},\"ordered\":true,\"passAfter\":3,\"rate\":5,"
                        + "\"timeoutMs\":5000,\"retriesMs\":[1000,2000],\"channels\":[\"c\"],\"description\":\"d\","
                        + "\"concurrency\":2,\"obeyReceiver\":true}");
        assertThat(made.toString()).doesNotContain("hush");
        String id = made.path("id").asText();
        assertThat(made.path("retriesMs").toString()).isEqualTo("[1000,2000]");
        assertThat(made.path("passAfter").asInt()).isEqualTo(3);
        JsonNode changed =
                ok(200, "PATCH", "/subscriptions/" + id, "{\"ordered\":false,\"headers\":{\"X-B\":\"2\"},\"rate\":1}");
        assertThat(changed.path("headers").toString()).isEqualTo("{\"X-B\":\"2\"}");
        assertThat(changed.path("ordered").asBoolean()).isFalse();
        assertThat(changed.path("types").toString()).isEqualTo("[\"match.*\"]");
        assertThat(ok(200, "GET", "/subscriptions/" + id, "")).isEqualTo(changed);
        assertThat(ok(200, "POST", "/subscriptions/" + id + "/pause", "{\"reason\":\"late\"}")
                        .path("state")
                        .asText())
                .isEqualTo("PAUSED");
        assertThat(ok(200, "GET", "/subscriptions/" + id + "/endpoint", "")
                        .path("reason")
                        .asText())
                .isEqualTo("late");
        ok(200, "POST", "/subscriptions/" + id + "/resume", "");
        assertThat(ok(200, "GET", "/subscriptions", "").path("subscriptions"))
                .hasSize(2); // and that of GitHub's source
        assertThat(call("DELETE", "/subscriptions/" + id, "").status()).isEqualTo(204);
        refused(404, "GET", "/subscriptions/" + id, "");
    }

    @Test
    void secret_isShownAndReplaced() throws Exception {
        String id = created();
        String first = ok(200, "GET", "/subscriptions/" + id + "/secret", "")
                .path("secret")
                .asText();
        String second = ok(200, "POST", "/subscriptions/" + id + "/secret", "{\"overlapSeconds\":60}")
                .path("secret")
                .asText();
        assertThat(first).startsWith("whsec_").isNotEqualTo(second);
        assertThat(ok(200, "GET", "/subscriptions/" + id + "/secret", "")
                        .path("secret")
                        .asText())
                .isEqualTo(second);
        assertThat(refused(422, "PATCH", "/subscriptions/" + id, "{\"secret\":\"" + first + "\"}"))
                .contains("POST");
    }

    @Test
    void message_isPublishedAndItsWayIsShown() throws Exception {
        String id = created();
        JsonNode published = ok(
                201,
                "POST",
                "/messages",
                "{\"type\":\"match.created\",\"data\":{\"id\":7},\"idempotencyKey\":\"k\",\"about\":[\"player-1\"]}");
        assertThat(ok(200, "POST", "/messages", "{\"type\":\"match.created\",\"data\":{},\"idempotencyKey\":\"k\"}")
                        .path("duplicate")
                        .asBoolean())
                .isTrue();
        Awaitility.await().until(() -> finished(id));
        JsonNode delivery = ok(200, "GET", "/deliveries?subscription=" + id, "")
                .path("deliveries")
                .get(0);
        assertThat(delivery.path("state").asText()).isEqualTo("SUCCEEDED");
        String number = delivery.path("id").asText();
        assertThat(ok(200, "GET", "/deliveries/" + number + "/attempts", "")
                        .at("/attempts/0/status")
                        .asInt())
                .isEqualTo(204);
        String message = published.path("id").asText();
        assertThat(ok(200, "GET", "/messages/" + message, "").path("payload").asText())
                .contains("\"id\":7");
        assertThat(ok(200, "GET", "/messages?about=player-1", "").path("messages"))
                .hasSize(1);
        ok(202, "POST", "/deliveries/" + number + "/resend", "");
        assertThat(ok(200, "POST", "/subscriptions/" + id + "/test", "")
                        .path("succeeded")
                        .asBoolean())
                .isTrue();
    }

    private boolean finished(String id) throws Exception {
        return ok(200, "GET", "/deliveries?subscription=" + id, "")
                .at("/deliveries/0")
                .has("finishedAt");
    }

    @Test
    void deliveries_areReadPageByPage() throws Exception {
        String id = created();
        for (int i = 0; i < 5; i++) {
            hooks.publish("match.created", Map.of("n", i)).get();
        }
        List<Long> ids = new ArrayList<>();
        String before = "";
        int pages = 0;
        do {
            JsonNode page = ok(200, "GET", "/deliveries?limit=2&subscription=" + id + before, "");
            page.path("deliveries").forEach(each -> ids.add(each.path("id").asLong()));
            before = page.has("before") ? "&before=" + page.path("before").asText() : "";
            pages++;
        } while (!before.isEmpty());
        assertThat(pages).isEqualTo(3);
        assertThat(ids)
                .hasSize(5)
                .isSortedAccordingTo((a, b) -> Long.compare(b, a))
                .doesNotHaveDuplicates();
        for (String wrong : List.of("limit=0", "limit=101", "limit=x", "before=-1", "state=LOST", "type=%zz")) {
            refused(400, "GET", "/deliveries?" + wrong, "");
        }
    }

    @Test
    void replay_isPlannedThenAppliedByItsFingerprint() throws Exception {
        String id = created();
        receiver.on("/hooks").behaves(Behavior.status(500), Behavior.ok());
        hooks.publish("match.created", Map.of()).get();
        Awaitility.await().until(() -> finished(id));
        JsonNode plan = ok(200, "POST", "/subscriptions/" + id + "/replay", "{}");
        assertThat(plan.path("changes").asInt()).isEqualTo(1);
        assertThat(plan.has("report")).isFalse();
        refused(409, "POST", "/subscriptions/" + id + "/replay", "{\"apply\":true,\"fingerprint\":\"x\"}");
        String fingerprint = plan.path("fingerprint").asText();
        JsonNode applied = ok(
                200,
                "POST",
                "/subscriptions/" + id + "/replay",
                "{\"apply\":true,\"fingerprint\":\"" + fingerprint + "\"}");
        assertThat(applied.path("report").asText()).contains("1 applied");
        refused(400, "POST", "/subscriptions/" + id + "/replay", "{\"missing\":true}");
        ok(200, "POST", "/subscriptions/" + id + "/replay", "{\"missing\":true,\"since\":\"2026-11-30T00:00:00Z\"}");
    }

    @Test
    void types_areDefinedAndRemoved() throws Exception {
        ok(
                200,
                "PUT",
                "/types/match.created",
                "{\"description\":\"d\",\"jsonSchema\":\"{\\\"type\\\":\\\"object\\\"}\"}");
        assertThat(ok(200, "GET", "/types", "").at("/types/0/name").asText()).isEqualTo("match.created");
        refused(422, "POST", "/messages", "{\"type\":\"match.created\",\"data\":[1]}");
        assertThat(call("DELETE", "/types/match.created", "").status()).isEqualTo(204);
        refused(404, "DELETE", "/types/match.created", "");
        assertThat(ok(200, "GET", "/incoming", "").toString()).isEqualTo("{\"sources\":[\"github\"]}");
    }

    @Test
    void access_refusesUnlessGranted_andEachDecisionIsAudited() {
        api = api(new WebhookAccess() {});
        assertThat(call("GET", "/subscriptions", "").status()).isEqualTo(401);
        api = api(new WebhookAccess() {
            @Override
            public Optional<String> caller(WebRequest request) {
                return Optional.of("ann");
            }
        });
        for (String target : List.of("/subscriptions/sub_1", "/deliveries", "/deliveries/1", "/messages/m", "/types")) {
            assertThat(call("GET", target, "").status()).as(target).isEqualTo(403);
        }
        assertThat(call("GET", "/nothing", "").status()).isEqualTo(404);
        assertThat(call("PUT", "/subscriptions", "").headers().first("Allow")).contains("GET, POST");
        assertThat(entries).hasSize(8).noneMatch(ApiEntry::granted);
        assertThat(entries.get(1))
                .isEqualTo(new ApiEntry(
                        clock.instant(),
                        "ann",
                        "192.0.2.7",
                        "getSubscription",
                        "sub_1",
                        false,
                        "the caller may not do this"));
    }

    @Test
    void access_toOneSubscription_showsNoOther() throws Exception {
        String own = created();
        String other = created();
        hooks.publish("match.created", Map.of()).get();
        String othersDelivery = ok(200, "GET", "/deliveries?subscription=" + other, "")
                .at("/deliveries/0/id")
                .asText();
        api = api(new WebhookAccess() {
            @Override
            public Optional<String> caller(WebRequest request) {
                return Optional.of("ann");
            }

            @Override
            public boolean allows(String caller, ApiAction action, String subscription) {
                return subscription.equals(own);
            }
        });
        assertThat(ok(200, "GET", "/subscriptions", "").path("subscriptions")).hasSize(1);
        ok(200, "GET", "/deliveries?subscription=" + own, "");
        refused(403, "GET", "/deliveries", "");
        refused(403, "GET", "/deliveries?subscription=" + other, "");
        refused(403, "GET", "/deliveries/" + othersDelivery, "");
        refused(403, "GET", "/deliveries/" + othersDelivery + "/attempts", "");
        refused(403, "POST", "/deliveries/" + othersDelivery + "/resend", "");
        refused(403, "GET", "/deliveries/999999", "");
        refused(403, "POST", "/subscriptions", "{\"url\":\"https://a.example/\"}");
        refused(400, "GET", "/deliveries?subscription=" + own + "&subscription=" + other, "");
    }

    @Test
    void audit_thatFails_stopsTheRequest() {
        api = WebhookApi.builder(hooks, WebhookAccess.tokens(Map.of("olga", Secret.of("token-o"))), entry -> {
                    throw new IllegalStateException("the disk is full");
                })
                .build();
        WebReply reply = call("POST", "/messages", "{\"type\":\"a\",\"data\":{}}");
        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).doesNotContain("disk");
        assertThat(hooks.messagesAbout("x").get()).isEmpty();
    }

    @Test
    void creation_isLimitedForEachCaller() throws Exception {
        for (int i = 0; i < 3; i++) {
            created();
        }
        WebReply reply = call("POST", "/subscriptions", "{\"url\":\"" + receiver.uri("/hooks") + "\"}");
        assertThat(reply.status()).isEqualTo(429);
        assertThat(Long.parseLong(reply.headers().first("Retry-After").orElseThrow()))
                .isBetween(3600L, 3601L);
        clock.advance(Duration.ofHours(1));
        created();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "[]",
                "null",
                "{} {}",
                "{\"url\":\"https://a.example/\",\"url\":\"https://b.example/\"}",
                "{\"url\":\"https://a.example/\",\"admin\":true}",
                "{\"url\":7}",
                "{\"url\":\"https://a.example/\",\"types\":\"*\"}",
                "{\"url\":\"https://a.example/\",\"types\":[1]}",
                "{\"url\":\"https://a.example/\",\"rate\":\"5\"}",
                "{\"url\":\"https://a.example/\",\"concurrency\":1.5}",
                "{\"url\":\"https://a.example/\",\"timeoutMs\":99999999999}",
                "{\"url\":\"https://a.example/\",\"headers\":{\"A\":1}}",
                "{}"
            })
    void body_thatIsWrong_isRefusedWithItsField(String body) throws Exception {
        assertThat(refused(400, "POST", "/subscriptions", body))
                .doesNotContain("Jackson")
                .doesNotContain("null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"url\":\"http://169.254.169.254/\"}",
                "{\"url\":\"https://localhost/\"}",
                "{\"url\":\"nothing\"}",
                "{\"url\":\"https://a b/\"}",
                "{\"url\":\"https://a.example/\",\"headers\":{\"Host\":\"x\"}}",
                "{\"url\":\"https://a.example/\",\"headers\":{\"A\\r\\nB\":\"x\"}}",
                "{\"url\":\"https://a.example/\",\"types\":[\"a..b\"]}",
                "{\"url\":\"https://a.example/\",\"secret\":\"short\"}",
                "{\"url\":\"https://a.example/\",\"timeoutMs\":0}",
                "{\"url\":\"https://a.example/\",\"retriesMs\":[-1]}"
            })
    void options_thatAreRefused_areUnprocessable(String body) throws Exception {
        refused(422, "POST", "/subscriptions", body);
        assertThat(hooks.subscriptions().get()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/", "/subscriptions/", "/subscriptions/a/b/c", "/subscriptions/%2e%2e", "/../x", "//"})
    void path_ofNoResource_isNotFound(String path) throws Exception {
        refused(404, "GET", path, "");
    }

    @Test
    void document_hasEachOperation() throws Exception {
        JsonNode document = JSON.readTree(WebhookApi.openApi());
        TreeSet<String> documented = new TreeSet<>();
        for (Map.Entry<String, JsonNode> path : document.path("paths").properties()) {
            for (Map.Entry<String, JsonNode> method : path.getValue().properties()) {
                if (!method.getKey().equals("parameters")) {
                    documented.add(method.getKey().toUpperCase(java.util.Locale.ROOT) + " " + path.getKey() + " "
                            + method.getValue().path("operationId").asText());
                }
            }
        }
        TreeSet<String> offered = new TreeSet<>();
        new ApiOperations(hooks, new WebhookAccess() {})
                .all()
                .forEach(each -> offered.add(each.method() + " " + each.path() + " " + each.id()));
        assertThat(documented).isEqualTo(offered);
        assertThat(document.path("openapi").asText()).startsWith("3.1");
    }

    @Test
    void builder_refusesAPrefixThatIsNone() {
        assertThatThrownBy(() -> WebhookApi.builder(hooks, new WebhookAccess() {}, entries::add)
                        .prefix("x/"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
