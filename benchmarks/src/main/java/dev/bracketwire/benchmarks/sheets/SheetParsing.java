// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sheets.v4.model.ValueRange;
import dev.bracketwire.sheets.CellGrid;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.internal.MalformedValuesException;
import dev.bracketwire.sheets.internal.ValuesReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reads one reply from memory into the objects that a program then works with. Subclasses give it its size. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public abstract class SheetParsing {
    private final ObjectMapper mapper = new ObjectMapper();
    private final byte[] reply;
    private final ReadMode mode;

    SheetParsing(int rows, int columns, boolean formatted) {
        this.reply = SheetReplies.of(rows, columns, formatted);
        this.mode = formatted ? ReadMode.DISPLAYED : ReadMode.VALUES;
    }

    /** Reads by our codec. */
    @Benchmark
    public CellGrid ours() throws MalformedValuesException {
        return ValuesReader.read(reply, mode);
    }

    /** Reads as Google's client does. */
    @Benchmark
    public ValueRange gson() throws IOException {
        return GsonFactory.getDefaultInstance()
                .createJsonParser(new ByteArrayInputStream(reply), StandardCharsets.UTF_8)
                .parseAndClose(ValueRange.class);
    }

    /** Reads into a tree of Jackson's. */
    @Benchmark
    public JsonNode tree() throws IOException {
        return mapper.readTree(reply);
    }
}
