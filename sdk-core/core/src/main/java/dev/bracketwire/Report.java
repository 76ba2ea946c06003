// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.Outcome.Status;
import dev.bracketwire.internal.plan.SpillingList;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Tells what became of every change of a {@link Plan}. It is immutable; above some 10,000 changes it keeps their
 * outcomes in a temporary file, which vanishes with it.
 *
 * <pre>{@code
 * Report<Move> report = plan.apply().get();
 * report.problems().forEach(System.out::println);
 * report.orThrow();
 * }</pre>
 *
 * @param <C> the kind of change
 */
public final class Report<C extends Change> {
    private static final int SHOWN = 20;

    private final String title;
    private final int planned;
    private final Map<Status, Integer> counts;
    private final SpillingList<Outcome<C>> outcomes;
    private final int size;
    private final @Nullable String stopped;
    private final Duration took;

    Report(
            String title,
            int planned,
            Map<Status, Integer> counts,
            SpillingList<Outcome<C>> outcomes,
            @Nullable String stopped,
            Duration took) {
        this.title = title;
        this.planned = planned;
        this.counts = Map.copyOf(counts);
        this.outcomes = outcomes;
        this.size = counts.values().stream().mapToInt(Integer::intValue).sum();
        this.stopped = stopped;
        this.took = took;
    }

    /** The title of the plan. */
    public String title() {
        return title;
    }

    /** How many changes have an outcome: all, unless this is a {@linkplain Plan#report() report of a run under way}. */
    public int size() {
        return size;
    }

    /** How many changes ended like this. */
    public int count(Status status) {
        return counts.getOrDefault(status, 0);
    }

    /** The outcomes in the order in which they became known, read as they are asked for. */
    public Stream<Outcome<C>> outcomes() {
        return outcomes.stream(size);
    }

    /** The outcomes that are neither applied nor unchanged. */
    public Stream<Outcome<C>> problems() {
        return outcomes().filter(outcome -> !outcome.good());
    }

    /** Whether everything the plan wanted is surely there now. */
    public boolean complete() {
        return count(Status.APPLIED) + count(Status.UNCHANGED) == planned;
    }

    /** Why the changes after some point were not tried; empty if all were. */
    public Optional<String> stopped() {
        return Optional.ofNullable(stopped);
    }

    /** How long it took. */
    public Duration took() {
        return took;
    }

    /**
     * Gives this report back if it is {@link #complete()}.
     *
     * @throws IncompleteException if it is not; it holds this report
     */
    public Report<C> orThrow() {
        if (!complete()) {
            throw new IncompleteException(this);
        }
        return this;
    }

    /** One line: how many changes ended how. */
    String summary() {
        String ended = Stream.of(Status.values())
                .filter(counts::containsKey)
                .map(status -> counts.get(status) + " " + status.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return "\"" + title + "\": " + planned + (planned == 1 ? " change" : " changes")
                + (ended.isEmpty() ? "" : ", " + ended) + (stopped == null ? "" : "; stopped: " + stopped);
    }

    /** The summary and the first problems, a line each. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("Report ").append(summary());
        problems().limit(SHOWN).forEach(outcome -> text.append("\n  ").append(outcome));
        int more = size - count(Status.APPLIED) - count(Status.UNCHANGED) - SHOWN;
        return text.append(more > 0 ? "\n  and " + more + " more" : "").toString();
    }
}
