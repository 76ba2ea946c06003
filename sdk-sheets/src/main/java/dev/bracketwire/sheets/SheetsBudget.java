// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.limit.Limit;
import dev.bracketwire.connector.limit.LimitReport;
import dev.bracketwire.connector.limit.Limiter;
import dev.bracketwire.connector.limit.LimiterBuilder;
import dev.bracketwire.sheets.internal.GoogleError;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests within Google's quota: reads and writes apart, each for the user and for the project. Several clients that
 * use one Google project share one budget.
 *
 * <pre>{@code
 * SheetsBudget budget = SheetsBudget.standard();
 * Sheets bot = Sheets.builder(access).budget(budget).build();
 * Sheets page = Sheets.builder(access).budget(budget).build();
 * }</pre>
 *
 * <p>Requests of other programs in the same project use the quota too. If Google then answers 429, the budget of this kind
 * pauses until Google's minute is over; the other kind goes on.
 */
public final class SheetsBudget {
    static final int USER_QUOTA = 60;
    static final int PROJECT_QUOTA = 300;

    private static final String READ_QUOTA = "Google's read quota";
    private static final String WRITE_QUOTA = "Google's write quota";

    // Google counts a request from its arrival, which is later than its permit.
    private static final Duration MINUTE = Duration.ofSeconds(61);
    private static final long WINDOW = TimeUnit.MINUTES.toNanos(1);
    private static final long LEAST_PAUSE = TimeUnit.SECONDS.toNanos(1);

    private final Limiter limiter;
    private final SentTimes reads;
    private final SentTimes writes;

    private SheetsBudget(Builder builder) {
        LimiterBuilder limits = Limiter.builder()
                .limit(
                        Limit.of(builder.reads, MINUTE),
                        ask -> isRead(ask.request()) ? "reads of " + user(ask.principal()) : null)
                .limit(
                        Limit.of(builder.writes, MINUTE),
                        ask -> isRead(ask.request()) ? null : "writes of " + user(ask.principal()))
                .limit(
                        Limit.of(builder.projectReads, MINUTE),
                        ask -> isRead(ask.request()) ? "reads of the project" : null)
                .limit(
                        Limit.of(builder.projectWrites, MINUTE),
                        ask -> isRead(ask.request()) ? null : "writes of the project")
                .learned(
                        ask -> quota(ask) + " of " + user(ask.principal()),
                        (ask, reply) -> pauseAfterRefusal(ask, reply, false))
                .learned(ask -> quota(ask) + " for the project", (ask, reply) -> pauseAfterRefusal(ask, reply, true));
        if (builder.file != null) {
            limits.keptIn(builder.file);
        }
        this.limiter = limits.build();
        this.reads = new SentTimes(builder.reads);
        this.writes = new SentTimes(builder.writes);
    }

    /** Returns a budget of Google's default quota: 60 reads and 60 writes a minute, 300 of each for the project. */
    public static SheetsBudget standard() {
        return builder().build();
    }

    /** Begins a budget with other numbers, for a project whose quota was raised or is shared. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns the reads that can be sent at once by the user with least left. */
    public long readsLeft() {
        return left("reads", reads.most);
    }

    /** Returns the writes that can be sent at once by the user with least left. */
    public long writesLeft() {
        return left("writes", writes.most);
    }

    private long left(String kind, long most) {
        return limiter.state().stream()
                .filter(state ->
                        state.scope().contains(kind + " ") || state.scope().contains(atGoogle(kind)))
                .mapToLong(Limiter.State::left)
                .reduce(most, Math::min);
    }

    /** Returns the time until this user can send another read. */
    Duration readDelay(String principal) {
        return delay("reads", principal);
    }

    /** Returns the time until this user can send another write. */
    Duration writeDelay(String principal) {
        return delay("writes", principal);
    }

    private Duration delay(String kind, String principal) {
        String others = kind + " of ";
        return limiter.state().stream()
                .filter(state -> state.scope().contains(atGoogle(kind) + " for the project")
                        || state.scope().contains(atGoogle(kind) + " of " + user(principal))
                        || state.scope().contains(others + "the project")
                        || state.scope().contains(others + user(principal)))
                .map(Limiter.State::delay)
                .max(Comparator.naturalOrder())
                .orElse(Duration.ZERO);
    }

    private static String atGoogle(String kind) {
        return kind.equals("reads") ? READ_QUOTA : WRITE_QUOTA;
    }

    Limiter limiter() {
        return limiter;
    }

    private static String quota(Limiter.Ask ask) {
        return isRead(ask.request()) ? READ_QUOTA : WRITE_QUOTA;
    }

    /** Pauses the quota that the refusal names: the project's, or else that of the user. */
    private LimitReport pauseAfterRefusal(Limiter.Ask ask, Reply reply, boolean ofProject) {
        SentTimes sent = isRead(ask.request()) ? reads : writes;
        long now = ask.clock().nanos();
        if (!ofProject) {
            sent.sent(now); // once for each reply
        }
        if (GoogleError.isOfProject(reply) != ofProject) {
            return LimitReport.none();
        }
        if (reply.status() != 429) {
            return LimitReport.none();
        }
        long pause = Math.max(LEAST_PAUSE, WINDOW - sent.sinceFirst(now));
        pause += ThreadLocalRandom.current().nextLong(TimeUnit.SECONDS.toNanos(2));
        Optional<Long> asked = reply.header("Retry-After").flatMap(SheetsBudget::seconds);
        return LimitReport.none().pausing(Duration.ofNanos(Math.max(pause, asked.orElse(0L))));
    }

    private static Optional<Long> seconds(String text) {
        return text.matches("\\d{1,4}")
                ? Optional.of(TimeUnit.SECONDS.toNanos(Long.parseLong(text)))
                : Optional.empty();
    }

    // The scopes of a service account tell principals apart, and not users.
    private static String user(String principal) {
        String name = principal.contains("#") ? principal.substring(0, principal.lastIndexOf('#')) : principal;
        boolean account = name.contains("@") && name.contains("/");
        return "\"" + (account ? name.substring(0, name.indexOf('/')) : name) + "\"";
    }

    /** Whether Google counts a request as a read: each GET, and the POSTs that only look something up. */
    static boolean isRead(Request request) {
        String template = request.template();
        return request.method().equals("GET")
                || template.endsWith("etByDataFilter")
                || template.endsWith("developerMetadata:search");
    }

    /** The times of the requests of one kind within the last minute. */
    private static final class SentTimes {
        final long most;
        private final ArrayDeque<Long> times = new ArrayDeque<>();

        SentTimes(long most) {
            this.most = most;
        }

        synchronized void sent(long now) {
            times.addLast(now);
            trim(now);
        }

        synchronized long sinceFirst(long now) {
            trim(now);
            return times.isEmpty() ? 0 : now - times.getFirst();
        }

        private void trim(long now) {
            while (times.size() > 1 && now - times.getFirst() > WINDOW) {
                times.removeFirst();
            }
        }
    }

    /** Collects the numbers of a {@link SheetsBudget}. */
    public static final class Builder {
        private int reads = USER_QUOTA;
        private int writes = USER_QUOTA;
        private int projectReads = PROJECT_QUOTA;
        private int projectWrites = PROJECT_QUOTA;
        private @Nullable Path file;

        private Builder() {}

        /** Sets the reads and the writes a minute of one user, 60 each unless set. A service account is one user. */
        public Builder perUser(int readsPerMinute, int writesPerMinute) {
            this.reads = positive("reads a minute", readsPerMinute);
            this.writes = positive("writes a minute", writesPerMinute);
            return this;
        }

        /** Sets the reads and the writes a minute of the whole project, 300 each unless set. */
        public Builder perProject(int readsPerMinute, int writesPerMinute) {
            this.projectReads = positive("reads a minute", readsPerMinute);
            this.projectWrites = positive("writes a minute", writesPerMinute);
            return this;
        }

        /** Keeps in a file the requests of the last minute, so that a restart does not forget them. */
        public Builder keptIn(Path own) {
            this.file = Objects.requireNonNull(own, "own");
            return this;
        }

        /** Builds the budget. */
        public SheetsBudget build() {
            return new SheetsBudget(this);
        }

        private static int positive(String name, int value) {
            if (value < 1) {
                throw new IllegalArgumentException(name + " must be at least 1, not " + value);
            }
            return value;
        }
    }
}
