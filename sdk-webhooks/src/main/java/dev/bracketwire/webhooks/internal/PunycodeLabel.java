// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/**
 * Checks labels of host names that begin with {@code xn--} (RFC 3492). The JDK's {@code IDN} cannot be asked: it knows
 * IDNA2003 only and takes labels with ß or a newer character for malformed.
 */
final class PunycodeLabel {
    private static final String PREFIX = "xn--";
    private static final int BASE = 36;
    private static final int T_MIN = 1;
    private static final int T_MAX = 26;
    private static final int SKEW = 38;
    private static final int DAMP = 700;

    private PunycodeLabel() {}

    /** Whether the label, in lower case, is no encoded one, or the one that its characters are encoded to. */
    static boolean isSound(String label) {
        if (!label.startsWith(PREFIX)) {
            return true;
        }
        String decoded = decoded(label);
        // Characters that are mapped to others, such as ㉓ to 23, have no label.
        HttpUrl encoded = decoded == null ? null : HttpUrl.parse("http://" + decoded + "/");
        return encoded != null && encoded.host().equals(label);
    }

    private static @Nullable String decoded(String label) {
        String code = label.substring(PREFIX.length());
        int dash = code.lastIndexOf('-');
        StringBuilder text = new StringBuilder(code.substring(0, Math.max(dash, 0)));
        int at = dash < 0 ? 0 : dash + 1;
        if (at == code.length()) {
            return null; // nothing is encoded
        }
        int count = text.length();
        int n = 0x80;
        int bias = 72;
        long i = 0;
        while (at < code.length()) {
            long before = i;
            long weight = 1;
            for (int k = BASE; ; k += BASE) {
                if (at == code.length()) {
                    return null;
                }
                int digit = digit(code.charAt(at++));
                if (digit < 0) {
                    return null;
                }
                i += digit * weight;
                int threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
                if (i > Integer.MAX_VALUE) {
                    return null;
                }
                if (digit < threshold) {
                    break;
                }
                weight *= BASE - threshold;
                if (weight > Integer.MAX_VALUE) {
                    return null;
                }
            }
            count++;
            bias = adapted(i - before, count, before == 0);
            n += (int) (i / count);
            if (n < 0
                    || n > Character.MAX_CODE_POINT
                    || (n >= Character.MIN_SURROGATE && n <= Character.MAX_SURROGATE)) {
                return null;
            }
            int place = (int) (i % count);
            text.insert(text.offsetByCodePoints(0, place), Character.toString(n));
            i = place + 1L;
        }
        return text.toString();
    }

    private static int digit(char c) {
        if (c >= 'a' && c <= 'z') {
            return c - 'a';
        }
        return c >= '0' && c <= '9' ? c - '0' + 26 : -1;
    }

    private static int adapted(long delta, int count, boolean first) {
        long left = first ? delta / DAMP : delta / 2;
        left += left / count;
        int k = 0;
        while (left > (BASE - T_MIN) * T_MAX / 2) {
            left /= BASE - T_MIN;
            k += BASE;
        }
        return (int) (k + (BASE - T_MIN + 1) * left / (left + SKEW));
    }
}
