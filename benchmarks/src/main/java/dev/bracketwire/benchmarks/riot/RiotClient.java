// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.Secret;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotId;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Who looks up accounts. */
enum RiotClient {
    /** Ours. */
    OURS {
        @Override
        void lookUp(FakeProcess fake, int calls) {
            try (Riot riot =
                    Riot.builder(Secret.of(fake.key())).base(fake.base()).build()) {
                List<RiotId> names = IntStream.rangeClosed(1, calls)
                        .mapToObj(i -> new RiotId("Player " + i, "FAKE"))
                        .toList();
                riot.accounts(names)
                        .get()
                        .forEach(lookup -> lookup.fold(
                                account -> account,
                                name -> {
                                    throw new IllegalStateException("nobody is " + name);
                                },
                                why -> {
                                    throw why;
                                }));
            }
        }
    },

    /** OkHttp on 16 threads, with Failsafe's exponential back-off after a refusal: what people write by hand. */
    NAIVE {
        @Override
        void lookUp(FakeProcess fake, int calls) throws IOException {
            RetryPolicy<Integer> policy = RetryPolicy.<Integer>builder()
                    .handleResult(TOO_MANY)
                    .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(8))
                    .withMaxRetries(50)
                    .build();
            OkHttpClient client = new OkHttpClient();
            ExecutorService threads = Executors.newFixedThreadPool(16);
            try {
                List<Future<Integer>> answers = new ArrayList<>();
                for (int i = 1; i <= calls; i++) {
                    Request request = new Request.Builder()
                            .url(fake.base().replace("{route}", "europe")
                                    + "/riot/account/v1/accounts/by-riot-id/Player%20" + i + "/FAKE")
                            .header("X-Riot-Token", fake.key())
                            .build();
                    answers.add(threads.submit(() -> Failsafe.with(policy).get(() -> {
                        try (Response response = client.newCall(request).execute()) {
                            return response.code();
                        }
                    })));
                }
                for (Future<Integer> answer : answers) {
                    if (answer.get() != 200) {
                        throw new IOException("status " + answer.get());
                    }
                }
            } catch (ExecutionException e) {
                throw new IOException(e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException(e);
            } finally {
                threads.shutdownNow();
                client.dispatcher().executorService().shutdown();
                client.connectionPool().evictAll();
            }
        }
    };

    private static final int TOO_MANY = 429;

    abstract void lookUp(FakeProcess fake, int calls) throws IOException;

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
