// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.operator;

import dev.bracketwire.internal.files.Rights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.crypto.Mac;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, written through a mapping: a line is with the system as soon as it is copied, without a call of the
 * system for each, and is sealed where it lies afterwards. The mapping goes ahead of the lines; what is not used yet is blank.
 */
final class AuditFile {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int WINDOW = 256 << 10;
    private static final byte[] BLANK = blank();

    final Path path;
    private final FileChannel channel;
    private final ConcurrentLinkedDeque<Window> windows = new ConcurrentLinkedDeque<>();
    private long size;
    private volatile boolean retired;
    private boolean begun;
    private byte[] copy = new byte[1024];

    private AuditFile(Path path, FileChannel channel) {
        this.path = path;
        this.channel = channel;
    }

    static AuditFile create(Path path) throws IOException {
        return new AuditFile(
                path,
                FileChannel.open(
                        path,
                        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE),
                        Rights.ownerOnly(path)));
    }

    /** How many bytes of lines it holds. Guarded by who writes. */
    long size() {
        return size;
    }

    /** Hears that nothing more is written. Guarded by who writes. */
    void retire() {
        retired = true;
    }

    /** Whether nothing more is written. */
    boolean isRetired() {
        return retired;
    }

    /** Appends a line. Guarded by who writes. */
    void write(byte[] line, int length) throws IOException {
        Window window = windows.peekLast();
        if (window == null || window.buffer.capacity() - window.written < length) {
            window = ahead(Math.max(WINDOW, length));
            windows.addLast(window);
        }
        int from = window.written;
        int end = from + length;
        window.buffer.put(from, line, 0, length - 1);
        // A line counts from its end on.
        window.buffer.put(end - 1, line[length - 1]);
        window.written = end;
        size += length;
    }

    // Written for real and not only claimed, so that a full disk is an error here and not a crash later.
    private Window ahead(int length) throws IOException {
        long from = size;
        ByteBuffer blank = ByteBuffer.wrap(BLANK);
        for (long at = Math.max(from, channel.size()); at < from + length; ) {
            blank.clear().limit((int) Math.min(BLANK.length, from + length - at));
            at += channel.write(blank, at);
        }
        return new Window(channel.map(MapMode.READ_WRITE, from, length));
    }

    /** Seals the lines that have none yet, and gives the last seal. Guarded by who seals. */
    byte[] seal(AuditSeal seals, Mac mac, byte[] previous, Progress progress) {
        byte[] last = previous;
        for (Iterator<Window> each = windows.iterator(); each.hasNext(); ) {
            Window window = each.next();
            int written = window.written;
            while (window.sealed < written) {
                int end = window.end(window.sealed);
                int length = end - window.sealed;
                copy = copy.length < length ? new byte[length * 2] : copy;
                window.buffer.get(window.sealed, copy, 0, length);
                int place = length - AuditLine.END.length - AuditSeal.LENGTH;
                if (!begun) {
                    begun = true;
                    int before = place - AuditReader.BACK_TO_PREVIOUS;
                    window.buffer.put(window.sealed + before, last);
                    System.arraycopy(last, 0, copy, before, last.length);
                }
                last = seals.of(mac, last, copy, 0, place - AuditLine.SEAL.length);
                window.buffer.put(window.sealed + place, last);
                window.sealed = end;
                progress.sealed(last);
            }
            if (window != windows.peekLast() && window.sealed == window.written) {
                each.remove();
            }
        }
        return last;
    }

    /** Ends the file behind its last line, which is on the disk then. Guarded by both. */
    void close() throws IOException {
        windows.clear();
        try (channel) {
            try {
                channel.truncate(size);
            } catch (IOException e) {
                // Windows does not shorten what is mapped; blanks at the end mean nothing.
                LOG.debug("{} keeps its blank end", path, e);
            }
            channel.force(true);
        }
    }

    /** Leaves nothing of a file that could not be begun. */
    void discard() throws IOException {
        windows.clear();
        channel.close();
        Files.delete(path);
    }

    private static byte[] blank() {
        byte[] blank = new byte[64 << 10];
        Arrays.fill(blank, (byte) ' ');
        return blank;
    }

    /** Hears of each line that is sealed. */
    @FunctionalInterface
    interface Progress {
        void sealed(byte[] seal);
    }

    private static final class Window {
        private final MappedByteBuffer buffer;
        private volatile int written;
        private int sealed;

        Window(MappedByteBuffer buffer) {
            this.buffer = buffer;
        }

        int end(int from) {
            int at = from;
            while (buffer.get(at) != '\n') {
                at++;
            }
            return at + 1;
        }
    }
}
