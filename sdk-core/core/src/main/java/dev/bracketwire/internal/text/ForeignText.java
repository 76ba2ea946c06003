// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.text;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.BitSet;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one exit for text that is not ours, such as the words of an upstream, a driver or a user's file. Whatever passes is
 * short, on one line, without control characters and invisible marks, and without the secrets of this process.
 */
public final class ForeignText {
    private static final int LONGEST = 200;
    private static final int MOST_SECRETS = 1_000;

    // Secrets are looked for in so much of a text. Its end is not shown, since half a secret may stand there.
    private static final int LOOKED_AT = 1 << 18;
    private static final int END = 1 << 16;
    private static final int DEEPEST = 10;

    // They join the parts of an emoji, and are of no use without it.
    private static final int NON_JOINER = 0x200c;
    private static final int JOINER = 0x200d;
    private static final int NEXT_LINE = 0x85;

    private static final SecretMask REVEALED = new SecretMask(MOST_SECRETS);

    private ForeignText() {}

    /** Hides a secret from now on, wherever foreign text is shown. */
    public static void hide(String secret) {
        REVEALED.add(secret);
    }

    /** Hides the value of a header that is a credential, with the parts that an upstream may echo. */
    public static void hideCredential(String value) {
        hideCredential(value, REVEALED);
    }

    /** Hides the value of a header that is a credential in a mask, with the parts that an upstream may echo. */
    public static void hideCredential(String value, SecretMask mask) {
        if (mask.isSecret(value)) {
            return;
        }
        mask.add(value);
        String last = value.substring(value.lastIndexOf(' ') + 1);
        mask.add(last);
        if (value.regionMatches(true, 0, "Basic ", 0, 6)) {
            try {
                String login = new String(Base64.getDecoder().decode(last), StandardCharsets.UTF_8);
                mask.add(login.substring(login.indexOf(':') + 1));
            } catch (IllegalArgumentException e) {
                // It is not base64, though it says so: as a whole it is hidden already.
            }
        }
    }

    /** Returns at most 200 characters of the text, as they may stand in a message. */
    public static String shown(String text) {
        return shown(text, LONGEST);
    }

    /** Returns at most so many characters of the text, as they may stand in a message. */
    public static String shown(String text, int most) {
        String cut = text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT);
        BitSet hidden = REVEALED.hidden(cut, true);
        return clean(cut, cut.length() == text.length() ? cut.length() : LOOKED_AT - END, hidden, most);
    }

    /** Does the same without some more secrets. */
    public static String shown(String text, Collection<String> more) {
        SecretMask own = new SecretMask(Math.max(1, more.size()));
        more.forEach(own::add);
        return shown(own.masked(text.length() <= LOOKED_AT ? text : text.substring(0, LOOKED_AT - END)));
    }

    /** Returns the text if all of it may be shown as it is, else null. */
    public static @Nullable String unlessUnsafe(@Nullable String text, int most) {
        return text == null || text.length() > most || !shown(text, most).equals(text) ? null : text;
    }

    /** Returns the failure, or a copy with the messages that may be shown if it says more than that. */
    public static IOException shown(IOException failure) {
        return isSafe(failure, 0) ? failure : (IOException) copy(failure, 0);
    }

    private static boolean isSafe(Throwable failure, int depth) {
        String message = failure.getMessage();
        Throwable cause = failure.getCause();
        if (depth > DEEPEST || (message != null && !shown(message).equals(message))) {
            return false;
        }
        for (Throwable suppressed : failure.getSuppressed()) {
            if (!isSafe(suppressed, depth + 1)) {
                return false;
            }
        }
        return cause == null || isSafe(cause, depth + 1);
    }

    private static Throwable copy(Throwable failure, int depth) {
        String message = failure.getClass().getSimpleName() + ": " + shown(String.valueOf(failure.getMessage()));
        IOException copy = new IOException(message);
        copy.setStackTrace(failure.getStackTrace());
        if (depth < DEEPEST) {
            if (failure.getCause() != null) {
                copy.initCause(copy(Objects.requireNonNull(failure.getCause()), depth + 1));
            }
            for (Throwable suppressed : failure.getSuppressed()) {
                copy.addSuppressed(copy(suppressed, depth + 1));
            }
        }
        return copy;
    }

    private static String clean(String text, int end, BitSet hidden, int most) {
        StringBuilder line = new StringBuilder(Math.min(end, most));
        boolean blank = true; // whether a line ended here last, or nothing stood yet
        boolean more = end < text.length();
        for (int at = 0; at < end; ) {
            if (line.length() > most) {
                more = true;
                break;
            }
            if (hidden.get(at)) {
                line.append(SecretMask.TEXT);
                blank = false;
                at = hidden.nextClearBit(at);
                continue;
            }
            int c = text.codePointAt(at);
            at += Character.charCount(c);
            int type = Character.getType(c);
            if (c == JOINER || c == NON_JOINER) {
                continue;
            }
            if (isLineEnd(c, type)) {
                if (!blank) {
                    line.append(' ');
                }
                blank = true;
                continue;
            }
            blank = false;
            line.appendCodePoint(isUnprintable(type) ? '?' : c);
        }
        int length = line.length();
        if (blank && length > 0) {
            line.setLength(--length);
        }
        if (length <= most && !more) {
            return line.toString();
        }
        int cut = Math.min(length, most - 1);
        if (cut > 0 && cut < length && Character.isLowSurrogate(line.charAt(cut))) {
            cut--;
        }
        return line.substring(0, cut) + "…";
    }

    private static boolean isLineEnd(int c, int type) {
        return (c >= '\t' && c <= '\r')
                || c == NEXT_LINE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static boolean isUnprintable(int type) {
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.UNASSIGNED;
    }
}
