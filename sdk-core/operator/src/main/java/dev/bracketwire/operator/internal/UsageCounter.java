// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;

/** Counts units by day, connector and operation, for the last days. */
public final class UsageCounter {
    // A template is one of few; somebody may have put ids into it all the same.
    private static final int OPERATIONS = 1_000;
    private static final Key OTHER = new Key("other", "operations");

    private final int days;
    private final ConcurrentNavigableMap<LocalDate, Map<String, Map<Key, Counter>>> counted =
            new ConcurrentSkipListMap<>();

    /** Makes one that remembers so many days. */
    public UsageCounter(int days) {
        this.days = days;
    }

    /** Counts one attempt of so many units. */
    public void add(LocalDate day, String connector, String method, String template, long units) {
        counter(day, connector, new Key(method, template)).add(units, 1);
    }

    void put(Row row) {
        String[] words = row.operation.split(" ", 2);
        Key key = new Key(words[0], words.length < 2 ? "" : words[1]);
        counter(row.day, row.connector, key).add(row.units, row.attempts);
    }

    private Counter counter(LocalDate day, String connector, Key key) {
        Map<String, Map<Key, Counter>> ofDay = counted.get(day);
        if (ofDay == null) {
            ofDay = counted.computeIfAbsent(day, date -> new ConcurrentHashMap<>());
            forget();
        }
        Map<Key, Counter> ofConnector = ofDay.get(connector);
        if (ofConnector == null) {
            ofConnector = ofDay.computeIfAbsent(connector, id -> new ConcurrentHashMap<>());
        }
        Counter counter = ofConnector.get(key);
        if (counter == null) {
            Key kept = ofConnector.size() < OPERATIONS ? key : OTHER;
            counter = ofConnector.computeIfAbsent(kept, operation -> new Counter());
        }
        return counter;
    }

    private void forget() {
        LocalDate first = counted.lastKey().minusDays(days - 1L);
        counted.headMap(first).clear();
    }

    /** The units of a connector on a day. */
    public long units(String connector, LocalDate day) {
        return counted.getOrDefault(day, Map.of()).getOrDefault(connector, Map.of()).values().stream()
                .mapToLong(counter -> counter.units.sum())
                .sum();
    }

    /** All there is, by day, connector and operation. */
    public List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        counted.forEach((day, connectors) -> connectors.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(connector -> connector.getValue().entrySet().stream()
                        .map(entry -> new Row(
                                day,
                                connector.getKey(),
                                entry.getKey().method + " " + entry.getKey().template,
                                entry.getValue().units.sum(),
                                entry.getValue().attempts.sum()))
                        .sorted(Comparator.comparing(Row::operation))
                        .forEach(rows::add)));
        return rows;
    }

    /**
     * What one operation used up on a day.
     *
     * @param day the day
     * @param connector the connector's id
     * @param operation method and template
     * @param units how much
     * @param attempts how often
     */
    public record Row(LocalDate day, String connector, String operation, long units, long attempts) {}

    private record Key(String method, String template) {}

    private static final class Counter {
        private final LongAdder units = new LongAdder();
        private final LongAdder attempts = new LongAdder();

        void add(long more, long times) {
            units.add(more);
            attempts.add(times);
        }
    }
}
