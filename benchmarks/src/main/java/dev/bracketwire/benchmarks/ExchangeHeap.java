// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Transfer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Enumeration;
import java.util.concurrent.atomic.AtomicLong;

/** What lives in the heap at most, looked at a hundred times on the way. */
public final class ExchangeHeap implements Probe {
    @Override
    public void measure(Figures figures) {
        high(10_000);
        double small = high(10_000) / 1_000_000.0;
        double large = high(1_000_000) / 1_000_000.0;
        figures.add("growth", "ours", large - small, "MB");
    }

    private static long high(int rows) {
        AtomicLong high = new AtomicLong();
        long every = rows / 100;
        Transfer.from(() -> table(rows), Format.csv())
                .progress((seen, bytes) -> {
                    if (seen % every < 1000) {
                        high.accumulateAndGet(live(), Math::max);
                    }
                })
                .to(OutputStream.nullOutputStream(), Format.jsonLines())
                .get();
        return high.get();
    }

    private static long live() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }

    @SuppressWarnings("JdkObsolete") // a SequenceInputStream takes nothing newer
    private static InputStream table(int rows) {
        return new SequenceInputStream(new Enumeration<>() {
            private int next = -1;

            @Override
            public boolean hasMoreElements() {
                return next < rows;
            }

            @Override
            public InputStream nextElement() {
                StringBuilder block = new StringBuilder(next < 0 ? "id,player,level,score,source,clan\n" : "");
                for (next = Math.max(next, 0); block.length() < 60_000 && next < rows; next++) {
                    Chest chest = Chest.of(next);
                    block.append(chest.id())
                            .append(',')
                            .append(chest.player())
                            .append(',')
                            .append(chest.level());
                    block.append(',')
                            .append(chest.score())
                            .append(',')
                            .append(chest.source())
                            .append(",C\n");
                }
                return new ByteArrayInputStream(block.toString().getBytes(StandardCharsets.UTF_8));
            }
        });
    }
}
