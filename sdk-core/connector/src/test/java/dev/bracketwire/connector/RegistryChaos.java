// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import dev.bracketwire.chaos.ChaosRun;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * A hundred threads ask one registry for a few connectors, whose configurations fail now and then, while one of them may
 * close it. Promised is that each connector is made once (duplicates), that who asks gets it unless the registry is
 * closed or the configuration fails (lost), and that none is open at the end (survivors).
 */
class RegistryChaos {
    private static final int THREADS = 100;
    private static final List<String> IDS = List.of("a", "b", "c", "d", "e");
    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");

    @Test
    void connector_askedByManyDuringClose_isMadeOnce() throws Exception {
        ChaosRun.run("core/registry", run -> {
            for (int from = 0; from < run.rounds(); from += THREADS) {
                int to = Math.min(from + THREADS, run.rounds());
                Scene scene = new Scene(run, run.random(-from - 1), from, to);
                run.each(from, to, THREADS, scene::ask);
                scene.judge();
            }
        });
    }

    private static final class Scene {
        private final ChaosRun run;
        private final int closer;
        private final ConnectorRegistry registry;
        private final Map<String, Connector> seen = new ConcurrentHashMap<>();
        private final Map<String, AtomicInteger> failures = new ConcurrentHashMap<>();

        Scene(ChaosRun run, Random random, int from, int to) {
            this.run = run;
            this.closer = random.nextBoolean() ? from + random.nextInt(to - from) : -1;
            ConnectorRegistryBuilder builder = ConnectorRegistry.builder();
            for (String id : IDS) {
                failures.put(id, new AtomicInteger(random.nextInt(3)));
                builder.add(id, () -> config(id));
            }
            this.registry = builder.build();
        }

        private ConnectorConfig config(String id) {
            if (failures.getOrDefault(id, new AtomicInteger()).getAndDecrement() > 0) {
                throw new IllegalArgumentException("by chance");
            }
            return ConnectorConfig.builder(id, NOWHERE).build();
        }

        void ask(int round, Random random) {
            if (round == closer) {
                registry.close();
                run.count("closed");
                return;
            }
            String id = IDS.get(random.nextInt(IDS.size()));
            try {
                Connector connector = registry.connector(id);
                Connector other = seen.putIfAbsent(id, connector);
                if (other != null && other != connector) {
                    run.broken("duplicates", id + " was made twice");
                }
                run.count("given");
            } catch (IllegalArgumentException e) {
                run.count("failed");
            } catch (IllegalStateException e) {
                run.count("refused");
                if (closer < 0) {
                    run.broken("lost", id + ": " + e);
                }
            }
        }

        void judge() {
            registry.close();
            seen.forEach((id, connector) -> {
                try {
                    connector.send(Request.get("/x")).get();
                    run.broken("survivors", id + " still answers");
                } catch (IllegalStateException e) {
                    run.count("ended");
                } catch (RuntimeException e) {
                    run.broken("survivors", id + " is still open: " + e);
                }
            });
        }
    }
}
