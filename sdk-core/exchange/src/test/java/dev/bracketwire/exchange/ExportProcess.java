// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.nio.file.Path;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;

/** A process that exports the same file again and again until it is killed; each time all rows say which time it is. */
@NullMarked
final class ExportProcess {
    static final int ROWS = 20_000;

    record Line(int time, int row) {}

    private ExportProcess() {}

    @SuppressWarnings("SystemOut") // what the one who kills waits for
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        for (int time = 0; true; time++) {
            int now = time;
            Format.csv().write(file, IntStream.range(0, ROWS).mapToObj(row -> new Line(now, row)));
            System.out.println(time);
        }
    }
}
