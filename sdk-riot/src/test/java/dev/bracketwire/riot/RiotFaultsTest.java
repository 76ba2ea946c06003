// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.RejectedException;
import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Timeouts;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.riot.tft.TftMatch;
import dev.bracketwire.riot.tournament.TournamentSettings;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRefusal;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RiotFaultsTest {
    private final FakeRiot fake =
            FakeRiot.builder().applicationLimit("100:1").methodLimit("70:1").start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final FakePlayer ann = fake.player("Ann", "EUW", "euw1");
    private final Puuid puuid = new Puuid(ann.puuid());
    private final String summoner = "/euw1/tft/summoner/v1/summoners/by-puuid/" + ann.puuid();

    @TempDir
    Path folder;

    @AfterEach
    void close() {
        riot.close();
        fake.close();
    }

    @Test
    void tls_selfSigned_isRefusedBeforeTheKeyIsSent() {
        try (FakeUpstream upstream = FakeUpstream.startTls();
                Riot other = Riot.builder(Secret.of("RGAPI-x"))
                        .base(upstream.uri() + "/{route}")
                        .build()) {
            assertThatThrownBy(() -> other.account(puuid).get())
                    .isInstanceOf(TransportException.class)
                    .hasMessageContaining("TLS");
            assertThat(upstream.received()).isEmpty();
        }
    }

    @Test
    void redirect_toAnotherHost_isNotFollowed() {
        try (FakeUpstream foreign = FakeUpstream.start()) {
            fake.upstream().on("GET", summoner).answers(Answer.redirect(302, foreign.uri() + "/stolen"));
            assertThatThrownBy(() -> riot.tft().summoner(Platform.EUW1, puuid).get())
                    .isInstanceOf(RejectedException.class);
            assertThat(foreign.received()).isEmpty();
        }
    }

    @Test
    void key_isInNoMessage() {
        fake.upstream()
                .on("GET", summoner)
                .answers(Answer.json("{\"status\":{\"message\":\"bad key " + fake.key() + "\"}}")
                        .status(400));
        CallException failure = catchThrowableOfType(
                CallException.class,
                () -> riot.tft().summoner(Platform.EUW1, puuid).get());
        assertThat(failure).hasMessageContaining("bad key").hasMessageNotContaining("RGAPI");
        assertThat(riot.toString() + riot.limits()).doesNotContain("RGAPI");
    }

    @Test
    void key_thatIsRotated_isInUseAtOnce() {
        AtomicReference<String> key = new AtomicReference<>("RGAPI-old");
        try (Riot rotating =
                Riot.builder(Secret.from(key::get)).base(fake.base()).build()) {
            assertThatThrownBy(() -> rotating.account(puuid).get()).isInstanceOf(CallException.class);
            key.set(fake.key());
            assertThat(rotating.account(puuid).get().puuid()).isEqualTo(puuid);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<html>Service</html>",
                "",
                "null",
                "[]",
                "{\"puuid\":",
                "{\"puuid\":\"x\"}",
                "{\"puuid\":NaN}",
                "{} {}"
            })
    void body_notAReply_isMalformed(String body) {
        fake.upstream().on("GET", summoner).answers(Answer.json(body));
        assertThatThrownBy(() -> riot.tft().summoner(Platform.EUW1, puuid).get())
                .isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void body_cutOrBroken_isAskedForAgain() {
        String whole = "{\"puuid\":\"" + ann.puuid() + "\",\"profileIconId\":7}";
        fake.upstream()
                .on("GET", summoner)
                .answers(
                        Answer.json(whole).dropInsideBody(),
                        Answer.dropBeforeHead(),
                        Answer.json(whole).gzip());
        assertThat(riot.tft().summoner(Platform.EUW1, puuid).get().profileIconId())
                .isEqualTo(7);
    }

    @Test
    void body_sentByteByByte_endsWithTheAttempt() {
        fake.upstream().on("GET", summoner).answers(Answer.json("{\"a\":1}").drip(1, Duration.ofSeconds(1)));
        try (Riot hurried = Riot.builder(Secret.of(fake.key()))
                .base(fake.base())
                .timeouts(Timeouts.defaults().attempt(Duration.ofMillis(300)).call(Duration.ofSeconds(2)))
                .build()) {
            assertThatThrownBy(
                            () -> hurried.tft().summoner(Platform.EUW1, puuid).get())
                    .isInstanceOf(CallException.class);
        }
    }

    @Test
    void match_withSurprises_isReadAllTheSame() {
        fake.upstream()
                .on("GET", "/europe/tft/match/v1/matches/EUW1_5")
                .answers(Answer.json(
                                "{\"metadata\":{\"data_version\":\"6\",\"match_id\":\"EUW1_5\",\"participants\":null},"
                                        + "\"info\":{\"game_version\":\"TFT_PLACEHOLDER\",\"endOfGameResult\":\"Abort_New\","
                                        + "\"participants\":[{\"puuid\":\"BOT\",\"units\":null,\"new\":{\"a\":[1,null]}}]}}")
                        .withBom());
        TftMatch match = riot.tft().match(MatchId.parse("EUW1_5")).get();
        assertThat(match.metadata().participants()).isEmpty();
        assertThat(match.info().endOfGameResult()).isEqualTo("Abort_New");
        assertThat(match.info().participants()).singleElement().satisfies(bot -> {
            assertThat(bot.units()).isEmpty();
            assertThat(bot.totalDamageToPlayers()).isNull();
            assertThat(bot.more()).containsKey("new");
        });
        assertThat(match.of(puuid)).isEmpty();
        assertThat(match.info().length()).isZero();
    }

    @Test
    void match_listedAndMissing_isAskedForAgain_andLeftOutInTheEnd() {
        String late = fake.tftMatch(List.of(ann));
        String never = fake.tftMatch(List.of(ann));
        fake.withhold(late, 1);
        fake.withhold(never, 1000);
        assertThat(riot.tft().matches(Platform.EUW1, puuid, MatchFilter.all()))
                .extracting(match -> match.id().toString())
                .containsExactly(late);
        fake.upstream()
                .assertReceived("GET", "/europe/tft/match/v1/matches/" + never)
                .times(4);
    }

    @Test
    void post_lost_isNotSentTwice() {
        fake.upstream().on("POST", "/americas/lol/tournament/v5/codes").answers(Answer.dropBeforeHead());
        TransportException failure = catchThrowableOfType(
                TransportException.class,
                () -> riot.tournaments().codes(1, 5, TournamentSettings.of(5)).get());
        assertThat(failure.maybeDone()).isTrue();
        fake.upstream().on("POST", "/americas/lol/tournament/v5/tournaments").answers(Answer.of(500));
        assertThatThrownBy(() -> riot.tournaments().tournament(1, null).get()).isInstanceOf(CallException.class);
        assertThat(fake.upstream().received()).hasSize(2);
    }

    @Test
    void arguments_thatRiotWouldRefuse_areRefusedAtOnce() {
        TournamentSettings settings = TournamentSettings.of(5);
        assertThatThrownBy(() -> riot.tournaments().codes(1, 1001, settings)).hasMessageContaining("count");
        assertThatThrownBy(() -> TournamentSettings.of(6)).hasMessageContaining("teamSize");
        for (String url : List.of("ftp://a.example", "https://a.example:8443/x", "/x")) {
            assertThatThrownBy(() -> riot.tournamentStub().provider(Platform.EUW1, URI.create(url)))
                    .hasMessageContaining("callback");
        }
        assertThatThrownBy(() -> riot.tournaments().provider(Platform.ME1, URI.create("https://a.example")))
                .hasMessageContaining("ME1");
        assertThatThrownBy(() -> riot.tft().findLeague(Platform.EUW1, ".."))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void rateLimited_forYears_failsAtOnceWithTheTime() {
        fake.refuseNext(1, FakeRefusal.APPLICATION, 1_000_000_000);
        assertThatThrownBy(() -> riot.account(puuid).get()).isInstanceOf(RateLimitedException.class);
        RateLimitedException failure = catchThrowableOfType(
                RateLimitedException.class, () -> riot.account(puuid).get());
        assertThat(failure.retryAt()).isAfter(Instant.parse("2050-01-01T00:00:00Z"));
        assertThat(fake.intrusions()).isZero();
    }

    @Test
    void rateLimited_anyForm_waits() {
        for (FakeRefusal kind : FakeRefusal.values()) {
            fake.refuseNext(1, kind, kind == FakeRefusal.SERVER ? 1 : null);
            assertThat(riot.account(puuid).fresh().get().puuid()).isEqualTo(puuid);
        }
        assertThat(fake.intrusions()).isZero();
    }

    @Test
    void calls_manyAtOnce_neverGet429() {
        List<CompletableFuture<Summoner>> calls = IntStream.range(0, 200)
                .mapToObj(i -> riot.tft().summoner(Platform.EUW1, puuid).fresh().start())
                .toList();
        calls.forEach(CompletableFuture::join);
        assertThat(fake.provoked()).isZero();
        assertThat(fake.intrusions()).isZero();
    }

    @Test
    void close_withManyWaiting_endsThemAll() {
        FakeRiot slow = FakeRiot.builder().applicationLimit("1:10").start();
        Riot closing = Riot.builder(Secret.of(slow.key()))
                .base(slow.base())
                .timeouts(Timeouts.defaults().call(Duration.ofHours(5)))
                .build();
        Puuid someone = new Puuid(slow.player("Ann", "EUW", "euw1").puuid());
        closing.lol().summoner(Platform.EUW1, someone).get();
        List<CompletableFuture<Summoner>> calls = IntStream.range(0, 1000)
                .mapToObj(i ->
                        closing.lol().summoner(Platform.EUW1, someone).fresh().start())
                .toList();
        closing.close();
        slow.close();
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(() -> call.get(1, TimeUnit.MINUTES))
                        .hasRootCauseInstanceOf(CancelledException.class));
    }

    @Test
    void limits_areSharedByClientsOfOneKey_andKeptInAFile() {
        Path file = folder.resolve("limits.txt");
        FakeRiot strict = FakeRiot.builder().applicationLimit("2:1000").start();
        Puuid someone = new Puuid(strict.player("Ann", "EUW", "euw1").puuid());
        try (Riot one = Riot.builder(Secret.of(strict.key()))
                        .base(strict.base())
                        .limitsKeptIn(file)
                        .build();
                Riot two = Riot.builder(Secret.of(strict.key()))
                        .base(strict.base())
                        .build()) {
            one.account(someone).get();
            two.account(someone).get();
            assertThatThrownBy(() -> one.account(someone).fresh().get()).isInstanceOf(RateLimitedException.class);
            assertThat(two.limits()).extracting(Limiter.State::scope).contains("2 in PT16M40S of riot-europe");
        }
        assertThat(file).satisfies(kept -> assertThat(Files.readString(kept)).doesNotContain("RGAPI"));
        try (Riot next = Riot.builder(Secret.of(strict.key()))
                .base(strict.base())
                .limitsKeptIn(file)
                .build()) {
            assertThatThrownBy(() -> next.account(someone).get()).isInstanceOf(RateLimitedException.class);
        }
        assertThat(strict.provoked()).isZero();
        strict.close();
    }

    @Test
    void options_areTakenOver() {
        StringBuilder heard = new StringBuilder();
        try (Riot all = Riot.builder(Secret.of(fake.key()))
                .base(fake.base())
                .near(Region.SEA)
                .cache(RiotCache.defaults())
                .spread()
                .transport(TransportOptions.defaults())
                .listener(new CallListener() {
                    @Override
                    public void finished(Finished call) {
                        heard.append(call.operation().connector());
                    }
                })
                .build()) {
            all.account(puuid).get();
        }
        assertThat(heard).hasToString("riot-asia");
        assertThat(Stream.of(Region.values()).map(Region::forAccounts))
                .containsOnly(Region.AMERICAS, Region.ASIA, Region.EUROPE);
    }
}
