// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Knows what Riot means by an answer, where its status does not say it, or not in words that help. */
public final class RiotReplyRules implements ReplyRule {
    /** Where an account plays; for some accounts the answer is 500, always. */
    public static final String REGION = "/riot/account/v1/region/by-game/{game}/by-puuid/{puuid}";

    /** The place in a template for a match that Riot has listed, and may not know for some hours. */
    public static final String LISTED = "{listedMatchId}";

    private static final Duration LATER = Duration.ofSeconds(1);
    private static final String ACCOUNT = "/riot/account/v1/accounts/by-riot-id/";
    private static final String ME = "/riot/account/v1/accounts/me";

    @Override
    public @Nullable Verdict judge(Request request, Reply reply) {
        return switch (reply.status()) {
            case 401 -> Verdict.rejected("the key is missing or is none: check it at developer.riotgames.com");
            case 403 ->
                Verdict.rejected("the key is not allowed to ask this, or has expired: a development key lives for a"
                        + " day; renew it at developer.riotgames.com");
            case 404 -> missing(request.template());
            case 500 ->
                request.template().equals(REGION) ? Verdict.rejected("Riot cannot say it of this account") : null;
            default -> null;
        };
    }

    private static @Nullable Verdict missing(String template) {
        if (template.endsWith(LISTED)) {
            return new Verdict(Meaning.NOT_DONE, LATER, null);
        }
        if (template.startsWith(ACCOUNT)) {
            return Verdict.rejected("nobody has this Riot ID now; it may have been changed");
        }
        return template.equals(ME) ? Verdict.rejected("this account has no Riot ID yet, as one of a console") : null;
    }
}
