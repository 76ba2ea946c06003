// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.crypto.Mac;
import org.jspecify.annotations.Nullable;

/**
 * Reads the lines of one file of a trail, of which the last may be cut off, and what comes after them blank. Somebody may
 * write it meanwhile: what was there when it was opened is whole, and what came since is left alone.
 */
final class AuditReader implements AutoCloseable {
    private static final Pattern NAME = Pattern.compile("audit-(\\d{6,9})\\.jsonl");
    private static final Pattern NUMBER = Pattern.compile("\\{\"n\":(\\d{1,18}),");
    private static final int LONGEST = 1 << 20;
    private static final int BLOCK = 64 << 10;

    /** From the seal of the first line of a file back to that of the line before it, which it ends with. */
    static final int BACK_TO_PREVIOUS = AuditLine.SEAL.length + 1 + AuditSeal.LENGTH;

    private static final byte[] PREVIOUS = ",\"prev\":\"".getBytes(StandardCharsets.US_ASCII);

    private final FileChannel channel;
    private final InputStream in;
    private final long whole;
    private byte[] bytes = new byte[1024];
    private int length;
    private long next;
    private boolean cut;

    AuditReader(Path file) throws IOException {
        this.channel = FileChannel.open(file, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        try {
            this.whole = whole(channel);
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
        this.in = new BufferedInputStream(Channels.newInputStream(channel), BLOCK);
    }

    /**
     * Behind the end of the last line. All before it was written before it; who reads on to wherever lines are by then may
     * find one whose front was still blank when that was read.
     */
    private static long whole(FileChannel channel) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long to = channel.size(); to > 0; to = Math.max(0, to - BLOCK)) {
            long from = Math.max(0, to - BLOCK);
            block.clear().limit((int) (to - from));
            while (block.hasRemaining() && channel.read(block, from + block.position()) >= 0) {
                // until it is full, or the file was cut to its length meanwhile
            }
            for (int i = block.position() - 1; i >= 0; i--) {
                if (block.get(i) == '\n') {
                    return from + i + 1;
                }
            }
        }
        return 0;
    }

    /** The files of a trail in their order. */
    static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(
                            file -> NAME.matcher(file.getFileName().toString()).matches())
                    .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
                    .sorted(Comparator.comparingInt(AuditReader::number))
                    .toList();
        }
    }

    static int number(Path file) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (!name.matches()) {
            throw new IllegalArgumentException(file + " is no file of a trail");
        }
        return Integer.parseInt(name.group(1));
    }

    static Path file(Path folder, int number) {
        return folder.resolve("audit-%06d.jsonl".formatted(number));
    }

    /** The next line without its end, null if there is none. */
    @Nullable
    Line next() throws IOException {
        if (next == whole) {
            cut = !blankFromHere();
            return null;
        }
        length = 0;
        long from = next;
        for (int b = read(); b != '\n'; b = read()) {
            if (length < LONGEST) {
                if (length == bytes.length) {
                    bytes = Arrays.copyOf(bytes, length * 2);
                }
                bytes[length++] = (byte) b;
            }
        }
        return new Line(from, Arrays.copyOf(bytes, length));
    }

    private int read() throws IOException {
        int b = in.read();
        if (b < 0) {
            throw new EOFException("the file became shorter while it was read");
        }
        next++;
        return b;
    }

    private boolean blankFromHere() throws IOException {
        int b = in.read();
        while (b == ' ' || b == 0) {
            b = in.read();
        }
        return b < 0;
    }

    /** Behind the last whole line. */
    long end() {
        return next;
    }

    /** Whether something stands there that is no whole line. */
    boolean isCut() {
        return cut;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** A line and where it begins. */
    static final class Line {
        final long from;
        final byte[] bytes;

        Line(long from, byte[] bytes) {
            this.from = from;
            this.bytes = bytes;
        }

        /** Its number, -1 if it has none. */
        long number() {
            Matcher number = NUMBER.matcher(text());
            return number.lookingAt() ? Long.parseLong(number.group(1)) : -1;
        }

        String text() {
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** Where its seal stands, -1 if it has no place for one. */
        int place() {
            int place = bytes.length - (AuditLine.END.length - 1) - AuditSeal.LENGTH;
            int before = place - AuditLine.SEAL.length;
            boolean there = before > 0
                    && Arrays.equals(bytes, before, place, AuditLine.SEAL, 0, AuditLine.SEAL.length)
                    && bytes[bytes.length - 1] == '}'
                    && bytes[bytes.length - 2] == '"';
            return there ? place : -1;
        }

        /** Its seal. */
        byte[] seal() {
            return Arrays.copyOfRange(bytes, place(), place() + AuditSeal.LENGTH);
        }

        /** Whether it waits for its seal, or is getting it just now. */
        boolean isUnsealed() {
            return isBlank(place());
        }

        private boolean isBlank(int at) {
            for (int i = at; i < at + AuditSeal.LENGTH; i++) {
                if (bytes[i] == ' ') {
                    return true;
                }
            }
            return false;
        }

        /** Where the seal stands that the file follows, -1 if this is not the first line of a file. */
        int previousPlace() {
            int at = place() - BACK_TO_PREVIOUS;
            int before = at - PREVIOUS.length;
            boolean there = from == 0
                    && place() >= 0
                    && before > 0
                    && Arrays.equals(bytes, before, at, PREVIOUS, 0, PREVIOUS.length);
            return there ? at : -1;
        }

        /** The seal that the file follows, as this first line of it says, null if it says none yet. */
        byte @Nullable [] previous() {
            int at = previousPlace();
            return at < 0 || isBlank(at) ? null : Arrays.copyOfRange(bytes, at, at + AuditSeal.LENGTH);
        }

        /** Fills in the seal that the file follows if none stands there yet, and returns the seal that this line should have. */
        byte[] follow(byte[] previous, AuditSeal seals, Mac mac) {
            if (previousPlace() >= 0 && previous() == null) {
                System.arraycopy(previous, 0, bytes, previousPlace(), previous.length);
            }
            return seals.of(mac, previous, bytes, 0, content());
        }

        /** Where what is sealed ends. */
        int content() {
            return place() - AuditLine.SEAL.length;
        }

        /** The value of a field of ours, empty if it has none; its own text cannot look like one. */
        String field(String name) {
            String before = ",\"" + name + "\":";
            String text = text();
            int from = text.indexOf(before);
            if (from < 0) {
                return "";
            }
            from += before.length();
            boolean quoted = text.charAt(from) == '"';
            int start = quoted ? from + 1 : from;
            int end = text.indexOf(quoted ? '"' : ',', start);
            return end < 0 ? "" : text.substring(start, end);
        }
    }
}
