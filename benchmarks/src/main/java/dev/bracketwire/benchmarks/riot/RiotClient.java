// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.riot;

import dev.bracketwire.Call;
import dev.bracketwire.Secret;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Riot;
import dev.failsafe.Failsafe;
import dev.failsafe.RetryPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.Response;

/** Who looks up summoners. */
enum RiotClient {
    /** Ours. */
    OURS {
        @Override
        double lookUp(FakeProcess fake, List<String> puuids) {
            try (Riot riot =
                    Riot.builder(Secret.of(fake.key())).base(fake.base()).build()) {
                long begun = System.nanoTime();
                Call.all(
                                puuids.stream()
                                        .map(puuid -> riot.lol().summoner(Platform.EUW1, new Puuid(puuid)))
                                        .toList(),
                                16)
                        .get();
                return since(begun);
            }
        }
    },

    /** OkHttp on 16 threads, with Failsafe's exponential back-off after a refusal: what people write by hand. */
    NAIVE {
        @Override
        double lookUp(FakeProcess fake, List<String> puuids) throws IOException {
            RetryPolicy<Integer> policy = RetryPolicy.<Integer>builder()
                    .handleResult(TOO_MANY)
                    .withBackoff(Duration.ofMillis(500), Duration.ofSeconds(8))
                    .withMaxRetries(50)
                    .build();
            OkHttpClient client = new OkHttpClient();
            ExecutorService threads = Executors.newFixedThreadPool(16);
            long begun = System.nanoTime();
            try {
                List<Future<Integer>> answers = new ArrayList<>();
                for (String puuid : puuids) {
                    Request request = new Request.Builder()
                            .url(fake.base().replace("{route}", "euw1") + "/lol/summoner/v4/summoners/by-puuid/"
                                    + puuid)
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
                return since(begun);
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
    },

    /** Orianna on 16 threads, which no longer finds accounts, and still finds summoners. */
    ORIANNA {
        @Override
        Optional<String> absence() {
            return Files.exists(OriannaProcess.CLASS_PATH)
                    ? Optional.empty()
                    : Optional.of(OriannaProcess.CLASS_PATH + " is missing: run it by benchmarks/run");
        }

        @Override
        double lookUp(FakeProcess fake, List<String> puuids) throws IOException {
            try (OriannaProcess orianna = new OriannaProcess()) {
                orianna.warmUp();
                return orianna.lookUp(fake, "EUW1", puuids);
            }
        }
    };

    private static final int TOO_MANY = 429;

    /** Looks them all up, in so many seconds. */
    abstract double lookUp(FakeProcess fake, List<String> puuids) throws IOException;

    /** Why it cannot; empty if it can. */
    Optional<String> absence() {
        return Optional.empty();
    }

    private static double since(long begun) {
        return (System.nanoTime() - begun) / 1e9;
    }

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
