// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.CancelledException;
import dev.bracketwire.ConfigurationException;
import dev.bracketwire.connector.Api.Player;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorRegistryTest {
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    private static ConnectorConfig config(String id) {
        return ConnectorConfig.builder(id, NOWHERE).build();
    }

    @Test
    void connector_askedFor_isMadeThenAndReachesItsUpstream() {
        try (FakeUpstream upstream = FakeUpstream.start()) {
            upstream.on("GET", "/players/{id}").answers(Answer.json(Api.ANN));
            AtomicInteger asked = new AtomicInteger();
            try (ConnectorRegistry registry = ConnectorRegistry.builder()
                    .add("chests", () -> {
                        asked.incrementAndGet();
                        return ConnectorConfig.builder("chests", upstream.uri()).build();
                    })
                    .add(config("other"))
                    .build()) {
                assertThat(registry.ids()).containsExactly("chests", "other");
                assertThat(asked).hasValue(0);
                Connector chests = registry.connector("chests");
                assertThat(chests.get("/players/{id}", Player.class, 42).get().name())
                        .isEqualTo("Ann");
                assertThat(registry.connector("chests")).isSameAs(chests);
                assertThat(asked).hasValue(1);
            }
        }
    }

    @Test
    void connector_addedOpen_isTheSameAndStaysOpen() {
        try (FakeUpstream upstream = FakeUpstream.start();
                Connector own = Connector.create("own", upstream.uri())) {
            upstream.on("GET", "/players/{id}").answers(Answer.json(Api.ANN));
            try (ConnectorRegistry registry =
                    ConnectorRegistry.builder().add(own).add(config("other")).build()) {
                assertThat(registry.connector("own")).isSameAs(own);
                assertThat(registry.ids()).containsExactly("other", "own");
                assertThat(registry.checklist().entries())
                        .anyMatch(entry -> entry.connector().equals("own"));
            }
            assertThat(own.get("/players/{id}", Player.class, 42).get().name()).isEqualTo("Ann");
        }
    }

    @Test
    void connector_addedOpenUnderAnIdInUse_isRefused() {
        try (Connector own = Connector.create("own", NOWHERE)) {
            assertThatThrownBy(() -> ConnectorRegistry.builder()
                            .add(config("own"))
                            .add(own)
                            .build())
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("own");
        }
    }

    @Test
    void connector_askedForByAHundredThreads_isMadeOnce() throws Exception {
        AtomicInteger made = new AtomicInteger();
        Set<Connector> seen = Collections.synchronizedSet(Collections.newSetFromMap(new IdentityHashMap<>()));
        ExecutorService threads = Executors.newFixedThreadPool(100);
        CountDownLatch start = new CountDownLatch(1);
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .add("one", () -> {
                    made.incrementAndGet();
                    return config("one");
                })
                .build()) {
            List<CompletableFuture<Void>> asking = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                asking.add(CompletableFuture.runAsync(
                        () -> {
                            awaited(start);
                            seen.add(registry.connector("one"));
                        },
                        threads));
            }
            start.countDown();
            CompletableFuture.allOf(asking.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
        }
        threads.shutdown();
        assertThat(made).hasValue(1);
        assertThat(seen).hasSize(1);
    }

    private static void awaited(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void connector_unknown_listsTheKnownOnes() {
        try (ConnectorRegistry registry =
                ConnectorRegistry.builder().add(config("b")).add(config("a")).build()) {
            assertThatThrownBy(() -> registry.connector("c"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("there is no connector \"c\"; known are [a, b]");
        }
    }

    @Test
    void connector_configurationThrows_isReadAgainAndOthersStillWork() {
        AtomicInteger times = new AtomicInteger();
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .add("moody", () -> {
                    if (times.getAndIncrement() == 0) {
                        throw new IllegalStateException("no key yet");
                    }
                    return config("moody");
                })
                .add(config("calm"))
                .build()) {
            assertThatThrownBy(() -> registry.connector("moody")).hasMessage("no key yet");
            assertThat(registry.connector("calm")).isNotNull();
            assertThat(registry.connector("moody")).isNotNull();
        }
    }

    @Test
    void connector_configurationOfAnotherId_isRefused() {
        try (ConnectorRegistry registry =
                ConnectorRegistry.builder().add("a", () -> config("b")).build()) {
            assertThatThrownBy(() -> registry.connector("a"))
                    .hasMessage("the provider of connector a gave a configuration with the id b");
        }
    }

    @Test
    void connector_configurationAsksForItself_isRefused() {
        CompletableFuture<ConnectorRegistry> own = new CompletableFuture<>();
        try (ConnectorRegistry registry = ConnectorRegistry.builder()
                .add("a", () -> {
                    own.join().connector("b");
                    return config("a");
                })
                .add("b", () -> {
                    own.join().connector("a");
                    return config("b");
                })
                .build()) {
            own.complete(registry);
            assertThatThrownBy(() -> registry.connector("a"))
                    .hasMessage("the configuration of connector a asks for itself, by way of a, b");
        }
    }

    @Test
    void build_sameIdTwice_isReportedWithAllOthers() {
        ConnectorRegistryBuilder builder = ConnectorRegistry.builder()
                .add(config("a"))
                .add(config("a"))
                .add(config("b"))
                .add(config("b"));
        assertThatThrownBy(builder::build)
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(e.problems()).hasSize(2))
                .hasMessageContaining("a is added twice");
    }

    @Test
    void close_callsUnderWay_endsThemLastMadeFirstAndMakesNoMore() {
        List<String> ended = new ArrayList<>();
        ConnectorRegistryBuilder builder = ConnectorRegistry.builder();
        for (String id : List.of("a", "b", "c")) {
            Limiter endless = ask -> {
                CompletableFuture<Limiter.Permit> never = new CompletableFuture<>();
                never.whenComplete((permit, cancelled) -> ended.add(id));
                return never;
            };
            builder.add(ConnectorConfig.builder(id, NOWHERE).limiter(endless).build());
        }
        ConnectorRegistry registry = builder.build();
        List<CompletableFuture<Reply>> calls = new ArrayList<>();
        for (String id : List.of("b", "a")) {
            calls.add(registry.connector(id).send(Request.get("/x")).start());
        }
        registry.close();
        registry.close();
        assertThat(ended).containsExactly("a", "b");
        assertThat(calls)
                .allSatisfy(call -> assertThatThrownBy(() -> call.get(1, TimeUnit.MINUTES))
                        .hasCauseInstanceOf(CancelledException.class));
        assertThatThrownBy(() -> registry.connector("c")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> registry.connector("a")).isInstanceOf(IllegalStateException.class);
    }

    /** Found by the loader below. */
    public static final class Found implements ConnectorProvider {
        @Override
        public String id() {
            return "found";
        }

        @Override
        public ConnectorConfig config() {
            return ConnectorRegistryTest.config("found");
        }
    }

    /** Has the same id. */
    public static final class Twin implements ConnectorProvider {
        @Override
        public String id() {
            return "found";
        }

        @Override
        public ConnectorConfig config() {
            return ConnectorRegistryTest.config("found");
        }
    }

    /** Cannot be made. */
    public static final class Broken implements ConnectorProvider {
        /** Fails. */
        public Broken() {
            throw new IllegalStateException("no such file");
        }

        @Override
        public String id() {
            return "broken";
        }

        @Override
        public ConnectorConfig config() {
            return ConnectorRegistryTest.config("broken");
        }
    }

    private static URLClassLoader loader(Path folder, String... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(services.resolve(ConnectorProvider.class.getName()), List.of(providers));
        return new URLClassLoader(new URL[] {folder.toUri().toURL()}, ConnectorRegistryTest.class.getClassLoader());
    }

    @Test
    void discover_brokenProvidersAmongThem_usesTheOthersAndNamesTheBroken(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Broken.class.getName(), "no.such.Provider", Found.class.getName());
                ConnectorRegistry registry =
                        ConnectorRegistry.builder().discover(loader).build()) {
            assertThat(registry.connector("found")).isNotNull();
            assertThatThrownBy(() -> registry.connector("broken"))
                    .hasMessageContaining("known are [found]; could not be loaded: ")
                    .hasMessageContaining("Broken (java.lang.IllegalStateException: no such file)");
        }
    }

    @Test
    void discover_whatWasAddedByHand_goesFirst(@TempDir Path folder) throws Exception {
        ConnectorConfig own = ConnectorConfig.builder("found", URI.create("http://127.0.0.1:2"))
                .build();
        try (URLClassLoader loader = loader(folder, Found.class.getName());
                ConnectorRegistry registry =
                        ConnectorRegistry.builder().discover(loader).add(own).build()) {
            assertThat(registry.connector("found")).hasToString("Connector[found, http://127.0.0.1:2]");
        }
    }

    @Test
    void discover_twoProvidersOfOneId_isAProblem(@TempDir Path folder) throws Exception {
        try (URLClassLoader loader = loader(folder, Found.class.getName(), Twin.class.getName())) {
            ConnectorRegistryBuilder builder = ConnectorRegistry.builder().discover(loader);
            assertThatThrownBy(builder::build)
                    .isInstanceOf(ConfigurationException.class)
                    .hasMessageContaining("found is the id of two providers, ");
        }
    }

    @Test
    void discover_nothingThere_isEmpty() {
        try (ConnectorRegistry registry = ConnectorRegistry.builder().discover().build()) {
            assertThat(registry.ids()).isEmpty();
        }
    }
}
