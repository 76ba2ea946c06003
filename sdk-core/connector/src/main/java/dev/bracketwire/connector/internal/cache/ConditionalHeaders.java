// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.internal.fields.HttpDate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks whether a reply still stands, and answers those who ask that themselves (RFC 9110, section 13). */
final class ConditionalHeaders {
    private static final Pattern TAG = Pattern.compile("\\s*((?:W/)?\"[^\"]*\"|[^,]*[^,\\s])\\s*(?:,|$)");

    private ConditionalHeaders() {}

    /** The header fields that ask whether a kept reply still stands; none if nothing in it tells. */
    static Headers of(Reply kept) {
        Headers conditions = Headers.none();
        if (!kept.isSuccess()) {
            return conditions;
        }
        String tag = tag(kept.headers());
        if (tag != null) {
            conditions = conditions.and("If-None-Match", tag);
        }
        String modified = sendable(kept.headers().get("Last-Modified"));
        return modified == null ? conditions : conditions.and("If-Modified-Since", modified);
    }

    /** The same for a caller who asks for what is none of these tags: one 304 then answers both. */
    static Headers joined(Reply kept, String noneMatch) {
        String tag = tag(kept.headers());
        if (!kept.isSuccess() || tag == null || noneMatch.strip().equals("*")) {
            return Headers.none();
        }
        return Headers.of("If-None-Match", matches(noneMatch, kept) ? noneMatch : noneMatch + ", " + tag);
    }

    /** Whether a 304 is about this reply; it is not if it bears another tag. */
    static boolean confirms(Headers said, Headers kept) {
        String one = said.get("ETag");
        String other = kept.get("ETag");
        return one == null || other == null || weak(one).equals(weak(other));
    }

    /** Whether one of the tags is that of a reply, or any is. */
    static boolean matches(String noneMatch, Reply kept) {
        if (noneMatch.strip().equals("*")) {
            return true;
        }
        String tag = kept.headers().get("ETag");
        return tag != null && tags(noneMatch).stream().anyMatch(one -> weak(one).equals(weak(tag)));
    }

    /** Whether a reply was not modified since; without such a date, whether it was not made since. */
    static boolean unmodifiedSince(String date, Reply kept, Instant now) {
        Headers headers = kept.headers();
        String changed = headers.get("Last-Modified") == null ? headers.get("Date") : headers.get("Last-Modified");
        Optional<Instant> since = HttpDate.tryParse(date, now);
        Optional<Instant> last = CacheDate.read(changed, now);
        return since.isPresent() && last.isPresent() && !last.get().isAfter(since.get());
    }

    private static @Nullable String tag(Headers headers) {
        return sendable(headers.get("ETag"));
    }

    // What an upstream says beyond ASCII cannot be said back to it.
    private static @Nullable String sendable(@Nullable String value) {
        return value != null && !value.isBlank() && value.chars().allMatch(c -> c >= ' ' && c < 0x7f) ? value : null;
    }

    private static List<String> tags(String list) {
        List<String> tags = new ArrayList<>();
        Matcher matcher = TAG.matcher(list);
        while (matcher.find()) {
            tags.add(matcher.group(1));
        }
        return tags;
    }

    private static String weak(String tag) {
        String stripped = tag.strip();
        return stripped.startsWith("W/") ? stripped.substring(2) : stripped;
    }
}
