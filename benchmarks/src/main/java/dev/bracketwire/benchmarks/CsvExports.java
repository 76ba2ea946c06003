// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import de.siegmar.fastcsv.writer.CsvWriter;
import dev.bracketwire.exchange.Format;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Ten thousand records, written as CSV to nowhere. */
@State(Scope.Benchmark)
public class CsvExports {
    private final List<Chest> chests = Chest.rows().toList();

    /** Ours. */
    @Benchmark
    public Object ours() {
        return Format.csv().write(OutputStream.nullOutputStream(), chests);
    }

    /** FastCSV's writer, called by hand. */
    @Benchmark
    public void fastcsv() throws IOException {
        try (CsvWriter writer = CsvWriter.builder().build(OutputStream.nullOutputStream())) {
            writer.writeRecord("id", "player", "level", "score", "source", "clan");
            for (Chest chest : chests) {
                writer.writeRecord(
                        chest.id(),
                        chest.player(),
                        Integer.toString(chest.level()),
                        Long.toString(chest.score()),
                        chest.source(),
                        chest.clan());
            }
        }
    }
}
