// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.IncomingHandler;
import dev.bracketwire.webhooks.IncomingScheme;
import dev.bracketwire.webhooks.IncomingSource;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.http.WebRoute;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Verifies and stores signed events on SQLite, which writes each commit to the disk: first as many as 64 threads can send, with
 * a node that only receives; then at a fixed rate while each handler takes a second.
 */
public final class ReceivedEvents implements Probe {
    private static final int THREADS = 64;
    private static final int EVENTS = 30_000;
    private static final int PER_SECOND = 1000;
    private static final int SECONDS = 10;
    private static final byte[] BODY =
            ("{\"action\":\"opened\",\"text\":\"" + "x".repeat(900) + "\"}").getBytes(StandardCharsets.UTF_8);
    private static final String SIGNATURE = "sha256=" + hmac();

    /** Made by name. */
    public ReceivedEvents() {}

    @Override
    public void measure(Figures figures) throws IOException {
        for (int round = 0; round < DeliveryBench.ROUNDS; round++) {
            figures.add("rate", "ours", rate(), "1/s");
            figures.add("reply-p99", "ours", replyTime(), "ms");
        }
    }

    private static double rate() throws IOException {
        Path folder = Files.createTempDirectory("bench-receive");
        try (Database db = Database.open(folder.resolve("queue.db"));
                Webhooks hooks = open(db, true, event -> {})) {
            WebRoute route = hooks.incoming("github");
            DeliveryBench.inParallel(THREADS, 5000, each -> answered(route.answer(request("warm-" + each))));
            long began = System.nanoTime();
            DeliveryBench.inParallel(THREADS, EVENTS, each -> answered(route.answer(request("event-" + each))));
            return EVENTS / ((System.nanoTime() - began) / 1e9);
        }
    }

    private static double replyTime() throws IOException {
        Path folder = Files.createTempDirectory("bench-receive");
        int count = PER_SECOND * SECONDS;
        AtomicLongArray took = new AtomicLongArray(count);
        ExecutorService senders = Executors.newFixedThreadPool(THREADS);
        try (Database db = Database.open(folder.resolve("queue.db"));
                Webhooks hooks = open(db, false, event -> LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(1)))) {
            WebRoute route = hooks.incoming("github");
            long began = System.nanoTime();
            for (int i = 0; i < count; i++) {
                int number = i;
                long due = began + i * (1_000_000_000L / PER_SECOND);
                while (System.nanoTime() < due) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
                senders.execute(() -> {
                    answered(route.answer(request("event-" + number)));
                    took.set(number, System.nanoTime() - due);
                });
            }
            senders.shutdown();
            if (!senders.awaitTermination(5, TimeUnit.MINUTES)) {
                throw new IllegalStateException("the replies did not come within five minutes");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        long[] sorted = new long[count];
        Arrays.setAll(sorted, took::get);
        Arrays.sort(sorted);
        return sorted[(int) (count * 0.99)] / 1e6;
    }

    private static Webhooks open(Database db, boolean receivesOnly, IncomingHandler handler) {
        KeyRing keys = KeyRing.of("bench", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        var builder = Webhooks.builder(db, keys)
                .receive(IncomingSource.of("github", IncomingScheme.github(Secret.of("hush")))
                        .concurrency(100)
                        .on("*", handler));
        return receivesOnly ? builder.publishOnly().open() : builder.open();
    }

    private static WebRequest request(String id) {
        return WebRequest.of(
                "POST",
                "/hooks/github",
                Headers.of(
                        "Content-Type",
                        "application/json",
                        "X-GitHub-Event",
                        "pull_request",
                        "X-GitHub-Delivery",
                        id,
                        "X-Hub-Signature-256",
                        SIGNATURE),
                BODY);
    }

    private static void answered(WebReply reply) {
        if (reply.status() != 200) {
            throw new IllegalStateException("answered " + reply.status());
        }
    }

    private static String hmac() {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec("hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(BODY));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
