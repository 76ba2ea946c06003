// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** A call that settings describe, each field mapped, beside the same call in code; to a server in another process. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class CallsConfigured {
    private static final String BASE = System.getProperty(LoopbackServer.PROPERTY, "http://127.0.0.1:1/");
    private static final String SETTINGS = """
            {"base": "%s", "operations": {"player": {"path": "/players/{id}", "fields": {
              "id": "/id", "name": "/name", "rank": "/rank", "active": "/active", "teams": "/teams"}}},
             "rules": [{"status": 420, "means": "rate-limited", "delay": {"header": "X-Wait"}}]}
            """;

    private final Connector described =
            Connector.create(ConnectorConfig.builder("described", settings()).build());
    private final Connector written = Connector.create("written", URI.create(BASE));

    private static Settings settings() {
        try {
            Path file = Files.createTempFile("bench", ".json");
            try {
                return Settings.builder()
                        .file(Files.writeString(file, SETTINGS.formatted(BASE)))
                        .build();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** By configuration alone. */
    @Benchmark
    public Player ours() {
        return described.operation("player").with("id", 42).call(Player.class).get();
    }

    /** In code. */
    @Benchmark
    public Player handwritten() {
        return written.get("/players/{id}", Player.class, 42).get();
    }
}
