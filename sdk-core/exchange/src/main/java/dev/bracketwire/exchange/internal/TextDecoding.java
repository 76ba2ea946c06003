// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.io.IOException;
import java.io.Reader;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Decodes text whose encoding is given, told by a byte order mark, or found out: as long as every byte is ASCII nothing is
 * decided, and the first that is not says whether this is UTF-8 or Windows-1252.
 */
final class TextDecoding extends Reader {
    private static final int BLOCK = 1 << 16;
    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private static final VarHandle EIGHT = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final long ONES = 0x0101_0101_0101_0101L;
    private static final long SIGNS = 0x8080_8080_8080_8080L;

    private final CappedInput in;
    private final long eightQuotes;
    private final ByteBuffer bytes = ByteBuffer.allocate(BLOCK).limit(0);
    private Charset charset;
    private CharsetDecoder decoder;
    private boolean utf8;
    private boolean ascii = true;
    private boolean nul;
    private boolean quotes;
    private boolean guessing;
    private boolean ended;
    private char[] ahead = new char[0];
    private int aheadAt;

    TextDecoding(CappedInput in, @Nullable Charset given, char quote) throws IOException {
        this.in = in;
        this.eightQuotes = (quote & 0xFF) * ONES;
        this.quotes = quote >= 0x80;
        fill();
        Charset marked = marked();
        guessing = given == null && marked == null;
        charset = marked != null ? marked : given != null ? given : unmarked();
        utf8 = charset.equals(StandardCharsets.UTF_8);
        decoder = strict(charset);
    }

    /** Whether nothing but ASCII has come so far, so that no text can be in the wrong encoding. */
    boolean ascii() {
        return ascii;
    }

    /** Whether nothing but ASCII without a NUL has come so far. */
    boolean plain() {
        return ascii && utf8 && !nul;
    }

    /** Whether a quote may have come so far; known only as long as all is {@linkplain #plain() plain}. */
    boolean quotes() {
        return quotes;
    }

    /** The encoding, as far as it is known by now. */
    Charset charset() {
        return charset;
    }

    /** What comes first, and comes again when it is read. */
    String peek() throws IOException {
        if (ahead.length == 0) {
            char[] block = new char[BLOCK];
            int count = decode(block, 0, BLOCK);
            ahead = count < 0 ? ahead : Arrays.copyOf(block, count);
        }
        return new String(ahead, aheadAt, ahead.length - aheadAt);
    }

    @Override
    public int read(char[] buffer, int offset, int length) throws IOException {
        if (aheadAt < ahead.length) {
            int count = Math.min(length, ahead.length - aheadAt);
            System.arraycopy(ahead, aheadAt, buffer, offset, count);
            aheadAt += count;
            return count;
        }
        return decode(buffer, offset, length);
    }

    private int decode(char[] buffer, int offset, int length) throws IOException {
        while (true) {
            CharBuffer chars = CharBuffer.wrap(buffer, offset, length);
            int from = bytes.position();
            CoderResult result = decoder.decode(bytes, chars, ended);
            int count = chars.position() - offset;
            if (ascii && (bytes.position() - from != count || !utf8)) {
                // Only ASCII has as many characters as bytes in UTF-8.
                ascii = !utf8 && onlyAscii(buffer, offset, count);
                guessing &= ascii;
            }
            if (ascii && utf8) {
                look(from, bytes.position());
            }
            if (count > 0) {
                return count;
            }
            if (result.isError()) {
                int replaced = mend(buffer, offset, result);
                if (replaced > 0) {
                    return replaced;
                }
            } else if (result.isOverflow()) {
                // No room for both halves of a pair.
                return halves(buffer, offset);
            } else if (ended) {
                return -1;
            } else {
                fill();
            }
        }
    }

    // What is not there in a block need not be looked for in each field.
    private void look(int from, int to) {
        byte[] block = bytes.array();
        long nuls = 0;
        long found = 0;
        int at = from;
        for (; at + Long.BYTES <= to; at += Long.BYTES) {
            long eight = (long) EIGHT.get(block, at);
            long other = eight ^ eightQuotes;
            nuls |= (eight - ONES) & ~eight;
            found |= (other - ONES) & ~other;
        }
        nul |= (nuls & SIGNS) != 0;
        quotes |= (found & SIGNS) != 0;
        for (; at < to; at++) {
            nul |= block[at] == 0;
            quotes |= block[at] == (byte) eightQuotes;
        }
    }

    private int halves(char[] buffer, int offset) {
        char[] pair = new char[2];
        decoder.decode(bytes, CharBuffer.wrap(pair), ended);
        ahead = pair;
        aheadAt = 1;
        buffer[offset] = pair[0];
        return 1;
    }

    private static boolean onlyAscii(char[] buffer, int offset, int count) {
        int all = 0;
        for (int i = offset; i < offset + count; i++) {
            all |= buffer[i];
        }
        return all < 0x80;
    }

    private int mend(char[] buffer, int offset, CoderResult result) throws IOException {
        int wrong = bytes.get(bytes.position()) & 0xFF;
        if (guessing) {
            guessing = false;
            ascii = false;
            charset = WINDOWS;
            utf8 = false;
            decoder = strict(WINDOWS);
            return 0;
        }
        if (charset.equals(WINDOWS) && result.isUnmappable()) {
            // Five bytes Windows left free; browsers take them for the control characters of Latin-1.
            bytes.get();
            buffer[offset] = (char) wrong;
            return 1;
        }
        throw new WrongEncodingException(String.format(
                "byte 0x%02X at %d is not %s: say which encoding it is in",
                wrong, in.count() - bytes.remaining() + 1, charset.name()));
    }

    private void fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        ended = count < 0;
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
    }

    private @Nullable Charset marked() throws IOException {
        while (bytes.remaining() < 3 && !ended) {
            fill();
        }
        if (begins(0xEF, 0xBB, 0xBF)) {
            bytes.position(3);
            return StandardCharsets.UTF_8;
        }
        if (begins(0xFF, 0xFE) || begins(0xFE, 0xFF)) {
            Charset utf16 = begins(0xFF, 0xFE) ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
            bytes.position(2);
            return utf16;
        }
        return null;
    }

    private boolean begins(int... mark) {
        for (int i = 0; i < mark.length; i++) {
            if (i >= bytes.remaining() || (bytes.get(i) & 0xFF) != mark[i]) {
                return false;
            }
        }
        return true;
    }

    /** UTF-16 without a mark shows by a zero in every other byte of what is mostly ASCII. */
    private Charset unmarked() {
        int pairs = Math.min(bytes.remaining(), 512) / 2;
        int even = 0;
        int odd = 0;
        for (int i = 0; i < pairs; i++) {
            even += bytes.get(2 * i) == 0 ? 1 : 0;
            odd += bytes.get(2 * i + 1) == 0 ? 1 : 0;
        }
        if (pairs >= 2 && even == 0 && odd * 10 > pairs * 7) {
            return StandardCharsets.UTF_16LE;
        }
        return pairs >= 2 && odd == 0 && even * 10 > pairs * 7 ? StandardCharsets.UTF_16BE : StandardCharsets.UTF_8;
    }

    private static CharsetDecoder strict(Charset charset) {
        return charset.newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
