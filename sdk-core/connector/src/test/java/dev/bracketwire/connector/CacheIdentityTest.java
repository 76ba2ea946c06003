// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Secret;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.Received;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two principals never get each other's replies from the cache, whatever tells them apart. */
class CacheIdentityTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final List<String> HEADERS = List.of(
            "Authorization",
            "Proxy-Authorization",
            "Cookie",
            "X-Api-Key",
            "X-Token",
            "Private-Token",
            "X-Session-Id",
            "X-User-Id",
            "X-Tenant",
            "X.User",
            "On-Behalf-Of");
    private static final List<@Nullable String> VARY =
            Arrays.asList(null, "Authorization", "Proxy-Authorization", "X-Api-Key, X.User, Accept-Encoding");
    private static final Map<String, CachePolicy> POLICIES = new LinkedHashMap<>(Map.of(
            "ttl", CachePolicy.of(MINUTE),
            "http", CachePolicy.http(),
            "http with a route of its own time", CachePolicy.http().route("/x", MINUTE),
            "ttl, stale while revalidated", CachePolicy.of(Duration.ofNanos(1)).staleWhileRevalidate(MINUTE)));

    private final FakeUpstream upstream = FakeUpstream.start();
    private final AtomicReference<@Nullable String> vary = new AtomicReference<>();

    CacheIdentityTest() {
        upstream.on("GET", "/x").answers(request -> answer(credential(request)));
    }

    @AfterEach
    void close() {
        upstream.close();
    }

    private Answer answer(String name) {
        Answer answer = Answer.json("{\"id\":1,\"name\":\"" + name + "\"}").header("Cache-Control", "max-age=60");
        String fields = vary.get();
        return fields == null ? answer : answer.header("Vary", fields);
    }

    private static String credential(Received request) {
        StringBuilder all = new StringBuilder(request.rawQuery().orElse(""));
        HEADERS.forEach(name -> all.append('|').append(request.header(name).orElse("")));
        return all.toString();
    }

    private ConnectorConfigBuilder config(CachePolicy policy) {
        return ConnectorConfig.builder("chests", upstream.uri()).cache(policy).retry(RetryPolicy.never());
    }

    private static Request own(String header, String value) {
        return Request.get("/x").header(header, value);
    }

    private static String name(Connector connector, Request request) {
        return connector.call(request, Player.class).get().name();
    }

    /** Asks as both, in turns and at once, and gives the answers that were for the other. */
    private static List<String> strangers(String what, Connector one, Request first, Connector two, Request second) {
        List<String> found = new ArrayList<>();
        String own = name(one, first);
        String other = name(two, second);
        if (own.equals(other)) {
            found.add(what + ": the second got the reply of the first");
        }
        if (!name(one, first).equals(own) || !name(two, second).equals(other)) {
            found.add(what + ": one got the reply of the other from the cache");
        }
        CompletableFuture<Player> together =
                one.call(first, Player.class).fresh().start();
        String joined = two.call(second, Player.class).start().join().name();
        if (joined.equals(together.join().name())) {
            found.add(what + ": one shared the request of the other");
        }
        return found;
    }

    @Test
    void get_twoOwnCredentials_neverGetEachOthersReply() {
        List<String> found = new ArrayList<>();
        int[] pairs = {0};
        POLICIES.forEach((policy, cache) -> VARY.forEach(fields -> HEADERS.forEach(header -> {
            vary.set(fields);
            try (Connector connector = Connector.create(config(cache).build())) {
                pairs[0]++;
                found.addAll(strangers(
                        policy + ", Vary " + fields + ", " + header,
                        connector,
                        own(header, "ann"),
                        connector,
                        own(header, "bob")));
                found.addAll(strangers(
                        policy + ", Vary " + fields + ", none and " + header,
                        connector,
                        own(header, "cat"),
                        connector,
                        Request.get("/x")));
            }
        })));
        assertThat(pairs[0]).isGreaterThan(100);
        assertThat(found).isEmpty();
    }

    @Test
    void get_twoConnectorsWithOneStore_neverGetEachOthersReply() {
        Map<String, BiFunction<ConnectorConfigBuilder, String, ConnectorConfigBuilder>> kinds = new LinkedHashMap<>();
        kinds.put("bearer", (config, who) -> config.auth(Auth.bearer(Secret.of(who))));
        kinds.put("scheme", (config, who) -> config.auth(Auth.scheme("Bot", Secret.of(who))));
        kinds.put("schemes", (config, who) -> config.auth(Auth.scheme(who, Secret.of("same"))));
        kinds.put("header", (config, who) -> config.auth(Auth.header("X-Api-Key", Secret.of(who))));
        kinds.put(
                "headers",
                (config, who) ->
                        config.auth(Auth.header(who.equals("ann") ? "X-Api-Key" : "Private-Token", Secret.of("same"))));
        kinds.put("users of one password", (config, who) -> config.auth(Auth.basic(who, Secret.of("same"))));
        kinds.put("passwords of one user", (config, who) -> config.auth(Auth.basic("same", Secret.of(who))));
        kinds.put("header of the connector", (config, who) -> config.header("X-Api-Key", who));
        kinds.put("parameter of the connector", (config, who) -> config.parameter("api_key", who));
        kinds.put("own auth with spaces", (config, who) -> config.auth(new Plain(who + " x")));
        List<String> found = new ArrayList<>();
        POLICIES.forEach((policy, cache) -> kinds.forEach((kind, option) -> {
            CachePolicy shared = cache.store(new Store());
            try (Connector ann =
                            Connector.create(option.apply(config(shared), "ann").build());
                    Connector bob =
                            Connector.create(option.apply(config(shared), "bob").build())) {
                found.addAll(strangers(policy + ", " + kind, ann, Request.get("/x"), bob, Request.get("/x")));
            }
        }));
        assertThat(found).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ttl", "http"})
    void store_underAnyCredential_seesNone(String policy) {
        Store store = new Store();
        vary.set("X-Api-Key, Cookie");
        CachePolicy cache = Objects.requireNonNull(POLICIES.get(policy)).store(store);
        try (Connector connector = Connector.create(config(cache)
                .parameter("api_key", "canary-1")
                .header("X-Token", "canary-2")
                .build())) {
            Request request = Request.get("/x")
                    .header("X-Api-Key", "canary-3")
                    .header("Cookie", "canary-4")
                    .query("access_token", "canary-5");
            name(connector, request);
            name(connector, request);
        }
        assertThat(upstream.received()).hasSize(1);
        assertThat(store.keys()).isNotEmpty().noneMatch(key -> key.contains("canary"));
    }

    @Test
    void get_credentialChangesWhileItsReplyComes_isNotKeptForTheFirst() {
        AtomicInteger asked = new AtomicInteger();
        Auth changing = new Auth() {
            @Override
            public CompletableFuture<Credential> credential() {
                asked.incrementAndGet();
                return CompletableFuture.completedFuture(new Credential(Headers.of("Authorization", "bob")));
            }

            @Override
            public String principal() {
                return asked.get() == 0 ? "ann" : "bob";
            }
        };
        Store store = new Store();
        try (Connector connector = Connector.create(
                config(CachePolicy.of(MINUTE).store(store)).auth(changing).build())) {
            name(connector, Request.get("/x"));
        }
        assertThat(store.keys()).isEmpty();
    }

    @Test
    void get_onlyTracingDiffers_isOneEntry() {
        try (Connector connector =
                Connector.create(config(CachePolicy.of(MINUTE)).build())) {
            for (String header :
                    List.of("X-Request-Id", "traceparent", "X-B3-TraceId", "X-Correlation-Id", "User-Agent")) {
                name(connector, own(header, "1"));
                name(connector, own(header, "2"));
            }
        }
        assertThat(upstream.received()).hasSize(1);
    }

    @Test
    void get_secondValueOfAVaryingHeader_isNotTheJoinedOne() {
        vary.set("Accept");
        AtomicInteger asked = new AtomicInteger();
        upstream.on("GET", "/y").answers(request -> answer(String.valueOf(asked.incrementAndGet())));
        try (Connector connector = Connector.create(config(CachePolicy.http()).build())) {
            Request replaced = Request.get("/y").header("Accept", "a").header("Accept", "b");
            Request joined = Request.get("/y").header("Accept", "a, b");
            assertThat(name(connector, replaced)).isEqualTo("1");
            assertThat(name(connector, joined)).isEqualTo("2");
            assertThat(name(connector, Request.get("/y").header("Accept", "b"))).isEqualTo("1");
        }
    }

    @Test
    void basic_sameUserAndPasswordInOtherParts_areOtherPrincipals() {
        assertThat(Auth.basic("a", Secret.of("b:c")).principal())
                .isNotEqualTo(Auth.basic("a:b", Secret.of("c")).principal());
        assertThat(Auth.basic("ann", Secret.of("same")).principal())
                .isNotEqualTo(Auth.basic("bob", Secret.of("same")).principal())
                .isEqualTo(Auth.basic("ann", Secret.of("same")).principal());
        assertThat(Auth.bearer(Secret.of("same")).principal())
                .isNotEqualTo(Auth.header("X-Api-Key", Secret.of("same")).principal())
                .isNotEqualTo(Auth.scheme("Bot", Secret.of("same")).principal());
    }

    @Test
    void acquire_twoUsersOfOnePassword_haveABudgetEach() {
        Limiter limiter = Limiter.of(Limit.of(1, MINUTE));
        try (Connector ann = Connector.create(config(CachePolicy.off())
                        .auth(Auth.basic("ann", Secret.of("same")))
                        .limiter(limiter)
                        .build());
                Connector bob = Connector.create(config(CachePolicy.off())
                        .auth(Auth.basic("bob", Secret.of("same")))
                        .limiter(limiter)
                        .build())) {
            name(ann, Request.get("/x"));
            assertThat(bob.call(Request.get("/x"), Player.class)
                            .within(Duration.ofSeconds(30))
                            .get()
                            .id())
                    .isEqualTo(1);
        }
    }

    private record Plain(String principal) implements Auth {
        @Override
        public CompletableFuture<Credential> credential() {
            return CompletableFuture.completedFuture(new Credential(Headers.of("Authorization", principal)));
        }
    }

    /** A store that several connectors share. */
    private static final class Store implements ResponseCache {
        private final Map<String, Entry> kept = new ConcurrentHashMap<>();

        List<String> keys() {
            return List.copyOf(kept.keySet());
        }

        @Override
        public CompletableFuture<@Nullable Entry> find(String key) {
            return CompletableFuture.completedFuture(kept.get(key));
        }

        @Override
        public void put(String key, Entry entry, Duration keep) {
            kept.put(key, entry);
        }

        @Override
        public void remove(String key) {
            kept.remove(key);
        }
    }
}
