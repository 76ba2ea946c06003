// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import dev.bracketwire.connector.Headers;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows which replies a private cache may keep at all (RFC 9111, section 3). */
final class StorageRules {
    // Parts, answers to a condition, and what RFC 6585 forbids to keep.
    private static final Set<Integer> NEVER = Set.of(206, 304, 428, 429, 431, 511);
    private static final Set<Integer> UNDERSTOOD =
            Set.of(200, 203, 204, 300, 301, 302, 303, 307, 308, 400, 403, 404, 405, 410, 414, 501);

    private StorageRules() {}

    static boolean by(Reply reply, @Nullable Meaning meaning, CacheControl said) {
        Headers headers = reply.headers();
        boolean explicit = Freshness.isExplicit(headers, said) || said.allows("public");
        boolean permitted = explicit || said.restricts("private") || Freshness.mayGuess(reply.status(), said);
        boolean cookie = headers.get("Set-Cookie") != null || headers.get("Set-Cookie2") != null;
        return isFinal(reply, meaning)
                && !isForbidden(reply, said)
                && permitted
                && (explicit || !cookie)
                && !VaryHeader.isAny(headers);
    }

    // A success that a rule takes for something else is no answer; a refusal is one, unless it is about the rate.
    private static boolean isFinal(Reply reply, @Nullable Meaning meaning) {
        boolean answer = meaning == Meaning.SUCCESS || (!reply.isSuccess() && meaning != Meaning.RATE_LIMITED);
        return answer && reply.status() >= 200 && !NEVER.contains(reply.status());
    }

    private static boolean isForbidden(Reply reply, CacheControl said) {
        if (said.restricts("must-understand") && !UNDERSTOOD.contains(reply.status())) {
            return true;
        }
        return said.restricts("no-store") && !said.allows("must-understand");
    }
}
