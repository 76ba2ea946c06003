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
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
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
        List<Path> files = new ArrayList<>(AuditReader.files(folder));
        Mended mended = new Mended(seals);
        while (!files.isEmpty() && first(files.get(files.size() - 1)) == null) {
            // It was begun, and not even its first line was written.
            Path empty = files.remove(files.size() - 1);
            mended.cutOff(empty);
            Files.delete(empty);
        }
        if (files.isEmpty()) {
            return new AuditTail(0, 0, NOTHING, mended.cut == 0 ? "there was none before" : mended.words(), mended.cut);
        }
        int from = files.size() - 1;
        while (from > 0 && isUnsealed(files.get(from))) {
            from--;
        }
        for (Path file : files.subList(from, files.size())) {
            mended.mend(file);
        }
        Line last = Objects.requireNonNull(mended.last);
        boolean clean = last.field("what").equals(closed) && mended.late == 0 && mended.cut == 0;
        return new AuditTail(
                AuditReader.number(files.get(files.size() - 1)),
                last.number(),
                new String(mended.seal, StandardCharsets.US_ASCII),
                clean ? "after a clean end" : mended.words(),
                mended.cut);
    }

    private static boolean isUnsealed(Path file) throws IOException {
        Line first = first(file);
        return first != null && first.place() >= 0 && first.isUnsealed();
    }

    private static @Nullable Line first(Path file) throws IOException {
        try (AuditReader reader = new AuditReader(file)) {
            Line line = reader.next();
            while (line != null && line.place() < 0) {
                line = reader.next();
            }
            return line;
        }
    }

    /** What was mended so far, file by file. */
    private static final class Mended {
        private final AuditSeal seals;
        private final Mac mac;
        private @Nullable Line last;
        private byte[] seal = NOTHING.getBytes(StandardCharsets.US_ASCII);
        private int late;
        private int cut;

        Mended(AuditSeal seals) {
            this.seals = seals;
            this.mac = seals.mac();
        }

        void cutOff(Path file) throws IOException {
            try (AuditReader reader = new AuditReader(file)) {
                while (reader.next() != null) {
                    // to its end
                }
                cut += reader.isCut() ? 1 : 0;
            }
        }

        void mend(Path file) throws IOException {
            boolean first = true;
            try (AuditReader reader = new AuditReader(file);
                    FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
                for (Line line = reader.next(); line != null; line = reader.next()) {
                    if (line.place() < 0) {
                        continue; // somebody's own; who verifies will hear of it
                    }
                    if (line.isUnsealed()) {
                        seal(line, channel, first);
                    } else {
                        seal = line.seal();
                    }
                    first = false;
                    last = line;
                }
                cut += reader.isCut() ? 1 : 0;
                channel.truncate(reader.end());
                channel.force(true);
            }
        }

        private void seal(Line line, FileChannel channel, boolean first) throws IOException {
            if (first) {
                int previous = line.place() - AuditReader.BACK_TO_PREVIOUS;
                System.arraycopy(seal, 0, line.bytes, previous, seal.length);
                write(channel, line.from + previous);
            }
            seal = seals.of(mac, seal, line.bytes, 0, line.content());
            write(channel, line.from + line.place());
            late++;
        }

        private void write(FileChannel channel, long at) throws IOException {
            channel.write(ByteBuffer.wrap(seal), at);
        }

        String words() {
            return "after a process that was killed: %d lines sealed late, %d cut off".formatted(late, cut);
        }
    }
}
