// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.ReplyRule.Verdict;
import dev.bracketwire.connector.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides what a reply means: by the connector's rules, else by its status. */
final class ReplyClassifier {
    private static final Verdict SUCCESS = Verdict.success();
    private static final Verdict REJECTED = Verdict.rejected(null);
    private static final Verdict RATE_LIMITED = Verdict.rateLimited(null);
    private static final Verdict NOT_DONE = new Verdict(Meaning.NOT_DONE, null, null);
    private static final Verdict MAYBE_DONE = new Verdict(Meaning.MAYBE_DONE, null, null);

    private ReplyClassifier() {}

    static Verdict of(List<ReplyRule> rules, Request request, Reply reply, boolean conditional) {
        for (ReplyRule rule : rules) {
            @Nullable Verdict verdict = rule.judge(request, reply);
            if (verdict != null) {
                return verdict;
            }
        }
        return reply.isSuccess() || (reply.status() == 304 && conditional) ? SUCCESS : byStatus(reply.status());
    }

    // A 503 counts as "maybe" even with Retry-After: proxies send it after they lost the server they had asked.
    private static Verdict byStatus(int status) {
        return switch (status) {
            case 429 -> RATE_LIMITED;
            case 421, 529 -> NOT_DONE;
            case 408, 500, 502, 503, 504 -> MAYBE_DONE;
            default -> status >= 506 ? MAYBE_DONE : REJECTED;
        };
    }
}
