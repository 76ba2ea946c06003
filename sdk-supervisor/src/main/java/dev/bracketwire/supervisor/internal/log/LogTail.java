// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** The end of a log. */
public final class LogTail {
    /** Of longer tails, the beginning is left out. */
    private static final int MOST = 1 << 20;

    private LogTail() {}

    /** Gives its last lines, an unfinished one included. */
    public static List<String> last(Path file, int lines) throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            ByteBuffer buffer = ByteBuffer.allocate((int) Math.min(size, MOST));
            channel.read(buffer, size - buffer.capacity());
            byte[] bytes = buffer.array();
            int from = buffer.position();
            int seen = 0;
            while (from > 0) {
                if (bytes[from - 1] == '\n' && from < buffer.position() && ++seen == lines) {
                    break;
                }
                from--;
            }
            while (from < buffer.position() && bytes[from] == 0) {
                from++; // the front of the file, where it was given back
            }
            return new String(bytes, from, buffer.position() - from, StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }
}
