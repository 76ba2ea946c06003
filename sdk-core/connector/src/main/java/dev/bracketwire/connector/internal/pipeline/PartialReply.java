// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds replies that carry another part of the content than the one that was asked for (RFC 9110, sections 14 and 15.3.7). */
final class PartialReply {
    static final int STATUS = 206;
    private static final int WHOLE = 200;
    private static final Pattern ASKED = Pattern.compile("bytes=\\s*(\\d{0,18})\\s*-\\s*(\\d{0,18})\\s*");
    private static final Pattern SENT = Pattern.compile("bytes\\s+(\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

    private PartialReply() {}

    /** Says what is wrong; null if the reply carries what was asked for. */
    static @Nullable String problem(CallState callState, Reply reply) {
        String range = range(callState);
        if (reply.status() == STATUS) {
            return range == null ? unasked(callState, reply) : mismatch(callState, range, reply);
        }
        boolean whole = reply.status() == WHOLE && callState.part != null;
        return whole && range != null && !isWhole(range)
                ? "the upstream sent the whole content although a range was asked for: download it without Range"
                : null;
    }

    // Some APIs answer so with a page of a list: their ranges count items, and the page is a document of its own.
    private static @Nullable String unasked(CallState callState, Reply reply) {
        String sent = reply.headers().get("Content-Range");
        boolean bytes = sent == null || sent.strip().toLowerCase(Locale.ROOT).startsWith("bytes");
        return bytes || callState.part != null
                ? "the upstream sent a part of the content (206) although no range was asked for"
                : null;
    }

    private static @Nullable String mismatch(CallState callState, String range, Reply reply) {
        Matcher asked = ASKED.matcher(lower(range));
        if (!asked.matches()) {
            return null; // several ranges, or of another unit, which the caller reads
        }
        String header = reply.headers().get("Content-Range");
        Matcher sent = SENT.matcher(header == null ? "" : lower(header));
        if (!sent.matches()) {
            return "the upstream sent a part of the content without saying which (Content-Range)";
        }
        long first = Long.parseLong(sent.group(1));
        long last = Long.parseLong(sent.group(2));
        long end = sent.group(3).equals("*") ? Long.MAX_VALUE : Long.parseLong(sent.group(3)) - 1;
        boolean right = asked.group(1).isEmpty()
                ? end == Long.MAX_VALUE || (last == end && first == Math.max(0, end + 1 - number(asked.group(2))))
                : first == number(asked.group(1)) && reaches(last, number(asked.group(2)), end);
        if (!right || last < first || last > end) {
            return "the upstream sent another part of the content than the one that was asked for (Content-Range)";
        }
        return callState.request.method().equals("HEAD") || size(callState, reply) == last - first + 1
                ? null
                : "the upstream sent a part of another size than it says (Content-Range)";
    }

    // Where the end is not known, neither is where a part without an end of its own should end.
    private static boolean reaches(long last, long asked, long end) {
        return last == Math.min(asked, end) || (end == Long.MAX_VALUE && asked == Long.MAX_VALUE);
    }

    private static long size(CallState callState, Reply reply) {
        if (callState.part != null) {
            return FileDownload.size(callState.part);
        }
        return callState.stream == null ? reply.bytes().length : announced(reply);
    }

    private static long announced(Reply reply) {
        Matcher sent = SENT.matcher(lower(String.valueOf(reply.headers().get("Content-Range"))));
        String length = reply.headers().get("Content-Length");
        if (length == null && sent.matches()) {
            return Long.parseLong(sent.group(2)) - Long.parseLong(sent.group(1)) + 1;
        }
        return number(length == null ? "" : length.strip());
    }

    private static boolean isWhole(String range) {
        return lower(range).matches("bytes=\\s*0+\\s*-\\s*");
    }

    private static @Nullable String range(CallState callState) {
        Request request = callState.request;
        List<String> own = request.headers().all("Range");
        List<String> values =
                own.isEmpty() ? callState.pipeline.config.headers().all("Range") : own;
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    private static long number(String digits) {
        return digits.isEmpty() || digits.length() > 18 ? Long.MAX_VALUE : Long.parseLong(digits);
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
