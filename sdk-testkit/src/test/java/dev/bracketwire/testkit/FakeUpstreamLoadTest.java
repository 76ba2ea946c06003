// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FakeUpstreamLoadTest {
    @Test
    void received_tenThousandRequestsOnEightConnections_areAllThere() throws Exception {
        Set<Thread> before = threads();
        ExecutorService clients = Executors.newFixedThreadPool(8);
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/n/{n}").answers(request -> Answer.text(request.variable("n")));
            List<Future<Integer>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(clients.submit(() -> requests(upstream, 1250)));
            }
            for (Future<Integer> run : runs) {
                assertThat(run.get(1, TimeUnit.MINUTES)).isEqualTo(1250);
            }
            assertThat(upstream.received()).hasSize(10_000);
            assertThat(upstream.received().get(9_999).index()).isEqualTo(9_999);
            assertThat(upstream.connections()).isEqualTo(8);
            assertThat(upstream.mostConcurrent()).isBetween(1, 8);
            assertThat(threads()).hasSizeLessThan(before.size() + 8 + 8 + 8);
        } finally {
            clients.shutdownNow();
        }
    }

    @Test
    void mostConcurrent_oneAfterAnotherOnNewConnections_isOne() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/x").answers(Answer.text("a".repeat(20_000)), Answer.empty(), Answer.text("short"));
            for (int i = 0; i < 200; i++) {
                RawClient.get(upstream, "/x");
            }
            assertThat(upstream.mostConcurrent()).isEqualTo(1);
        }
    }

    @Test
    void mostConcurrent_threeAtOnce_isThree() throws Exception {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            CyclicBarrier together = new CyclicBarrier(3);
            upstream.on("GET", "/x").answers(request -> {
                try {
                    together.await(1, TimeUnit.MINUTES);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
                return Answer.empty();
            });
            try (RawClient a = new RawClient(upstream);
                    RawClient b = new RawClient(upstream);
                    RawClient c = new RawClient(upstream)) {
                for (RawClient client : List.of(a, b, c)) {
                    client.sendGet("/x");
                }
                for (RawClient client : List.of(a, b, c)) {
                    client.readUntil("\r\n\r\n");
                }
            }
            assertThat(upstream.mostConcurrent()).isEqualTo(3);
            assertThat(upstream.unexpected()).isEmpty();
        }
    }

    @Test
    void close_whileAnswersHangForAnHour_waitsForNoneAndLeavesNoThread() throws Exception {
        Set<Thread> before = threads();
        FakeUpstream upstream = FakeUpstream.start();
        Answer body = Answer.text("0123456789");
        upstream.on("GET", "/stall").answers(Answer.stall());
        upstream.on("GET", "/after").answers(Answer.of(200).after(Duration.ofHours(1)));
        upstream.on("GET", "/inside").answers(body.stallInsideBody());
        upstream.on("GET", "/drip").answers(body.drip(1, Duration.ofHours(1)));
        List<RawClient> hanging = new ArrayList<>();
        for (String path : List.of("/stall", "/after", "/inside", "/drip", "/stall")) {
            hanging.add(new RawClient(upstream).sendGet(path));
        }
        hanging.add(new RawClient(upstream));
        upstream.await(5, Duration.ofMinutes(1));
        Eventually.holds(() -> upstream.openConnections() == 6);

        long started = System.nanoTime();
        upstream.close();
        upstream.close();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofMinutes(1));

        assertThat(upstream.openConnections()).isZero();
        Eventually.holds(() -> before.containsAll(threads()));
        for (RawClient client : hanging) {
            client.close();
        }
    }

    private static int requests(FakeUpstream upstream, int count) throws Exception {
        try (RawClient client = new RawClient(upstream)) {
            int right = 0;
            for (int i = 0; i < count; i++) {
                right += client.sendGet("/n/" + i).readUntil("\r\n\r\n" + i).isEmpty() ? 0 : 1;
            }
            return right;
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.isDaemon())
                .collect(Collectors.toSet());
    }
}
