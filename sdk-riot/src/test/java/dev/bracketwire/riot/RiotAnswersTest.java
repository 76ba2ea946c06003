// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.CallException;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.NotFoundException;
import dev.bracketwire.Secret;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.riot.lol.LolTimeline;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.riot.FakePlayer;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What Riot, or what stands before it, should not answer and may. */
class RiotAnswersTest {
    private final FakeRiot fake =
            FakeRiot.builder().applicationLimit("1000:1").methodLimit("1000:1").start();
    private final Riot riot =
            Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
    private final FakePlayer ann = fake.player("Ann", "EUW", "euw1");
    private final Puuid puuid = new Puuid(ann.puuid());
    private final String summoner = "/euw1/tft/summoner/v1/summoners/by-puuid/" + ann.puuid();

    @AfterEach
    void close() {
        riot.close();
        fake.close();
    }

    @Test
    void proxy_thatAsksForALogin_saysWhatToDo() throws IOException {
        List<String> heard = new ArrayList<>();
        CompletableFuture<Void> refusing;
        try (ServerSocket proxy = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            refusing = CompletableFuture.runAsync(() -> refuse(proxy, heard));
            TransportOptions options = TransportOptions.defaults()
                    .proxy(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.getLocalPort()));
            try (Riot behind =
                    Riot.builder(Secret.of(fake.key())).transport(options).build()) {
                CallException failure = catchThrowableOfType(
                        CallException.class, () -> behind.account(puuid).get());
                assertThat(failure)
                        .isInstanceOf(TransportException.class)
                        .hasMessageContaining("the proxy asks for a login")
                        .hasMessageContaining("proxyLogin")
                        .hasMessageNotContaining("RGAPI");
                assertThat(failure.maybeDone()).isFalse();
            }
        }
        refusing.join();
        assertThat(heard)
                .isNotEmpty()
                .allSatisfy(head -> assertThat(head)
                        .startsWith("CONNECT europe.api.riotgames.com:443")
                        .doesNotContainIgnoringCase("X-Riot-Token"));
    }

    private static void refuse(ServerSocket proxy, List<String> heard) {
        while (true) {
            try (Socket client = proxy.accept()) {
                StringBuilder head = new StringBuilder();
                while (!head.toString().endsWith("\r\n\r\n")) {
                    head.append((char) client.getInputStream().read());
                }
                heard.add(head.toString());
                client.getOutputStream()
                        .write(String.join(
                                        "\r\n",
                                        "HTTP/1.1 407 Proxy Authentication Required",
                                        "Proxy-Authenticate: Basic realm=p",
                                        "Content-Length: 0",
                                        "",
                                        "")
                                .getBytes(StandardCharsets.US_ASCII));
            } catch (SocketException e) {
                return; // the test has closed it
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Test
    void connect_noListener_isATransportFailure() {
        String base;
        try (FakeUpstream gone = FakeUpstream.start()) {
            base = gone.uri() + "/{route}";
        }
        try (Riot lost = Riot.builder(Secret.of(fake.key())).base(base).build()) {
            TransportException failure = catchThrowableOfType(
                    TransportException.class, () -> lost.account(puuid).get());
            assertThat(failure).hasMessageContaining("no connection could be made");
            assertThat(failure.maybeDone()).isFalse();
        }
    }

    @Test
    void timeline_truncated_isRequestedAgain() {
        String whole = timeline();
        String path = "/europe/lol/match/v5/matches/EUW1_9/timeline";
        assertThat(whole.length()).isGreaterThan(2_000_000);
        MatchId id = MatchId.parse("EUW1_9");

        fake.upstream().on("GET", path).answers(Answer.json(whole).truncated());
        assertThatThrownBy(() -> riot.lol().timeline(id).get()).isInstanceOf(MalformedReplyException.class);
        fake.upstream().on("GET", path).answers(Answer.json(whole).dropInsideBody());
        assertThatThrownBy(() -> riot.lol().timeline(id).get()).isInstanceOf(TransportException.class);
        fake.upstream().on("GET", path).answers(Answer.json(whole).gzip().truncated());
        assertThatThrownBy(() -> riot.lol().timeline(id).get()).isInstanceOf(CallException.class);

        fake.upstream()
                .on("GET", path)
                .answers(
                        Answer.json(whole).dropInsideBody(),
                        Answer.json(whole).chunked().dropInsideBody(),
                        Answer.json(whole).gzip());
        LolTimeline timeline = riot.lol().timeline(id).get();
        assertThat(timeline.info().frames()).hasSize(FRAMES);
        fake.upstream().on("GET", path).answers(Answer.of(500));
        assertThat(riot.lol().timeline(id).get()).as("the whole is kept").isEqualTo(timeline);
    }

    private static final int FRAMES = 5000;

    private static String timeline() {
        String frame = "{\"timestamp\":60000,\"events\":["
                + IntStream.range(0, 6)
                        .mapToObj(i -> "{\"timestamp\":" + i + ",\"type\":\"ITEM_PURCHASED\",\"participantId\":1,"
                                + "\"itemId\":1055}")
                        .collect(Collectors.joining(","))
                + "],\"participantFrames\":{}}";
        return "{\"metadata\":{\"matchId\":\"EUW1_9\"},\"info\":{\"frameInterval\":60000,\"frames\":["
                + IntStream.range(0, FRAMES).mapToObj(i -> frame).collect(Collectors.joining(",")) + "]}}";
    }

    @Test
    void ladder_ofFiftyThousand_isReadWhole() {
        String entry = "{\"puuid\":\"" + ann.puuid() + "\",\"rank\":\"I\",\"leaguePoints\":1}";
        fake.upstream()
                .on("GET", "/euw1/tft/league/v1/challenger")
                .answers(Answer.json("{\"tier\":\"CHALLENGER\",\"entries\":["
                        + IntStream.range(0, 50_000).mapToObj(i -> entry).collect(Collectors.joining(",")) + "]}"));
        assertThat(riot.tft().challenger(Platform.EUW1, "RANKED_TFT").get().entries())
                .hasSize(50_000);
    }

    @Test
    void nothing_whereAListEnds_isItsEnd_andWhereSomethingMustBe_isMalformed() {
        fake.upstream()
                .on("GET", "/euw1/lol/league/v4/entries/RANKED_SOLO_5x5/GOLD/II")
                .answers(Answer.of(204));
        assertThat(riot.lol().ranked(Platform.EUW1, "RANKED_SOLO_5x5", "GOLD", "II"))
                .isEmpty();
        fake.upstream().on("GET", summoner).answers(Answer.of(204));
        assertThatThrownBy(() -> riot.tft().summoner(Platform.EUW1, puuid).get())
                .isInstanceOf(MalformedReplyException.class);
    }

    @Test
    void notFound_withAndWithoutAStatus_isTheSame() {
        for (Answer answer : List.of(
                Answer.of(404),
                Answer.of(404).contentType("text/html"),
                Answer.json("{\"status\":{\"message\":\"Data not found\",\"status_code\":404}}")
                        .status(404))) {
            fake.upstream().on("GET", summoner).answers(answer);
            assertThatThrownBy(() ->
                            riot.tft().summoner(Platform.EUW1, puuid).fresh().get())
                    .isInstanceOf(NotFoundException.class);
        }
    }

    @Test
    void numbers_ofAnotherForm_areReadWhereNothingIsLost() {
        String good =
                "{\"puuid\":\"" + ann.puuid() + "\",\"profileIconId\":7.0,\"summonerLevel\":1,\"summonerLevel\":2}";
        fake.upstream().on("GET", summoner).answers(Answer.json(good));
        Summoner read = riot.tft().summoner(Platform.EUW1, puuid).get();
        assertThat(read.profileIconId()).isEqualTo(7);
        assertThat(read.summonerLevel()).as("of two, the last").isEqualTo(2);
    }

    @Test
    void permits_ofCallsThatFail_comeBack() {
        try (FakeRiot strict = FakeRiot.builder()
                        .applicationLimit("20:1")
                        .methodLimit("20:1")
                        .start();
                Riot other = Riot.builder(Secret.of(strict.key()))
                        .base(strict.base())
                        .build()) {
            FakePlayer bea = strict.player("Bea", "EUW", "euw1");
            Puuid someone = new Puuid(bea.puuid());
            assertThat(other.account(someone).get().puuid()).isEqualTo(someone);
            strict.upstream()
                    .on("GET", "/europe/riot/account/v1/accounts/by-riot-id/{name}/{tag}")
                    .answers(Answer.json("{").truncated());
            for (int i = 0; i < 45; i++) {
                assertThatThrownBy(() ->
                                other.account(RiotId.parse("Ann#EUW")).fresh().get())
                        .isInstanceOf(MalformedReplyException.class);
            }
            assertThat(other.account(someone).fresh().get().puuid()).isEqualTo(someone);
            assertThat(strict.provoked()).isZero();
        }
    }
}
