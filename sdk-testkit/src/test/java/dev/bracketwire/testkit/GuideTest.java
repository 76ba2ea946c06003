// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.sheets.FakeSpreadsheet;
import dev.bracketwire.testkit.sheets.FakeTab;
import dev.bracketwire.testkit.speedgaming.FakeEpisode;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.speedgaming.FeedFault;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeNameService;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.NameAnswer;
import dev.bracketwire.testkit.webhooks.ReceivedWebhook;
import java.io.IOException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Runs the code of the guide and of the Javadoc, and holds both equal to what runs here. */
class GuideTest {
    private static final Path SOURCES = Path.of("src/main/java/dev/bracketwire/testkit");

    @Test
    void upstream_asTheGuideShowsIt_works() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/players/{id}")
                    .answers(Answer.tooManyRequests().retryAfterSeconds(1), Answer.json("{\"name\":\"Ann\"}"));

            String name = new Players(upstream.uri()).name("42"); // the code under test

            assertThat(name).isEqualTo("Ann");
            upstream.assertReceived("GET", "/players/{id}").times(2);
            assertThat(upstream.unexpected()).isEmpty();
        }
    }

    @Test
    void riot_asTheGuideShowsIt_works() {
        try (FakeRiot riot = FakeRiot.start()) {
            FakePlayer ann = riot.player("Ann", "EUW", "euw1").rank("RANKED_TFT", "GOLD", "II", 40);
            riot.tftMatch(List.of(ann));
            // point the code under test at riot.base(), with the key riot.key()
            assertThat(riot.base()).endsWith("/{route}");
        }
    }

    @Test
    void sheets_asTheGuideShowsIt_works() {
        ManualClock clock = ManualClock.create();
        try (FakeSheets google =
                FakeSheets.builder().clock(clock).quota(60, 60).start().token("t-1")) {
            FakeSpreadsheet cup = google.spreadsheet("Spring Cup");
            FakeTab players = cup.tab("Players", List.of(List.of("Name", "Riot ID"), List.of("Ann", "Ann#EUW")));
            // the code under test reads and writes cup.id() with the token t-1, or with google.serviceAccountJson()
            players.insertColumn(1).protect("A1:C1"); // edits of a second user, at once
            assertThat(players.rows()).hasSize(2);
            assertThat(google.refusedByQuota()).isZero();
            assertThat(google.unexpected()).isEmpty();
        }
        try (FakeSheets google = FakeSheets.start().token("t-1")) {
            FakeTab players = google.spreadsheet("Spring Cup").tab("Players", List.of(List.of("Name"), List.of("Ann")));
            players.insertColumn(1);
            assertThat(players.cell("B2")).isEqualTo("Ann");
        }
    }

    @Test
    void speedGaming_asTheGuideShowsIt_works() {
        ManualClock clock = ManualClock.create();
        try (FakeSpeedGaming fake = FakeSpeedGaming.builder().clock(clock).start()) {
            Instant start = clock.instant().plus(Duration.ofHours(5));
            FakeEpisode episode = fake.episode(70001)
                    .event("examplecup")
                    .at(start)
                    .player("Alpha", player -> player.discordId("472785637984960513"))
                    .player("Beta");
            // the code under test asks fake.uri()
            episode.at(start.plus(Duration.ofHours(1))).swapPlayer("Beta", "Gamma"); // it is moved
            fake.failNext(FeedFault.MAINTENANCE_PAGE, FeedFault.TRUNCATED);
            fake.assertSpacing(Duration.ofMinutes(1));
            assertThat(fake.unexpected()).isEmpty();
        }
        Instant start = Instant.now();
        try (FakeSpeedGaming fake = FakeSpeedGaming.start()) {
            FakeEpisode episode = fake.episode(70001)
                    .event("examplecup")
                    .at(start)
                    .player("Alpha")
                    .player("Beta");
            // point the code under test at fake.uri()
            episode.at(start.plus(Duration.ofHours(1)));
            fake.failNext(FeedFault.MAINTENANCE_PAGE);
            assertThat(episode.json()).contains("\"Beta\"");
        }
    }

    @Test
    void javadoc_exampleOfSpeedGaming_isTheGuides() throws IOException {
        String source = Files.readString(SOURCES.resolve("speedgaming").resolve("package-info.java"))
                .replaceAll("(?m)^ \\* ?", "");
        String ours = flat(Files.readString(Path.of("src/test/java/dev/bracketwire/testkit/GuideTest.java")));
        String example = source.substring(source.indexOf("<pre>{@code") + 11, source.indexOf("}</pre>"));
        assertThat(ours).contains(flat(example).replaceAll("}+$", ""));
    }

    @Test
    void receiver_asTheGuideShowsIt_works() throws Exception {
        String secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
        try (FakeReceiver receiver = FakeReceiver.start()) {
            receiver.on("/hooks").behaves(Behavior.status(503).retryAfter("120"), Behavior.ok());
            new Sender(receiver.uri("/hooks"), secret).sendUntilAccepted("msg_1", "{}"); // the code under test
            List<ReceivedWebhook> both = receiver.await(2, Duration.ofSeconds(10));
            assertThat(both.get(1).id()).isEqualTo(both.get(0).id());
            assertThat(both.get(1).verifies(secret)).isTrue();
        }
    }

    @Test
    void names_asTheGuideShowsThem_work() throws Exception {
        FakeNameService names = new FakeNameService();
        names.on("hooks.example").answers(NameAnswer.addresses("8.8.8.8"), NameAnswer.addresses("169.254.169.254"));
        names.on("down.example").answers(NameAnswer.unknown());
        assertThat(names.resolve("hooks.example")).hasSize(1);
        assertThatThrownBy(() -> names.resolve("down.example")).isInstanceOf(UnknownHostException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"package-info.java", "FakeReceiver.java", "FakeNameService.java"})
    void javadoc_examplesOfWebhooks_areTheGuides(String file) throws IOException {
        String source =
                Files.readString(SOURCES.resolve("webhooks").resolve(file)).replaceAll("(?m)^ \\* ?", "");
        String ours = flat(Files.readString(Path.of("src/test/java/dev/bracketwire/testkit/GuideTest.java")));
        String example = source.substring(source.indexOf("<pre>{@code") + 11, source.indexOf("}</pre>"));
        for (String part : example.split("// point the code under test at receiver.uri\\(\"/hooks\"\\)", -1)) {
            assertThat(ours).contains(flat(part).replaceAll("}+$", ""));
        }
    }

    @Test
    void tls_asTheGuideShowsIt_works() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.startTls()) {
            upstream.on("GET", "/x").answers(Answer.text("secured"));
            HttpClient client = HttpClient.newBuilder()
                    .sslContext(upstream.tls().sslContext())
                    .build();
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(upstream.uri() + "/x")).build();
            assertThat(client.send(request, BodyHandlers.ofString()).body()).isEqualTo("secured");
        }
    }

    @Test
    void clock_asTheGuideShowsIt_works() throws Exception {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));
        ScheduledFuture<String> reminder = clock.schedule(() -> "check in", 10, TimeUnit.MINUTES);
        clock.advance(Duration.ofMinutes(10));
        assertThat(reminder.get()).isEqualTo("check in");
        assertThat(clock.instant()).isEqualTo(Instant.parse("2026-11-21T18:10:00Z"));
    }

    @Test
    void guide_everyJavaBlock_isCodeThatRunsHere() throws IOException {
        String guide = Files.readString(Path.of("../docs/testkit.md"));
        String ours = flat(Files.readString(Path.of("src/test/java/dev/bracketwire/testkit/GuideTest.java")));
        List<String> blocks = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL)
                .matcher(guide)
                .results()
                .map(block -> flat(block.group(1)))
                .toList();
        assertThat(blocks).hasSize(7).allSatisfy(block -> assertThat(ours).contains(block));
    }

    @ParameterizedTest
    @ValueSource(strings = {"package-info.java", "FakeUpstream.java"})
    void javadoc_exampleOfTheUpstream_isTheGuides(String file) throws IOException {
        String source = Files.readString(SOURCES.resolve(file)).replaceAll("(?m)^ \\* ?", "");
        String ours = flat(Files.readString(Path.of("src/test/java/dev/bracketwire/testkit/GuideTest.java")));
        String example = source.substring(source.indexOf("try (FakeUpstream"), source.indexOf("}</pre>"));
        for (String part : example.split("// point the code under test at upstream.uri\\(\\)", -1)) {
            assertThat(ours).contains(flat(part).replaceAll("}+$", ""));
        }
    }

    /** Without white space, so that the formatter may break lines as it likes. */
    private static String flat(String code) {
        return code.replaceAll("\\s+", "");
    }

    /** Stands for a user's sender of webhooks: it tries again at once. */
    private record Sender(URI endpoint, String secret) {
        void sendUntilAccepted(String id, String body) throws Exception {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring(6)), "HmacSHA256"));
            byte[] signature = mac.doFinal((id + ".1614265330." + body).getBytes(StandardCharsets.UTF_8));
            HttpRequest request = HttpRequest.newBuilder(endpoint)
                    .header("webhook-id", id)
                    .header("webhook-timestamp", "1614265330")
                    .header("webhook-signature", "v1," + Base64.getEncoder().encodeToString(signature))
                    .POST(BodyPublishers.ofString(body))
                    .build();
            HttpClient client = HttpClient.newHttpClient();
            while (client.send(request, BodyHandlers.discarding()).statusCode() != 204) {
                // it is refused, so it is sent again
            }
        }
    }

    /** Stands for a user's client: it tries again at once when it is told to wait. */
    private record Players(URI base) {
        String name(String id) throws Exception {
            HttpRequest request =
                    HttpRequest.newBuilder(URI.create(base + "/players/" + id)).build();
            HttpResponse<String> response;
            do {
                response = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
            } while (response.statusCode() == 429);
            return response.body().split("\"", -1)[3];
        }
    }
}
