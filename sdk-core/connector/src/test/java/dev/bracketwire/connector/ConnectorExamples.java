// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.Change;
import dev.bracketwire.Fallback;
import dev.bracketwire.Outcome;
import dev.bracketwire.Pages;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.internal.fields.FieldMember;
import dev.bracketwire.connector.internal.fields.StructuredFields;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.Sealer;
import dev.bracketwire.keys.TokenStore;
import dev.bracketwire.oauth.Authorization;
import dev.bracketwire.oauth.OAuth;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.MDC;

/** The examples of guides and Javadoc, in the order of their files; {@code GuideExamplesTest} compares. */
@SuppressWarnings({"UnusedVariable", "AddressSelection"})
abstract class ConnectorExamples {
    record Player(String name, int level) {}

    record Message(String text) {}

    interface Seats {
        Call<Outcome<Move>> move(Move move);
    }

    interface Slack {
        Pages<Message> history(String channel);
    }

    record Move(String player, int from, int to) implements Change {
        @Override
        public String kind() {
            return "move";
        }
    }

    void call(Connector api) {
        Call<Player> call = api.get("/players/{id}", Player.class, 42);
        Player now = call.get();
        CompletableFuture<Player> later =
                call.fresh().within(Duration.ofSeconds(3)).start();
    }

    void player(Connector api) {
        Player player = api.get("/players/{id}", Player.class, 42).get();
        List<Player> players =
                api.get("/players", new TypeRef<List<Player>>() {}).get();
    }

    void plan(Seats seats, List<Move> moves) {
        Plan<Move> plan = Plan.builder("seating", (Move move) -> seats.move(move))
                .addAll(moves)
                .build();
        System.out.println(plan);
        Report<Move> report = plan.apply().get();
    }

    void report(Seats seats, List<Move> moves) {
        Plan<Move> plan = Plan.builder("seating of round 3", (Move move) -> seats.move(move))
                .addAll(moves)
                .build();
        System.out.println(plan);
        Report<Move> report = plan.apply().get();
        report.problems().forEach(System.out::println);
        report.orThrow();
    }

    void pages(Slack slack, String channel) {
        for (Message message : slack.history(channel)) {
            System.out.println(message.text());
        }
    }

    void operations(Connector chests) {
        Player ann =
                chests.operation("player").with("id", 42).call(Player.class).get();
        for (Player player : chests.operation("players").with("clan", "wolves").pages(Player.class)) {
            System.out.println(player.name());
        }
    }

    void described(ConnectorRegistry registry) {
        Connector chests = registry.connector("chests");
        Player ann =
                chests.operation("player").with("id", 42).call(Player.class).get();
        for (Player player : chests.operation("players")
                .with("clan", "wolves")
                .with("season", 7)
                .pages(Player.class)) {
            System.out.println(player);
        }
        chests.operation("award")
                .with("id", 42)
                .with("chest", "gold")
                .call(Void.class)
                .get();
    }

    void secret() {
        Secret key = Secret.env("RIOT_KEY");
    }

    void limiter() {
        Limiter shared = Limiter.of(Limit.of(20, Duration.ofSeconds(1)), Limit.of(100, Duration.ofMinutes(2)));
    }

    void oauth() {
        OAuth oauth = OAuth.builder(URI.create("https://id.example.org/oauth/token"), "my-client")
                .clientSecret(Secret.env("CHESTS_SECRET"))
                .scope("players.read")
                .build();
        ConnectorConfig config = ConnectorConfig.builder("chests", URI.create("https://chests.example.org"))
                .auth(oauth.clientCredentials())
                .build();
    }

    void page() {
        OAuth oauth = OAuth.builder(URI.create("https://id.example.org/oauth/token"), "my-client")
                .authorizeAt(URI.create("https://id.example.org/oauth/authorize"))
                .build();
    }

    void user(OAuth oauth, URI received) {
        Authorization asked = oauth.authorization(URI.create("https://cup.example.org/callback"));
        // send the browser to asked.url(), keep asked in its session; then, with the URL it came back to:
        Auth ann = oauth.finish("ann", asked, received).get();
    }

    void atThisMachine(OAuth oauth) {
        Auth ann =
                oauth.loopback("ann", url -> System.out.println("Open " + url)).get();
    }

    void onAnotherDevice(OAuth oauth) {
        Auth hall = oauth.device(
                        "hall",
                        code -> System.out.println("Open " + code.verificationUri() + " and enter " + code.userCode()))
                .get();
    }

    void store() {
        TokenStore store = TokenStore.file(Path.of("tokens"), KeyRing.of("2026-11", Secret.env("TOKEN_KEY")));
    }

    void keys(byte[] plain) {
        KeyRing keys = KeyRing.of("2026-11", Secret.env("STORE_KEY")).and("2025-11", Secret.env("STORE_KEY_BEFORE"));
        Sealer sealer = Sealer.with(keys);
        byte[] sealed = sealer.seal(plain, "ann");
        byte[] opened = sealer.open(sealed, "ann");
    }

    void keyed() {
        Limiter sheets = Limiter.builder()
                .limit(
                        Limit.of(300, Duration.ofMinutes(1)),
                        ask -> ask.request().method())
                .limit(Limit.of(60, Duration.ofMinutes(1)), ask -> ask.request().method() + " " + ask.principal())
                .build();
    }

    void learned() {
        Limiter told = Limiter.builder()
                .learned(ask -> "application at " + ask.host(), (ask, reply) -> lesson(reply))
                .keptIn(Path.of("state/limits.json"))
                .build();
    }

    LimitReport lesson(Reply reply) {
        long used = Long.parseLong(reply.header("X-Used").orElse("0"));
        return LimitReport.none().limit(Limit.of(100, Duration.ofMinutes(2)), used);
    }

    void health(Connector chests, Logger log) {
        Health health = chests.health().get();
        if (!health.isUp()) {
            log.warn("{} since {}: {}", health.status(), health.asOf(), health.reason());
        }
        health.notices().forEach(notice -> log.warn("{} ends {}", notice.operation(), notice.ends()));
    }

    record Roster() {}

    void fallback(Connector api) {
        Call<Roster> roster = api.get("/roster", Roster.class).orElse(Fallback.last(Duration.ofHours(1)));
    }

    void lessons() {
        LimitReport.none()
                .limit(Limit.of(20, Duration.ofSeconds(1)), 3)
                .limit(Limit.of(100, Duration.ofMinutes(2)), 57);
    }

    void options(X509Certificate companyRoot, URI uri, String playerId) {
        TransportOptions.defaults().trust(companyRoot).proxy(new InetSocketAddress("proxy.internal", 3128));
        CachePolicy.of(Duration.ofMinutes(1))
                .route("/players/{id}", Duration.ofHours(1))
                .staleIfError(Duration.ofDays(1));
        CachePolicy.http().route("/live", Duration.ofSeconds(5)).staleIfError(Duration.ofHours(1));
        ConnectorConfig.builder("chests", uri)
                .auth(Auth.bearer(Secret.env("CHESTS_TOKEN")))
                .build();
        Request.post("/players").body(Body.json(new Player("Ann", 3)));
        Request.get("/players/{id}/matches", playerId).query("page", 2);
    }

    void connector() {
        try (Connector api = Connector.create("chests", URI.create("https://chests.example.org"))) {
            Player player = api.get("/players/{id}", Player.class, 42).get();
        }
    }

    void config() {
        ConnectorConfig config = ConnectorConfig.builder("chests", URI.create("https://chests.example.org/api"))
                .auth(Auth.bearer(Secret.env("CHESTS_TOKEN")))
                .limit(Limit.of(5, Duration.ofSeconds(1)))
                .cache(CachePolicy.of(Duration.ofMinutes(1)))
                .build();
    }

    void guide() {
        ConnectorConfig config = ConnectorConfig.builder("chests", URI.create("https://chests.example.org/api"))
                .auth(Auth.bearer(Secret.env("CHESTS_TOKEN")))
                .limit(Limit.of(5, Duration.ofSeconds(1)))
                .cache(CachePolicy.of(Duration.ofMinutes(1)).staleIfError(Duration.ofHours(1)))
                .build();
        try (Connector chests = Connector.create(config)) {
            Player ann = chests.get("/players/{id}", Player.class, 42).get();
        }
    }

    void cacheOfHttp(URI base) {
        ConnectorConfig config = ConnectorConfig.builder("chests", base)
                .cache(CachePolicy.http().maxBytes(16 << 20).staleIfError(Duration.ofHours(1)))
                .build();
        try (Connector chests = Connector.create(config)) {
            Request player = Request.get("/players/{id}", 42);
            Player atMostAMinuteOld = chests.call(player.header("Cache-Control", "max-age=60"), Player.class)
                    .get();
        }
    }

    void cassette(URI uri) {
        Cassette cassette = Cassette.replayOrRecord(Path.of("src/test/cassettes/chests.json"));
        ConnectorConfig config = ConnectorConfig.builder("chests", uri)
                .auth(Auth.bearer(Secret.from(() -> System.getenv().getOrDefault("CHESTS_TOKEN", ""))))
                .cassette(cassette)
                .build();
        try (Connector chests = Connector.create(config)) {
            Player ann = chests.get("/players/{id}", Player.class, 42).get();
        }
        assertThat(cassette.unused()).isEmpty();
    }

    void recipes(Connector api, List<Integer> ids) {
        ConnectorConfig slack = ConnectorConfig.builder("slack", URI.create("https://slack.com/api"))
                .rule((request, reply) ->
                        reply.text().contains("\"ok\":false") ? Verdict.rejected("see the body") : null)
                .build();
        List<Player> players = Call.all(
                        ids.stream()
                                .map(id -> api.get("/players/{id}", Player.class, id))
                                .toList(),
                        8)
                .get();
    }

    void registry(ConnectorConfig chests) {
        try (ConnectorRegistry registry =
                ConnectorRegistry.builder().add(chests).discover().build()) {
            Player player = registry.connector("chests")
                    .get("/players/{id}", Player.class, 42)
                    .get();
        }
    }

    void direct(URI url, String id, byte[] json) {
        try (DirectClient client =
                DirectClient.builder("hooks").timeout(Duration.ofSeconds(10)).build()) {
            Reply reply = client.send("POST", url, Headers.of("webhook-id", id), Body.bytes("application/json", json))
                    .get();
        }
    }

    void carrier() {
        ContextCarrier mdc = () -> {
            Map<String, String> context = MDC.getCopyOfContextMap();
            return task -> () -> {
                MDC.setContextMap(context);
                task.run();
            };
        };
    }

    void fields() {
        List<FieldMember> windows = StructuredFields.parseList(List.of("\"default\";r=50;t=30"));
    }
}
