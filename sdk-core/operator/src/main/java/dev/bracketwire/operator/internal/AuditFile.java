// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.internal.files.FilePermissions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedDeque;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A file of lines, written through a mapping: a line is with the system as soon as it is copied, without a call of the
 * system for each, and is sealed where it lies afterwards. The mapping goes ahead of the lines; what is not used yet is blank.
 *
 * <p>Seals are made from a copy in memory, since others may write the file meanwhile.
 */
final class AuditFile {
    private static final Logger LOG = LoggerFactory.getLogger(AuditFile.class);
    private static final int WINDOW = 256 << 10;
    // How much may wait for its seal in memory, where the mark cannot be written.
    private static final int MOST_WINDOWS = 256;
    private static final byte[] BLANK = blank();

    final Path path;
    private final FileChannel channel;
    private final ConcurrentLinkedDeque<Window> windows = new ConcurrentLinkedDeque<>();
    private long size;
    private volatile boolean retired;
    private AuditMark.@Nullable Point start;

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
                        FilePermissions.ownerOnly(path)));
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
        if (window == null || window.copy.length - window.written < length) {
            window = ahead(Math.max(WINDOW, length));
            windows.addLast(window);
        }
        int from = window.written;
        int end = from + length;
        System.arraycopy(line, 0, window.copy, from, length);
        try {
            window.buffer.put(from, line, 0, length - 1);
            // A line counts from its end on.
            window.buffer.put(end - 1, line[length - 1]);
        } catch (InternalError e) {
            throw new IOException(path + " was cut short by another program", e);
        }
        window.written = end;
        size += length;
    }

    // Written for real and not only claimed, so that a full disk is an error here and not a crash later.
    private Window ahead(int length) throws IOException {
        if (windows.size() >= MOST_WINDOWS) {
            throw new IOException("too many lines wait for their seals, since audit.mark cannot be written");
        }
        long from = size;
        ByteBuffer blank = ByteBuffer.wrap(BLANK);
        for (long at = Math.max(from, channel.size()); at < from + length; ) {
            blank.clear().limit((int) Math.min(BLANK.length, from + length - at));
            at += channel.write(blank, at);
        }
        return new Window(channel.map(MapMode.READ_WRITE, from, length), from == 0);
    }

    /**
     * Works out the seals of the lines that have none yet, and shows none of them. Guarded by who seals.
     *
     * @param after the last line before these, in this file or the one before
     */
    AuditMark.Point compute(AuditMark.Point after, AuditSeal seals, Mac mac) {
        long number = after.number();
        byte[] last = after.seal().getBytes(StandardCharsets.US_ASCII);
        for (Window window : windows) {
            int written = window.written;
            int at = window.sealed;
            while (at < written) {
                int end = window.end(at);
                int place = end - AuditLine.END.length - AuditSeal.LENGTH;
                if (at == 0 && window.begins) {
                    System.arraycopy(last, 0, window.copy, place - AuditReader.BACK_TO_PREVIOUS, last.length);
                    start = new AuditMark.Point(AuditReader.number(path), number, ascii(last));
                }
                last = seals.of(mac, last, window.copy, at, place - AuditLine.SEAL.length);
                System.arraycopy(last, 0, window.copy, place, last.length);
                number++;
                at = end;
            }
            window.computed = at;
        }
        return new AuditMark.Point(AuditReader.number(path), number, ascii(last));
    }

    private static String ascii(byte[] seal) {
        return new String(seal, StandardCharsets.US_ASCII);
    }

    /** Where the file begins, known from its first seal on. Guarded by who seals. */
    AuditMark.Point start() {
        return Objects.requireNonNull(start);
    }

    /** Puts the lines, and the seals that are shown already, on the disk. Guarded by who seals. */
    void force() throws IOException {
        try {
            for (Iterator<Window> each = windows.iterator(); each.hasNext(); ) {
                Window window = each.next();
                window.buffer.force();
                if (window != windows.peekLast() && window.sealed == window.written) {
                    each.remove();
                }
            }
        } catch (UncheckedIOException | InternalError e) {
            throw new IOException(path + " cannot be put on the disk", e);
        }
    }

    /** Shows the seals that were worked out, which the mark vouches for by now. Guarded by who seals. */
    void show() throws IOException {
        InternalError failure = null;
        for (Window window : windows) {
            int at = window.sealed;
            window.sealed = window.computed;
            try {
                while (at < window.computed) {
                    int end = window.end(at);
                    int place = end - AuditLine.END.length - AuditSeal.LENGTH;
                    if (at == 0 && window.begins) {
                        int before = place - AuditReader.BACK_TO_PREVIOUS;
                        window.buffer.put(before, window.copy, before, AuditSeal.LENGTH);
                    }
                    window.buffer.put(place, window.copy, place, AuditSeal.LENGTH);
                    at = end;
                }
            } catch (InternalError e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw new IOException(path + " was cut short by another program", failure);
        }
    }

    /** Ends the file behind its last line, which is on the disk then. Guarded by both. */
    void close() throws IOException {
        try (channel) {
            force();
            windows.clear();
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

    private static final class Window {
        private final MappedByteBuffer buffer;
        private final byte[] copy;
        private final boolean begins;
        private volatile int written;
        private int computed;
        private int sealed;

        Window(MappedByteBuffer buffer, boolean begins) {
            this.buffer = buffer;
            this.copy = new byte[buffer.capacity()];
            this.begins = begins;
        }

        int end(int from) {
            int at = from;
            while (copy[at] != '\n') {
                at++;
            }
            return at + 1;
        }
    }
}
