// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Rows;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.infra.Blackhole;

/** Tables of ten thousand rows of CSV, read from memory. */
@State(Scope.Benchmark)
public class CsvImports {
    private final byte[] table = table();

    private static byte[] table() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        Format.csv().write(out, Chest.rows().toList());
        return out.toByteArray();
    }

    /** Ours, into records whose numbers are numbers. */
    @Benchmark
    public void ours(Blackhole sink) {
        try (Rows<Chest> rows = Format.csv().delimiter(',').read(new ByteArrayInputStream(table), Chest.class)) {
            rows.forEach(sink::consume);
        }
    }

    /** FastCSV, into its own records of text. */
    @Benchmark
    public void fastcsv(Blackhole sink) throws IOException {
        try (CsvReader<CsvRecord> rows = CsvReader.builder().ofCsvRecord(new ByteArrayInputStream(table))) {
            rows.forEach(sink::consume);
        }
    }
}
