// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import dev.bracketwire.connector.CallListener;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Upstream;
import dev.bracketwire.operator.internal.PeriodicTask;
import dev.bracketwire.operator.internal.UsageCounter;
import dev.bracketwire.operator.internal.UsageFile;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Counts what connectors use up, in their upstreams' own units, by operation and day. What is answered from a cache costs
 * nothing, and each attempt that was sent costs its {@linkplain dev.bracketwire.connector.Request#weight weight}. Safe for
 * several threads.
 *
 * <pre>{@code
 * Usage usage = Usage.builder().budget("drive", 400_000_000).keptIn(Path.of("usage.json")).build();
 * Connector drive = Connector.create(config.listener(usage).build());
 * usage.left("drive").ifPresent(left -> System.out.println(left + " quota units left today"));
 * }</pre>
 */
public final class Usage implements CallListener, AutoCloseable {
    private static final Duration KEPT = Duration.ofSeconds(5);

    private final InstantSource dates;
    private final ZoneId zone;
    private final Map<String, Long> budgets;
    private final Map<String, String> units = new ConcurrentHashMap<>();
    private final UsageCounter usageCounter;
    private final @Nullable UsageFile file;
    private final @Nullable PeriodicTask periodicTask;
    private volatile Today today;

    Usage(UsageBuilder builder) {
        this.dates = builder.dates;
        this.zone = builder.zone;
        this.budgets = Map.copyOf(builder.budgets);
        this.usageCounter = new UsageCounter(builder.days);
        Path path = builder.file;
        this.file = path == null ? null : new UsageFile(path, usageCounter);
        this.periodicTask = file == null ? null : new PeriodicTask("usage", KEPT, builder.scheduler, file::save);
        this.today = today(dates.millis());
    }

    /** Counts in memory, by days of UTC, without budgets. */
    public static Usage create() {
        return builder().build();
    }

    /** Collects options. */
    public static UsageBuilder builder() {
        return new UsageBuilder();
    }

    @Override
    public void opened(Connector connector) {
        units.put(connector.config().id(), connector.config().upstream().unit());
    }

    @Override
    public void attempted(Attempt attempt) {
        if (attempt.sent()) {
            usageCounter.add(
                    now().date,
                    attempt.operation().connector(),
                    attempt.operation().method(),
                    attempt.operation().template(),
                    attempt.operation().weight());
        }
    }

    /** Everything that is counted and not forgotten, by day, connector and operation. */
    public List<Entry> entries() {
        return usageCounter.rows().stream()
                .map(row -> new Entry(
                        row.day(),
                        row.connector(),
                        row.operation(),
                        units.getOrDefault(row.connector(), Upstream.unknown().unit()),
                        row.units(),
                        row.attempts()))
                .toList();
    }

    /** What a connector used up on a day. */
    public long units(String connector, LocalDate day) {
        return usageCounter.units(connector, day);
    }

    /** What a connector has used up today. */
    public long today(String connector) {
        return units(connector, now().date);
    }

    /** What is left of a connector's budget today, which may be below zero; empty if it has none. */
    public OptionalLong left(String connector) {
        Long budget = budgets.get(connector);
        return budget == null ? OptionalLong.empty() : OptionalLong.of(budget - today(connector));
    }

    /** What a connector may use up in a day; empty if it has no budget. */
    public OptionalLong budget(String connector) {
        Long budget = budgets.get(connector);
        return budget == null ? OptionalLong.empty() : OptionalLong.of(budget);
    }

    /** Writes what is counted into its file, if it has one. */
    @Override
    public void close() {
        if (periodicTask != null && file != null) {
            periodicTask.close();
            file.save();
        }
    }

    private Today now() {
        long millis = dates.millis();
        Today known = today;
        if (millis >= known.until || millis < known.since) {
            known = today(millis);
            today = known;
        }
        return known;
    }

    private Today today(long millis) {
        LocalDate date = LocalDate.ofInstant(Instant.ofEpochMilli(millis), zone);
        return new Today(
                date,
                date.atStartOfDay(zone).toInstant().toEpochMilli(),
                date.plusDays(1).atStartOfDay(zone).toInstant().toEpochMilli());
    }

    private record Today(LocalDate date, long since, long until) {}

    /**
     * What one operation used up on one day.
     *
     * @param day the day, in the zone of this usage
     * @param connector the connector's id
     * @param operation method and path template
     * @param unit what the upstream counts in
     * @param units how many of them
     * @param attempts how often something was sent
     */
    public record Entry(LocalDate day, String connector, String operation, String unit, long units, long attempts) {}
}
