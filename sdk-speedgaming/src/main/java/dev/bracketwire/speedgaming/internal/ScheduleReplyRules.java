// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the errors of SpeedGaming, which come with the status 200: an object with {@code error}, or a page of HTML. Only the
 * exact answer that there is no such episode or event is taken as an answer. No other error says anything about an episode,
 * whatever its status, also a 404.
 */
public final class ScheduleReplyRules implements ReplyRule {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.speedgaming");
    private static final int NOT_FOUND = 404;
    private static final int PROXY_LOGIN = 407;
    private static final int TOO_MANY = 429;

    @Override
    public @Nullable Verdict judge(Request request, Reply reply) {
        int status = reply.status();
        if (status == TOO_MANY || status == PROXY_LOGIN) {
            return null;
        }
        if (reply.isSuccess() || status == NOT_FOUND) {
            String error = FeedJson.error(reply.bytes());
            if (error != null && notFound(request, error)) {
                return Verdict.success();
            }
            if (error != null) {
                LOG.warn("speedgaming: {} was answered with the error \"{}\"", request, FeedJson.shown(error));
                return unavailable("\"" + FeedJson.shown(error) + "\"");
            }
        }
        if (isPage(reply.bytes())) {
            return unavailable("a page of HTML");
        }
        return reply.isSuccess() ? null : unavailable(null);
    }

    private static Verdict unavailable(@Nullable String problem) {
        return new Verdict(Meaning.MAYBE_DONE, null, problem);
    }

    /** Whether the error says that there is no such episode, or no such event, as the request asks for. */
    private static boolean notFound(Request request, String error) {
        List<String> query = List.of(request.query().split("&", -1));
        if (request.template().contains("/episode/")) {
            return query.stream()
                    .anyMatch(part -> part.startsWith("id=") && error.equals(noEpisode(part.substring(3))));
        }
        return error.equals("Failed to find event.")
                && query.stream().anyMatch(part -> part.startsWith("event=") || part.startsWith("slug="));
    }

    private static String noEpisode(String id) {
        return "Failed to find episode with id " + id + ".";
    }

    private static boolean isPage(byte[] body) {
        for (byte each : body) {
            boolean mark = each == (byte) 0xEF || each == (byte) 0xBB || each == (byte) 0xBF;
            if (each == '<') {
                return true;
            }
            if (each > ' ' || (each < 0 && !mark)) {
                return false;
            }
        }
        return false;
    }
}
