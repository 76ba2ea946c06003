// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Counts reads and writes of each user and of the project, in minutes that begin with the first request. */
final class FakeQuota {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final Map<String, Window> windows = new HashMap<>();
    private int readsPerUser = 60;
    private int writesPerUser = 60;
    private int readsPerProject = 300;
    private int writesPerProject = 300;

    private static final class Window {
        private Instant begin = Instant.MIN;
        private int count;
    }

    void perUser(int reads, int writes) {
        readsPerUser = reads;
        writesPerUser = writes;
    }

    void perProject(int reads, int writes) {
        readsPerProject = reads;
        writesPerProject = writes;
    }

    /** Counts a request, refused or not; gives the refusal if it is beyond a quota. */
    @Nullable
    FakeGoogleError take(boolean write, String user, Instant now) {
        boolean ofUser = count(write + user, now) > (write ? writesPerUser : readsPerUser);
        boolean ofProject = count(Boolean.toString(write), now) > (write ? writesPerProject : readsPerProject);
        if (ofUser) {
            return refusal(write, "PerUser", " per user", write ? writesPerUser : readsPerUser, "/{project}/{user}");
        }
        return ofProject
                ? refusal(write, "PerProject", "", write ? writesPerProject : readsPerProject, "/{project}")
                : null;
    }

    private int count(String key, Instant now) {
        Window window = windows.computeIfAbsent(key, name -> new Window());
        if (window.count == 0 || !now.isBefore(window.begin.plus(MINUTE))) {
            window.begin = now;
            window.count = 0;
        }
        return ++window.count;
    }

    private static FakeGoogleError refusal(boolean write, String level, String ofLevel, int limit, String unit) {
        String kind = write ? "Write" : "Read";
        return FakeGoogleError.of(
                        429,
                        "RESOURCE_EXHAUSTED",
                        "Quota exceeded for quota metric '" + kind + " requests' and limit '" + kind
                                + " requests per minute" + ofLevel + "' of service 'sheets.googleapis.com' for"
                                + " consumer 'project_number:" + FakeTokens.PROJECT + "'.")
                .errorInfo(
                        "RATE_LIMIT_EXCEEDED",
                        Map.of(
                                "quota_limit", kind + "RequestsPerMinute" + level,
                                "quota_limit_value", Integer.toString(limit),
                                "quota_unit", "1/min" + unit,
                                "quota_location", "global",
                                "quota_metric", "sheets.googleapis.com/" + kind.toLowerCase(Locale.ROOT) + "_requests",
                                "service", "sheets.googleapis.com",
                                "consumer", "projects/" + FakeTokens.PROJECT))
                .help("Request a higher quota limit.", "https://cloud.google.com/docs/quotas/help/request_increase");
    }
}
