// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.config.Settings;
import dev.bracketwire.testkit.FakeUpstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** A fake upstream and a connector to it that JSON describes, with short back-offs. */
final class Described implements AutoCloseable {
    final FakeUpstream upstream;
    final Connector connector;

    private Described(FakeUpstream upstream, Connector connector) {
        this.upstream = upstream;
        this.connector = connector;
    }

    /** @param parts the settings of the connector beside its base, without the outer braces */
    static Described by(String parts) {
        return by("", parts, options -> options);
    }

    static Described by(String basePath, String parts, UnaryOperator<ConnectorConfigBuilder> options) {
        FakeUpstream upstream = FakeUpstream.start();
        Settings settings = settings("{\"base\": \"" + upstream.uri() + basePath + "\", " + parts + "}");
        RetryPolicy soon = new RetryPolicy(4, Duration.ofMillis(2), Duration.ofMillis(4), Duration.ofMillis(20));
        ConnectorConfigBuilder builder =
                ConnectorConfig.builder("chests", settings).retry(soon);
        return new Described(upstream, Connector.create(options.apply(builder).build()));
    }

    /** What is wrong with the settings of a connector. */
    static ConfigurationException refusal(String parts) {
        Settings settings =
                settings("{\"connectors\": {\"chests\": {\"base\": \"https://chests.example.org\", " + parts + "}}}");
        return catchThrowableOfType(
                ConfigurationException.class,
                () -> ConnectorRegistry.builder()
                        .configured(settings.section("connectors"))
                        .build());
    }

    static Settings settings(String json) {
        try {
            Path file = Files.createTempFile("described", ".json");
            try {
                return Settings.builder().file(Files.writeString(file, json)).build();
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        connector.close();
        upstream.close();
    }
}
