// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.CallException;
import dev.bracketwire.RateLimitedException;
import dev.bracketwire.TransportException;
import dev.bracketwire.UnauthorizedException;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.ReplyRule.Meaning;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.health.Health;
import dev.bracketwire.connector.health.Health.Notice;
import dev.bracketwire.connector.health.Health.Status;
import dev.bracketwire.connector.internal.fields.DeprecationHeaders;
import dev.bracketwire.connector.internal.fields.HttpDate;
import dev.bracketwire.internal.text.ForeignText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Remembers how the last attempt went, and what the upstream said of the end of its operations. */
final class HealthTracker {
    private static final Logger LOG = LoggerFactory.getLogger("dev.bracketwire.notices");
    private static final int MOST = 100;
    private static final int RECENT = 5;

    private final String connector;
    private final @Nullable Function<? super Reply, @Nullable String> deprecations;
    private final Map<String, Notice> notices = new ConcurrentHashMap<>();
    private volatile @Nullable Beat last;
    private volatile @Nullable Answered answered;

    // Guarded by itself.
    private final Deque<String> failures = new ArrayDeque<>();

    HealthTracker(String connector, @Nullable Function<? super Reply, @Nullable String> deprecations) {
        this.connector = connector;
        this.deprecations = deprecations;
    }

    void record(CallState callState, @Nullable Reply reply, @Nullable Throwable failure, long took) {
        Instant now = callState.pipeline.date();
        if (reply != null) {
            answered = new Answered(now, took, reply.headers().get("Date"));
            note(now, problem(callState, reply));
            listen(callState.request, reply, now);
        } else if (failure instanceof TransportException || failure instanceof UnauthorizedException) {
            note(now, failure.getMessage());
        }
    }

    private void note(Instant now, @Nullable String problem) {
        last = new Beat(now, problem);
        if (problem != null) {
            synchronized (failures) {
                failures.addLast(now + " " + problem);
                if (failures.size() > RECENT) {
                    failures.removeFirst();
                }
            }
        }
    }

    /** The last failures of attempts, with when they were, the oldest first. */
    List<String> failures() {
        synchronized (failures) {
            return List.copyOf(failures);
        }
    }

    /** By how much this machine's clock is ahead of the upstream's, null if the last reply did not tell. */
    @Nullable
    Duration skew() {
        Answered reply = answered;
        return reply == null || reply.date == null
                ? null
                : HttpDate.tryParse(reply.date, reply.at)
                        .map(theirs -> Duration.between(theirs, reply.at))
                        .orElse(null);
    }

    private static @Nullable String problem(CallState callState, Reply reply) {
        boolean fails = callState.meaning == Meaning.NOT_DONE || callState.meaning == Meaning.MAYBE_DONE;
        if (!fails && reply.status() != 401) {
            return null;
        }
        return callState.request + " was answered " + reply.status();
    }

    private void listen(Request request, Reply reply, Instant now) {
        Notice notice = DeprecationHeaders.of(request, reply.headers(), now);
        String own = own(reply);
        if (own != null) {
            Notice said = notice == null ? new Notice(request.toString(), null, null, null, null) : notice;
            notice = new Notice(said.operation(), said.since(), said.ends(), said.link(), ForeignText.shown(own));
        }
        if (notice == null || (notices.size() >= MOST && !notices.containsKey(notice.operation()))) {
            return;
        }
        if (!notice.equals(notices.put(notice.operation(), notice))) {
            LOG.warn(
                    "{}: {} is deprecated since {}, ends {}, {} {}",
                    connector,
                    notice.operation(),
                    notice.since() == null ? "some time" : notice.since(),
                    notice.ends() == null ? "at some time" : notice.ends(),
                    notice.text() == null ? "" : notice.text(),
                    notice.link() == null ? "" : notice.link());
        }
    }

    private @Nullable String own(Reply reply) {
        try {
            return deprecations == null ? null : deprecations.apply(reply);
        } catch (RuntimeException e) {
            LOG.warn("{}: a reply could not be searched for notices", connector, e);
            return null;
        }
    }

    Health health(Pipeline pipeline, @Nullable CallException failure) {
        ConnectorConfig config = pipeline.config;
        Beat beat = last;
        Status status = beat == null ? Status.UNKNOWN : beat.problem == null ? Status.UP : Status.DOWN;
        // A limit says nothing against the upstream. What else failed tells more than the last attempt does.
        if (failure != null && !(failure instanceof RateLimitedException)) {
            status = Status.DOWN;
        }
        Answered reply = answered;
        String reason = failure != null ? failure.getMessage() : beat == null ? null : beat.problem;
        return new Health(
                connector,
                status,
                reason,
                reply == null ? null : Duration.ofNanos(reply.took),
                beat == null ? null : beat.at,
                config.limiter().state(),
                pipeline.paused(),
                config.auth().expires().orElse(null),
                List.copyOf(notices.values()),
                config.version().orElse(null));
    }

    private record Answered(Instant at, long took, @Nullable String date) {}

    private record Beat(Instant at, @Nullable String problem) {}
}
