// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.text;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.BitSet;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Hides secrets in texts: as they are, under the escapes of JSON, URLs and HTML in any mixture, and inside base64 of any
 * alignment, as where a password follows a name in basic authentication. The work is linear in the length of the text and
 * hardly depends on the number of secrets. Safe for several threads.
 */
public final class SecretMask {
    /** The text that replaces a secret. */
    public static final String TEXT = "***";

    // A shorter one is hardly a secret, and stands in every second word.
    private static final int SHORTEST = 5;
    private static final int SHORTEST_BASE64 = 7;
    private static final int SURE = 8;

    private final int most;
    private final Set<String> secrets = new LinkedHashSet<>();
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private volatile @Nullable Index index;

    /** Makes a mask that knows the last so many secrets. */
    public SecretMask(int most) {
        this.most = most;
    }

    /** Hides this from now on, unless it is too short to be told from other words. */
    public void add(String secret) {
        if (secret.length() < SHORTEST || secret.equals(TEXT) || known.contains(secret)) {
            return;
        }
        synchronized (secrets) {
            secrets.add(secret);
            known.add(secret);
            if (secrets.size() > most) {
                Iterator<String> oldest = secrets.iterator();
                known.remove(oldest.next());
                oldest.remove();
            }
            index = null;
        }
    }

    /** Whether the text is one of the secrets. */
    public boolean isSecret(String text) {
        return known.contains(text);
    }

    /** Masks every secret in a text. */
    public String masked(String text) {
        return replaced(text, hidden(text, true));
    }

    /** Masks every secret in a text that is escaped, such as a string of JSON, and breaks none of its escapes. */
    public String maskedEscaped(String text) {
        return replaced(text, hidden(text, false));
    }

    private static String replaced(String text, BitSet hidden) {
        if (hidden.isEmpty()) {
            return text;
        }
        StringBuilder masked = new StringBuilder(text.length());
        for (int at = 0; at < text.length(); ) {
            int begin = hidden.nextSetBit(at);
            masked.append(text, at, begin < 0 ? text.length() : begin);
            if (begin < 0) {
                break;
            }
            masked.append(TEXT);
            at = hidden.nextClearBit(begin);
        }
        return masked.toString();
    }

    /** The places of a text that a secret takes. */
    BitSet hidden(String text, boolean alsoAsItIs) {
        BitSet hidden = new BitSet();
        Index current = index();
        if (current.isEmpty() || text.length() < SHORTEST) {
            return hidden;
        }
        if (alsoAsItIs) {
            current.plain.find(text.toCharArray(), (begin, end) -> hidden.set(begin, end));
        }
        DecodedText decoded = DecodedText.of(text);
        current.decoded.find(
                decoded.withSpaces(), (begin, end) -> hidden.set(decoded.from(begin), decoded.to(end - 1)));
        base64(decoded, current, hidden);
        return hidden;
    }

    private Index index() {
        Index current = index;
        if (current == null) {
            synchronized (secrets) {
                current = new Index(secrets);
                index = current;
            }
        }
        return current;
    }

    private static void base64(DecodedText text, Index index, BitSet hidden) {
        int[] run = new int[text.length()];
        int length = 0;
        for (int i = 0; i <= text.length(); i++) {
            int digit = i < text.length() ? digit(text.charAt(i)) : -1;
            if (digit >= 0) {
                run[length++] = i;
            } else if (i == text.length() || (text.charAt(i) != '\r' && text.charAt(i) != '\n')) {
                if (length >= SHORTEST_BASE64) {
                    run(text, run, length, index, hidden);
                }
                length = 0;
            }
        }
    }

    // It is not known where in the run the base64 begins, as letters may stand before it.
    private static void run(DecodedText text, int[] run, int length, Index index, BitSet hidden) {
        for (int shift = 0; shift < 4; shift++) {
            int start = shift;
            char[] bytes = new char[(length - start) * 3 / 4];
            int bits = 0;
            int count = 0;
            for (int i = start; i < length; i++) {
                bits = bits << 6 | digit(text.charAt(run[i]));
                int filled = (i - start) % 4;
                if (filled > 0) {
                    bytes[count++] = (char) (bits >> (6 - 2 * filled) & 0xff);
                }
            }
            Found found = (begin, end) -> {
                int first = start + begin * 4 / 3;
                int last = Math.min(length - 1, start + (end * 4 + 2) / 3 - 1);
                hidden.set(text.from(run[first]), text.to(run[last]));
            };
            index.plain.find(bytes, found);
            escaped(bytes, index, found);
        }
    }

    // The name and password of an OAuth client are percent-encoded before they are put into base64 (RFC 6749, 2.3.1).
    private static void escaped(char[] bytes, Index index, Found found) {
        boolean escapes = false;
        for (char c : bytes) {
            escapes |= c == '%' || c == '\\';
        }
        if (escapes) {
            DecodedText inner = DecodedText.of(new String(bytes));
            index.decoded.find(inner.withSpaces(), (begin, end) -> found.at(inner.from(begin), inner.to(end - 1)));
        }
    }

    private static int digit(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        return c == '+' || c == '-' ? 62 : c == '/' || c == '_' ? 63 : -1;
    }

    private interface Found {
        void at(int begin, int end);
    }

    /** The secrets as they are, and as they are compared with decoded texts. */
    private static final class Index {
        final Words plain;
        final Words decoded;

        Index(Collection<String> secrets) {
            Set<String> asTheyAre = new LinkedHashSet<>();
            Set<String> asDecoded = new LinkedHashSet<>();
            for (String secret : secrets) {
                // Bytes of UTF-8 stand as one character each in what is no text, and in base64.
                for (String form : List.of(secret, new String(secret.getBytes(UTF_8), ISO_8859_1))) {
                    asTheyAre.add(form);
                    asDecoded.add(new String(DecodedText.of(form).withSpaces()));
                }
            }
            this.plain = new Words(asTheyAre);
            this.decoded = new Words(asDecoded);
        }

        boolean isEmpty() {
            return plain.isEmpty();
        }
    }

    /**
     * Sorted words. A place of a text where one may begin is told by the hash of five characters; from there on each further
     * character narrows the range of the words, so that many with one beginning cost hardly more than one.
     */
    private static final class Words {
        private static final int BITS = 1 << 16;

        private final BitSet beginnings = new BitSet(BITS);
        private final String[] words;

        Words(Collection<String> all) {
            words = all.stream()
                    .filter(word -> word.length() >= SHORTEST)
                    .sorted()
                    .toArray(String[]::new);
            for (String word : words) {
                beginnings.set(hash(word.toCharArray(), 0));
            }
        }

        boolean isEmpty() {
            return words.length == 0;
        }

        private static int hash(char[] text, int at) {
            int hash = 0;
            for (int i = at; i < at + SHORTEST; i++) {
                hash = hash * 31 + text[i];
            }
            return (hash ^ hash >>> 15) & BITS - 1;
        }

        void find(char[] text, Found found) {
            for (int at = 0; at + SHORTEST <= text.length; at++) {
                if (beginnings.get(hash(text, at))) {
                    int length = longestAt(text, at);
                    if (length > 0 && !isInsideAWord(text, at, at + length)) {
                        found.at(at, at + length);
                    }
                }
            }
        }

        // A short secret of letters may be any word: it must not be cut out of another, as "other" out of "another".
        private static boolean isInsideAWord(char[] text, int begin, int end) {
            if (end - begin >= SURE) {
                return false;
            }
            for (int i = begin; i < end; i++) {
                if (!Character.isLetter(text[i])) {
                    return false;
                }
            }
            return (begin > 0 && isOfWord(text[begin - 1])) || (end < text.length && isOfWord(text[end]));
        }

        private static boolean isOfWord(char c) {
            return c == '_' || Character.isLetterOrDigit(c);
        }

        private int longestAt(char[] text, int at) {
            int longest = 0;
            int low = 0;
            int high = words.length;
            for (int depth = 0; low < high; depth++) {
                if (words[low].length() == depth) {
                    longest = depth;
                    low++;
                }
                if (at + depth >= text.length) {
                    break;
                }
                char c = text[at + depth];
                low = first(low, high, depth, c);
                high = c == Character.MAX_VALUE ? high : first(low, high, depth, (char) (c + 1));
            }
            return longest;
        }

        /** The first of the words, alike up to a depth and all longer, whose next character is not below this one. */
        private int first(int from, int to, int depth, char c) {
            int low = from;
            int high = to;
            while (low < high) {
                int middle = (low + high) >>> 1;
                if (words[middle].charAt(depth) < c) {
                    low = middle + 1;
                } else {
                    high = middle;
                }
            }
            return low;
        }
    }
}
