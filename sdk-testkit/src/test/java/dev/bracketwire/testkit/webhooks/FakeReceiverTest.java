// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.testkit.ManualClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FakeReceiverTest {
    private final FakeReceiver receiver = FakeReceiver.start();

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void received_aWebhook_hasEverythingThatWasSent() throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /hooks?a=%31 HTTP/1.1\r\nWebhook-Id: msg_1\r\nwebhook-timestamp: 1614265330\r\n"
                    + "X-A: 1\r\nx-a: 2\r\nContent-Length: 3\r\n\r\nÄ!");
            assertThat(sender.head()).isEqualTo("HTTP/1.1 204 Scripted\r\n\r\n");
        }
        ReceivedWebhook webhook = receiver.received().get(0);
        assertThat(webhook.number()).isEqualTo(1);
        assertThat(webhook.connection()).isEqualTo(1);
        assertThat(webhook.method()).isEqualTo("POST");
        assertThat(webhook.path()).isEqualTo("/hooks");
        assertThat(webhook.rawQuery()).contains("a=%31");
        assertThat(webhook.id()).contains("msg_1");
        assertThat(webhook.timestamp()).contains(Instant.ofEpochSecond(1614265330));
        assertThat(webhook.headers()).containsEntry("x-A", List.of("1", "2"));
        assertThat(webhook.header("absent")).isEmpty();
        assertThat(webhook.text()).isEqualTo("Ä!");
        assertThat(webhook.body()).hasSize(3);
        assertThat(webhook.at()).isBefore(Instant.now().plusSeconds(1));
        assertThat(webhook).hasToString("#1 POST /hooks msg_1");
        assertThat(receiver).hasToString("FakeReceiver(" + receiver.port() + ", received 1)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1614265330abc", "99999999999999999"})
    void timestamp_thatIsNoTime_isEmpty(String text) throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST /x HTTP/1.1\r\nwebhook-timestamp: " + text + "\r\n\r\n")
                    .head();
        }
        assertThat(receiver.received().get(0).timestamp()).isEmpty();
        assertThat(receiver.received().get(0)).hasToString("#1 POST /x");
    }

    @Test
    void connections_keptAndNew_areCounted() throws Exception {
        try (RawSender first = new RawSender(receiver);
                RawSender second = new RawSender(receiver)) {
            first.post("/a", "1").head();
            first.post("/b", "2").head();
            second.post("/a", "3").head();
            assertThat(receiver.connections()).isEqualTo(2);
            assertThat(receiver.openConnections()).isEqualTo(2);
        }
        assertThat(receiver.received("/a")).extracting(ReceivedWebhook::text).containsExactly("1", "3");
        assertThat(receiver.received()).extracting(ReceivedWebhook::connection).containsOnly(1, 2);
        RawSender.eventually(() -> receiver.openConnections() == 0);
    }

    @Test
    void requests_pipelined_areAnsweredInOrder() throws Exception {
        receiver.on("/b").behaves(Behavior.status(500).after(Duration.ofMillis(50)));
        try (RawSender sender = new RawSender(receiver)) {
            String two = "POST /b HTTP/1.1\r\nContent-Length: 1\r\n\r\n1POST /a HTTP/1.1\r\n\r\n";
            sender.send(two.repeat(200));
            for (int i = 0; i < 200; i++) {
                if (i == 1) {
                    receiver.on("/b").behaves(Behavior.status(500));
                }
                assertThat(sender.head()).contains(" 500 ");
                assertThat(sender.head()).contains(" 204 ");
            }
        }
    }

    @Test
    void body_chunkedOrAskedFor_isRead() throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send(
                    "POST /x HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3;q=1\r\nabc\r\n2\r\nde\r\n0\r\nT: 1\r\n\r\n");
            sender.head();
            sender.send("POST /x HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(sender.head()).isEqualTo("HTTP/1.1 100 Continue\r\n\r\n");
            assertThat(sender.send("fg").head()).contains(" 204 ");
        }
        assertThat(receiver.received()).extracting(ReceivedWebhook::text).containsExactly("abcde", "fg");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "BREW\r\n\r\n",
                "POST x HTTP/1.1\r\n\r\n",
                "POST / HTTP/2\r\n\r\n",
                "POST / HTTP/1.1\r\nnothing\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: x\r\n\r\n",
                "POST / HTTP/1.1\r\nContent-Length: -1\r\n\r\n",
                "POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nz\r\n"
            })
    void requests_thatAreNoHttp_areRefusedAndNotRecorded(String request) throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.send(request).toEnd()).startsWith("HTTP/1.1 400 ").contains("Connection: close");
        }
        assertThat(receiver.count()).isZero();
        assertThat(receiver.inFlight()).isZero();
    }

    @Test
    void head_thatNeverEnds_isRefused() throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST / HTTP/1.1\r\nA: " + "a".repeat(1_048_570));
            assertThat(sender.toEnd()).startsWith("HTTP/1.1 400 ");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc"})
    void clients_thatLeaveInsideARequest_leaveNothing(String request) throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send(request);
        }
        RawSender.eventually(() -> receiver.connections() == 1 && receiver.openConnections() == 0);
        assertThat(receiver.count()).isZero();
        assertThat(receiver.inFlight()).isZero();
    }

    @Test
    void connection_thatTheClientWantsClosed_isClosedWithNotice() throws Exception {
        try (RawSender sender = new RawSender(receiver)) {
            sender.send("POST / HTTP/1.1\r\nConnection: Close\r\n\r\n");
            assertThat(sender.toEnd()).isEqualTo("HTTP/1.1 204 Scripted\r\nConnection: close\r\n\r\n");
        }
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.send("POST / HTTP/1.0\r\n\r\n").toEnd()).contains("Connection: close");
        }
    }

    @Test
    void all_withBehaviors_servesThePathsThatHaveNone() throws Exception {
        receiver.all().behaves(Behavior.status(500));
        receiver.on("/good").behaves(Behavior.ok());
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.post("/other", "").head()).contains(" 500 ");
            assertThat(sender.post("/good", "").head()).contains(" 204 ");
        }
    }

    @Test
    void behavesBy_aFunction_seesTheBodyAndMayThrow() throws Exception {
        receiver.all().behavesBy(webhook -> Behavior.status(Integer.parseInt(webhook.text())));
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.post("/x", "410").head()).contains(" 410 ");
            assertThat(sender.post("/x", "none").head()).contains(" 500 ");
            assertThat(sender.next(30)).contains("the function of /x threw");
        }
    }

    @Test
    void inFlight_whileHeld_countsByPathAndInAll() throws Exception {
        receiver.on("/a").behaves(Behavior.hang());
        receiver.on("/b").behaves(Behavior.hang());
        try (RawSender first = new RawSender(receiver).post("/a", "");
                RawSender second = new RawSender(receiver).post("/a", "");
                RawSender third = new RawSender(receiver).post("/b", "")) {
            receiver.await(3, Duration.ofSeconds(30));
            assertThat(receiver.on("/a").inFlight()).isEqualTo(2);
            assertThat(receiver.inFlight()).isEqualTo(3);
            receiver.release();
            first.head();
            second.head();
            third.head();
            assertThat(receiver.inFlight()).isZero();
            assertThat(receiver.on("/a").mostInFlight()).isEqualTo(2);
            assertThat(receiver.on("/b").mostInFlight()).isEqualTo(1);
            assertThat(receiver.mostInFlight()).isEqualTo(3);
        }
    }

    @Test
    void mostInFlight_oneAfterTheOtherOnTwoConnections_isOne() throws Exception {
        receiver.all()
                .behaves(
                        Behavior.ok(),
                        Behavior.status(200).stream(9),
                        Behavior.status(200).body("x").chunked());
        try (RawSender first = new RawSender(receiver);
                RawSender second = new RawSender(receiver)) {
            first.post("/x", "").head();
            second.post("/x", "").head();
            second.next(9);
            for (int i = 0; i < 500; i++) {
                first.post("/x", "").head();
                first.next(11);
                second.post("/x", "").head();
                second.next(11);
            }
        }
        assertThat(receiver.mostInFlight()).isEqualTo(1);
    }

    @Test
    void leaveUnread_aConnection_readsNothingUntilTheRelease() throws Exception {
        receiver.leaveUnread(1);
        try (RawSender unread = new RawSender(receiver)) {
            RawSender.eventually(() -> receiver.openConnections() == 1);
            try (RawSender other = new RawSender(receiver)) {
                assertThat(other.post("/x", "").head()).contains(" 204 ");
            }
            assertThat(unread.post("/x", "").staysSilent(100)).isTrue();
            assertThat(receiver.count()).isEqualTo(1);
            receiver.release();
            assertThat(unread.head()).contains(" 204 ");
        }
    }

    @Test
    void stopListening_untilListenAgain_refusesOnTheSamePort() throws Exception {
        int port = receiver.port();
        receiver.leaveUnread(1);
        try (RawSender unread = new RawSender(receiver)) {
            RawSender.eventually(() -> receiver.openConnections() == 1);
            try (RawSender kept = new RawSender(receiver)) {
                kept.post("/x", "").head();
                receiver.stopListening();
                receiver.stopListening();
                assertThat(kept.toEnd()).isEmpty();
                assertThat(unread.toEnd()).isEmpty();
            }
        }
        assertThatThrownBy(() -> new RawSender(receiver)).isInstanceOf(ConnectException.class);
        RawSender.eventually(() -> receiver.openConnections() == 0);
        receiver.listenAgain();
        assertThatThrownBy(receiver::listenAgain).isInstanceOf(IllegalStateException.class);
        assertThat(receiver.port()).isEqualTo(port);
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.post("/x", "").head()).contains(" 204 ");
        }
    }

    @Test
    void listenAgain_whenThePortIsTakenOrTheReceiverClosed_fails() throws Exception {
        receiver.stopListening();
        try (ServerSocket taken = new ServerSocket(receiver.port(), 1, InetAddress.getLoopbackAddress())) {
            assertThat(taken.isBound()).isTrue();
            assertThatThrownBy(receiver::listenAgain)
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining("" + receiver.port());
        }
        receiver.close();
        assertThatThrownBy(receiver::listenAgain).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void close_whateverConnectionsDo_leavesNoThreadAndNoSocket() throws Exception {
        receiver.on("/hang").behaves(Behavior.hang());
        receiver.on("/late").behaves(Behavior.ok().after(Duration.ofHours(1)));
        receiver.on("/slow").behaves(Behavior.status(200).stream(9).trickle(Duration.ofHours(1)));
        receiver.on("/head").behaves(Behavior.endlessHeaders());
        receiver.on("/large").behaves(Behavior.status(200).stream(1L << 40));
        List<RawSender> senders = new ArrayList<>();
        for (String path : List.of("/hang", "/late", "/slow", "/head", "/large")) {
            senders.add(new RawSender(receiver).post(path, ""));
        }
        senders.add(new RawSender(receiver).send("POST /half"));
        receiver.await(5, Duration.ofSeconds(30));
        receiver.leaveUnread(1);
        senders.add(new RawSender(receiver));
        RawSender.eventually(() -> receiver.openConnections() == 7);

        receiver.close();
        receiver.close();

        assertThat(receiver.openConnections()).isZero();
        assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .noneMatch(name -> name.startsWith("fake-receiver-" + receiver.port()));
        assertThatThrownBy(() -> new RawSender(receiver)).isInstanceOf(ConnectException.class);
        for (RawSender sender : senders) {
            sender.close();
        }
    }

    @Test
    void close_byAFunctionOfItsOwn_returns() throws Exception {
        receiver.all().behavesBy(webhook -> {
            receiver.close();
            return Behavior.ok();
        });
        try (RawSender sender = new RawSender(receiver)) {
            assertThat(sender.post("/x", "").toEnd()).isEmpty();
        }
        RawSender.eventually(() -> receiver.openConnections() == 0);
    }

    @Test
    void await_withoutEnough_failsWithAListOfThem() throws Exception {
        RawSender.exchange(closing(), "/hooks");
        assertThatThrownBy(() -> receiver.await(2, Duration.ofMillis(20)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("2 webhooks, but there are 1\n  #1 POST /hooks");
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> receiver.await(2, Duration.ofMinutes(1)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("interrupted");
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void keepLast_ofThree_countsAllAndKeepsTwo() throws Exception {
        ManualClock clock = ManualClock.at(Instant.parse("2026-11-21T18:00:00Z"));
        try (FakeReceiver small =
                        FakeReceiver.builder().keepLast(2).clock(clock).start();
                RawSender sender = new RawSender(small)) {
            for (String body : List.of("1", "2", "3")) {
                sender.post("/x", body).head();
            }
            assertThat(small.await(3, Duration.ofSeconds(30)))
                    .extracting(ReceivedWebhook::number)
                    .containsExactly(2, 3);
            assertThat(small.count()).isEqualTo(3);
            assertThat(small.received().get(0).at()).isEqualTo(clock.instant());
        }
        assertThatThrownBy(() -> FakeReceiver.builder().keepLast(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void requests_ofManyConnectionsAtOnce_areAllReceived() throws Exception {
        ExecutorService senders = Executors.newFixedThreadPool(8);
        List<Future<?>> done = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            done.add(senders.submit(() -> sendMany(1000)));
        }
        for (Future<?> one : done) {
            one.get();
        }
        senders.shutdown();
        assertThat(receiver.count()).isEqualTo(8000);
        assertThat(receiver.received()).extracting(ReceivedWebhook::number).doesNotHaveDuplicates();
        assertThat(receiver.connections()).isEqualTo(8);
        assertThat(receiver.mostInFlight()).isBetween(1, 8);
    }

    @Test
    void javaHttpClient_toThePath_isAnswered() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(receiver.uri("/hooks"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(204);
        assertThatThrownBy(receiver::trustManager).isInstanceOf(IllegalStateException.class);
    }

    private FakeReceiver closing() {
        receiver.all().behaves(Behavior.ok().closesAfterwards());
        return receiver;
    }

    private Void sendMany(int count) throws IOException {
        try (RawSender sender = new RawSender(receiver)) {
            for (int i = 0; i < count; i++) {
                sender.post("/x", "{}").head();
            }
        }
        return null;
    }
}
