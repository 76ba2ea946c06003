// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Reads a growing log line by line, through rotations. A line is given when it has ended; what exceeds 8 KiB of it is
 * left out, and bytes that are no UTF-8 become question marks.
 */
public final class LineReader implements AutoCloseable {
    private static final int LONGEST = 8 << 10;

    private final Path file;
    private final byte[] line = new byte[LONGEST];
    private final ByteBuffer buffer = ByteBuffer.allocate(64 << 10);
    private @Nullable FileChannel channel;
    private @Nullable Object key;
    private long at;
    private int length;

    /** Begins at a place of the file. */
    public LineReader(Path file, long from) {
        this.file = file;
        this.at = from;
    }

    /** Gives the lines that have ended since the last time. */
    public void read(Consumer<String> lines) throws IOException {
        if (channel == null && !open()) {
            return;
        }
        rest(lines);
        if (!Objects.equals(key, keyNow())) {
            rest(lines); // written between the two looks
            close();
            at = 0;
            if (open()) {
                rest(lines);
            }
        }
    }

    private void rest(Consumer<String> lines) throws IOException {
        if (channel == null) {
            return;
        }
        if (channel.size() < at) {
            at = 0; // emptied before a start
            length = 0;
        }
        for (int read = fill(); read > 0; read = fill()) {
            at += read;
            for (int i = 0; i < read; i++) {
                byte next = buffer.get(i);
                if (next == '\n') {
                    lines.accept(text());
                } else if (length < LONGEST) {
                    line[length++] = next;
                }
            }
        }
    }

    private int fill() throws IOException {
        buffer.clear();
        return channel == null ? -1 : channel.read(buffer, at);
    }

    private String text() {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        length = 0;
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }

    private boolean open() throws IOException {
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ);
            key = keyNow();
            return true;
        } catch (NoSuchFileException e) {
            return false; // between two files, or not yet there
        }
    }

    private @Nullable Object keyNow() throws IOException {
        try {
            return Files.getAttribute(file, "unix:ino");
        } catch (NoSuchFileException e) {
            return key; // the new one comes
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (channel != null) {
            channel.close();
            channel = null;
        }
    }
}
