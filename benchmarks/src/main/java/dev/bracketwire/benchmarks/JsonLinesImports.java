// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Ten thousand JSON lines, read from memory. */
@State(Scope.Benchmark)
public class JsonLinesImports {
    private final byte[] lines = lines();
    private final JsonFactory factory = new JsonFactory();

    private static byte[] lines() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Format.jsonLines().write(out, Chest.rows().toList());
        return out.toByteArray();
    }

    /** Ours, which also finds fields that are there twice and lines that are broken. */
    @Benchmark
    public void ours(Blackhole sink) {
        try (Rows<Chest> rows = Format.jsonLines().read(new ByteArrayInputStream(lines), Chest.class)) {
            rows.forEach(sink::consume);
        }
    }

    /** Jackson's stream, by hand. */
    @Benchmark
    public void jackson(Blackhole sink) throws IOException {
        try (JsonParser parser = factory.createParser(new ByteArrayInputStream(lines))) {
            ChestLoop.read(parser, sink);
        }
    }
}
