// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import dev.bracketwire.CallException;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule;
import dev.bracketwire.connector.Request;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Classifies replies of Sheets and Drive by Google's reason, and adds advice to the message. */
public final class GoogleReplyRules implements ReplyRule {
    private static final Set<String> RATE_LIMITS =
            Set.of("rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED");

    /** Whether the owner of the spreadsheet can end a refusal by sharing it; {@link #advice} says so then. */
    public static boolean asksToShare(CallException failure) {
        return String.valueOf(failure.getMessage())
                .toLowerCase(Locale.ROOT)
                .contains("share the spreadsheet with this account");
    }

    @Override
    public @Nullable Verdict judge(Request request, Reply reply) {
        int status = reply.status();
        if (status < 400 || status >= 500 || status == 408) {
            return null; // the status says enough
        }
        GoogleError error = GoogleError.of(reply).orElse(null);
        if (status == 429) {
            return Verdict.rateLimited(null);
        }
        if (error == null) {
            return null;
        }
        if (status == 403 && error.reason() != null && RATE_LIMITS.contains(error.reason())) {
            return Verdict.rateLimited(null);
        }
        return Verdict.rejected(advice(status, error));
    }

    private static String advice(int status, GoogleError error) {
        String reason = error.reason() == null ? "" : error.reason();
        if (reason.equals("storageQuotaExceeded")) {
            return "a service account owns no storage: create the spreadsheet in a shared drive, or with the OAuth of a user"
                    + " (GoogleAccess.refreshToken)";
        }
        if (reason.equals("SERVICE_DISABLED") || reason.equals("accessNotConfigured")) {
            return "the API is not enabled for this project: enable it in the Google Cloud console; " + error.message();
        }
        if (reason.equals("ACCESS_TOKEN_SCOPE_INSUFFICIENT") || reason.equals("insufficientPermissions")) {
            return "the credential lacks a scope for this: see GoogleAccess.scopes; " + error.message();
        }
        if (status == 403) {
            return error.message() + " Share the spreadsheet with this account, as an editor if it is to be written";
        }
        if (status == 404) {
            return error.message() + " Check the id, and share the spreadsheet with this account";
        }
        return error.message();
    }
}
