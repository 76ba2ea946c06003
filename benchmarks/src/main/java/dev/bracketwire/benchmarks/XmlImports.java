// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.xml.XmlFactory;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Ten thousand rows of XML, read from memory, both with Woodstox. */
@State(Scope.Benchmark)
public class XmlImports {
    private static final Format XML = Format.xml("chests", "chest");

    private final byte[] document = document();
    private final XmlFactory factory = new XmlFactory();

    private static byte[] document() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        XML.write(out, Chest.rows().toList());
        return out.toByteArray();
    }

    /** Ours. */
    @Benchmark
    public void ours(Blackhole sink) {
        try (Rows<Chest> rows = XML.read(new ByteArrayInputStream(document), Chest.class)) {
            rows.forEach(sink::consume);
        }
    }

    /** Jackson's stream of XML, by hand. */
    @Benchmark
    public void jackson(Blackhole sink) throws IOException {
        try (JsonParser parser = factory.createParser(new ByteArrayInputStream(document))) {
            parser.nextToken();
            while (parser.nextFieldName() != null) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    sink.consume(ChestLoop.chest(parser));
                }
            }
        }
    }
}
