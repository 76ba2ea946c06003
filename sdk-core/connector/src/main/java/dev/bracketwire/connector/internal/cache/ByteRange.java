// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts one range of bytes out of a complete reply (RFC 9110, section 14). */
final class ByteRange {
    private static final int PARTIAL = 206;
    private static final Pattern ONE = Pattern.compile("bytes=\\s*([0-9]*)-([0-9]*)\\s*");

    private ByteRange() {}

    /** Returns the requested part; the whole reply if the header names no single range within it. */
    static Reply of(String range, Reply whole) {
        Matcher one = ONE.matcher(range.strip().toLowerCase(Locale.ROOT));
        if (!one.matches() || (one.group(1).isEmpty() && one.group(2).isEmpty())) {
            return whole;
        }
        long length = whole.bytes().length;
        boolean fromTheEnd = one.group(1).isEmpty();
        long first = fromTheEnd ? Math.max(0, length - number(one.group(2))) : number(one.group(1));
        long last = fromTheEnd || one.group(2).isEmpty() ? length - 1 : Math.min(number(one.group(2)), length - 1);
        return first > last ? whole : part(whole, (int) first, (int) last);
    }

    private static Reply part(Reply whole, int first, int last) {
        byte[] bytes = Arrays.copyOfRange(whole.bytes(), first, last + 1);
        Headers headers = KeptHeaders.without(
                        whole.headers(), name -> name.equals("content-length") || name.equals("content-range"))
                .and("Content-Length", String.valueOf(bytes.length))
                .and("Content-Range", "bytes " + first + "-" + last + "/" + whole.bytes().length);
        return Reply.of(PARTIAL, headers, bytes);
    }

    private static long number(String digits) {
        return digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }
}
