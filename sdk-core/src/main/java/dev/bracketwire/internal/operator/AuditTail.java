// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operator;

import dev.bracketwire.internal.operator.AuditReader.Line;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * How a trail ends, for who goes on with it.
 *
 * @param file the number of its last file, 0 if there is none
 * @param number the number of its last line
 * @param seal the seal of that line; where there is none, of nothing
 * @param words how it has ended
 * @param cutOff how many lines had to be cut off, as they were not whole
 */
record AuditTail(int file, long number, String seal, String words, int cutOff) {
    /** Before the first line. */
    static final String NOTHING = "0".repeat(AuditSeal.LENGTH);

    /** Mends the end of a trail whose process was killed: cuts off half a line, and seals what it did not come to seal. */
    static AuditTail recover(Path folder, AuditSeal seals, String closed) throws IOException {
        List<Path> files = AuditReader.files(folder);
        int cut = 0;
        for (int i = files.size() - 1; i >= 0; i--) {
            Path file = files.get(i);
            AuditTail tail = mend(file, seals, closed, cut);
            if (tail != null) {
                return tail;
            }
            // It was begun, and not even its first line was written.
            cut = Files.size(file) > 0 && hasHalf(file) ? cut + 1 : cut;
            Files.delete(file);
        }
        return new AuditTail(0, 0, NOTHING, files.isEmpty() ? "there was none before" : killed(0, cut), cut);
    }

    private static boolean hasHalf(Path file) throws IOException {
        try (AuditReader reader = new AuditReader(file)) {
            while (reader.next() != null) {
                // to its end
            }
            return reader.isCut();
        }
    }

    private static @Nullable AuditTail mend(Path file, AuditSeal seals, String closed, int cutBefore)
            throws IOException {
        Mac mac = seals.mac();
        Line last = null;
        byte[] seal = {};
        int late = 0;
        int cut = cutBefore;
        try (AuditReader reader = new AuditReader(file);
                FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            for (Line line = reader.next(); line != null; line = reader.next()) {
                if (line.place() < 0) {
                    continue; // somebody's own; who verifies will hear of it
                }
                if (line.isUnsealed()) {
                    byte[] before = last == null ? line.field("prev").getBytes(StandardCharsets.US_ASCII) : seal;
                    seal = seals.of(mac, before, line.bytes, 0, line.content());
                    channel.write(ByteBuffer.wrap(seal), line.from + line.place());
                    late++;
                } else {
                    seal = line.seal();
                }
                last = line;
            }
            cut += reader.isCut() ? 1 : 0;
            if (last == null) {
                return null;
            }
            channel.truncate(reader.end());
            channel.force(true);
        }
        boolean clean = last.field("what").equals(closed) && late == 0 && cut == 0;
        return new AuditTail(
                AuditReader.number(file),
                last.number(),
                new String(seal, StandardCharsets.US_ASCII),
                clean ? "after a clean end" : killed(late, cut),
                cut);
    }

    private static String killed(int late, int cut) {
        return "after a process that was killed: %d lines sealed late, %d cut off".formatted(late, cut);
    }
}
