// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.sheets.v4.model.ValueRange;
import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.benchmarks.Probe;
import dev.bracketwire.sheets.ReadMode;
import dev.bracketwire.sheets.internal.MalformedValuesException;
import dev.bracketwire.sheets.internal.ValuesReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;

/** Measures the heap that a sheet of half a million cells holds after it was read. */
public final class SheetRetained implements Probe {
    private static final int ROUNDS = 5;
    private static final double MEGABYTE = 1_000_000;

    @FunctionalInterface
    private interface SheetReading {
        Object read(byte[] reply) throws IOException, MalformedValuesException;
    }

    @Override
    public void measure(Figures figures) throws IOException {
        for (boolean formatted : new boolean[] {true, false}) {
            byte[] reply = SheetReplies.of(10_000, 50, formatted);
            String metric = formatted ? "formatted" : "unformatted";
            for (int round = 0; round < ROUNDS; round++) {
                figures.add(metric, "ours", held(reply, bytes -> ValuesReader.read(bytes, ReadMode.VALUES)), "MB");
                figures.add(
                        metric,
                        "gson",
                        held(
                                reply,
                                bytes -> GsonFactory.getDefaultInstance()
                                        .createJsonParser(new ByteArrayInputStream(bytes), StandardCharsets.UTF_8)
                                        .parseAndClose(ValueRange.class)),
                        "MB");
            }
        }
    }

    private static double held(byte[] reply, SheetReading reading) throws IOException {
        long before = live();
        Object sheet;
        try {
            sheet = reading.read(reply);
        } catch (MalformedValuesException e) {
            throw new IOException(e);
        }
        try {
            return (live() - before) / MEGABYTE;
        } finally {
            Reference.reachabilityFence(sheet);
        }
    }

    private static long live() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
