// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.plan.Fingerprint;
import dev.bracketwire.internal.run.CallRun;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Is a set of changes worked out from what is there, to be looked at and then applied, once.
 *
 * <p>Whatever depends on a state that others may change too is a plan: the methods named {@code plan…} read and change
 * nothing, and {@link #apply()} checks for each change that what it saw is still there. A plan is immutable and safe
 * for several threads. Above some 10,000 changes it keeps the rest in a temporary file, which vanishes with it.
 *
 * <pre>{@code
 * Plan<Move> plan = Plan.builder("seating of round 3", (Move move) -> seats.move(move))
 *         .addAll(moves)
 *         .build();
 * System.out.println(plan);
 * Report<Move> report = plan.apply().get();
 * }</pre>
 *
 * @param <C> the kind of change
 */
public final class Plan<C extends Change> {
    private static final int SHOWN = 20;

    private final String title;
    private final List<PlanPart<? extends C>> parts;
    private final String fingerprint;
    private final OnFailure onFailure;
    private final LongSupplier clock;
    private final AtomicReference<@Nullable PlanRun<C>> latest;

    Plan(
            String title,
            List<PlanPart<? extends C>> parts,
            String fingerprint,
            OnFailure onFailure,
            LongSupplier clock,
            AtomicReference<@Nullable PlanRun<C>> latest) {
        this.title = title;
        this.parts = parts;
        this.fingerprint = fingerprint;
        this.onFailure = onFailure;
        this.clock = clock;
        this.latest = latest;
    }

    Plan(String title, List<PlanPart<? extends C>> parts, String fingerprint, OnFailure onFailure, LongSupplier clock) {
        this(title, parts, fingerprint, onFailure, clock, new AtomicReference<>());
    }

    /**
     * Collects changes that are applied one by one.
     *
     * @param title what the plan does, for people
     * @param applier the call that carries out a change, if what the change saw is still there, and says what became of
     *     it. When it fails instead, the outcome is {@code FAILED} if the request surely was not carried out,
     *     {@code STALE} if the upstream answered 412, and {@code UNKNOWN} otherwise
     */
    public static <C extends Change> PlanBuilder<C> builder(
            String title, Function<? super C, ? extends Call<Outcome<C>>> applier) {
        Objects.requireNonNull(applier, "applier");
        return builder(title, 1, changes -> applier.apply(changes.get(0)).map(List::of));
    }

    /**
     * Collects changes that are applied in batches.
     *
     * @param title what the plan does, for people
     * @param batch how many changes a call takes at most
     * @param applier the call that carries out some changes and gives one outcome for each, in their order. Its failure
     *     is the outcome of them all, as in {@link #builder(String, Function)}
     */
    public static <C extends Change> PlanBuilder<C> builder(
            String title, int batch, Function<? super List<C>, Call<List<Outcome<C>>>> applier) {
        return new PlanBuilder<>(title, batch, applier);
    }

    /**
     * Joins plans, of several modules too, into one that applies them in this order. The stop policy is that of the
     * whole; a plan that is part of several can be applied by one of them only.
     */
    public static <C extends Change> Plan<C> join(String title, List<? extends Plan<? extends C>> plans) {
        Objects.requireNonNull(title, "title");
        Fingerprint fingerprint = new Fingerprint(title);
        LongSupplier clock = System::nanoTime;
        List<PlanPart<? extends C>> parts = new ArrayList<>();
        for (Plan<? extends C> plan : plans) {
            clock = parts.isEmpty() ? plan.clock : clock;
            fingerprint.add(plan.fingerprint);
            parts.addAll(plan.parts);
        }
        return new Plan<>(title, List.copyOf(parts), fingerprint.hex(), OnFailure.STOP, clock);
    }

    /** Returns a description of the plan for people. */
    public String title() {
        return title;
    }

    /** How many changes it holds. */
    public int size() {
        return parts.stream().mapToInt(part -> part.planChanges.size()).sum();
    }

    /** Whether there is nothing to do. */
    public boolean isEmpty() {
        return size() == 0;
    }

    /** How many changes of each {@linkplain Change#kind() kind} it holds, sorted by kind. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        parts.forEach(
                part -> part.planChanges.counts().forEach((kind, count) -> counts.merge(kind, count, Integer::sum)));
        return Collections.unmodifiableMap(counts);
    }

    /** The changes in the order in which they would be applied, read as they are asked for. */
    public Stream<C> changes() {
        return parts.stream().flatMap(part -> part.planChanges.stream());
    }

    /**
     * A digest of the title and all changes: a plan made anew from the same state has the same. Show it beside the plan,
     * and ask for it again before applying what somebody approved.
     */
    public String fingerprint() {
        return fingerprint;
    }

    /** Gives this plan with another policy; of both together, one can be applied. */
    public Plan<C> onFailure(OnFailure policy) {
        return new Plan<>(title, parts, fingerprint, Objects.requireNonNull(policy, "policy"), clock, latest);
    }

    /**
     * Applies the plan when the call is run, which it may be once: a second run is an {@link IllegalStateException},
     * since what the plan saw may have changed. What becomes of single changes stands in the report and throws nothing.
     * This is a bulk run with one hour, or what {@link Call#within} says; when the time is over, the rest is skipped. If a
     * change goes on a second longer, the call fails with {@link DeadlineException}, and {@link #report()} has the rest.
     */
    public Call<Report<C>> apply() {
        return Call.of(clock, context -> {
            PlanRun<C> run = new PlanRun<>(this, parts, onFailure, clock, context);
            run.claim(parts);
            latest.set(run);
            // A copy: the run goes on to its report when the one who waits leaves.
            CompletableFuture<Report<C>> report = context.settle(run.start().copy());
            CallRun outer = (CallRun) context;
            return outer.cancelled()
                    ? CompletableFuture.failedFuture(new CancelledException(outer.cancellation()))
                    : report;
        });
    }

    /**
     * What is known of the run of {@link #apply()}, also while it is under way and after it was cancelled; empty before
     * it began.
     */
    public Optional<Report<C>> report() {
        return Optional.ofNullable(latest.get()).map(PlanRun::report);
    }

    /** The title, counts and fingerprint, and the first changes, a line each. */
    @Override
    public String toString() {
        String kinds = counts().entrySet().stream()
                .map(entry -> entry.getValue() + " " + entry.getKey())
                .collect(Collectors.joining(", "));
        StringBuilder text =
                new StringBuilder("Plan \"" + title + "\": " + size() + (size() == 1 ? " change" : " changes")
                        + (kinds.isEmpty() ? "" : " (" + kinds + ")") + ", fingerprint " + fingerprint);
        changes()
                .limit(SHOWN)
                .forEach(change ->
                        text.append("\n  ").append(change.kind()).append(": ").append(change));
        return text.append(size() > SHOWN ? "\n  and " + (size() - SHOWN) + " more" : "")
                .toString();
    }

    /** The reaction to a change that failed or has an unknown outcome. A stale change never stops a plan. */
    public enum OnFailure {
        /** The changes after it are skipped. */
        STOP,
        /** The changes after it are applied. */
        CONTINUE
    }
}
