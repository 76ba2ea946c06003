// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import dev.bracketwire.connector.CallListener.Finished;
import dev.bracketwire.connector.CallListener.Source;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.health.Health;
import java.time.Duration;
import java.util.Arrays;
import java.util.OptionalDouble;

/** Counts the calls and failures of one connector in the last minutes, with their durations. */
public final class ConnectorStats {
    private static final int SLOTS = 12;
    // Eight to each doubling, from half a millisecond to hours.
    private static final int TIMES = 192;
    private static final double TAIL = 0.05;

    private final Connector connector;
    private final int atLeast;
    private final long slot;

    // Guarded by this.
    private final long[] slots = new long[SLOTS];
    private final int[] calls = new int[SLOTS];
    private final int[] failures = new int[SLOTS];
    private final int[][] times = new int[SLOTS][TIMES];
    private long now;

    /** Looks at a connector for so long, and judges from so many calls on. */
    public ConnectorStats(Connector connector, Duration over, int atLeast) {
        this.connector = connector;
        this.atLeast = atLeast;
        this.slot = Math.max(1, over.toNanos() / SLOTS);
        Arrays.fill(slots, Long.MIN_VALUE);
    }

    /** Hears of a call that ended. */
    public void finished(Finished call, long nanos) {
        boolean measured = call.source() == Source.UPSTREAM || call.source() == Source.SHARED;
        int time = measured && call.status() != 0 ? time(call.took().toNanos()) : -1;
        boolean failed = call.failed();
        synchronized (this) {
            int i = slot(Math.floorDiv(nanos, slot));
            calls[i]++;
            failures[i] += failed ? 1 : 0;
            if (time >= 0) {
                times[i][time]++;
            }
        }
    }

    private int slot(long number) {
        int i = (int) Math.floorMod(number, (long) SLOTS);
        if (slots[i] != number) {
            slots[i] = number;
            calls[i] = 0;
            failures[i] = 0;
            Arrays.fill(times[i], 0);
        }
        return i;
    }

    private static int time(long nanos) {
        long sixteenths = Math.max(8, nanos / 62_500);
        int doublings = 60 - Long.numberOfLeadingZeros(sixteenths);
        int eighth = (int) (sixteenths >> doublings) & 7;
        return Math.min(8 * doublings + eighth, TIMES - 1);
    }

    /** The milliseconds that calls counted there took at least. */
    private static double least(int time) {
        return Math.scalb((8.0 + time % 8) / 16, time / 8);
    }

    /** Moves on to this time, at which the questions below are asked. */
    public synchronized ConnectorStats at(long nanos) {
        now = Math.floorDiv(nanos, slot);
        return this;
    }

    /** How many calls there were. */
    public synchronized int calls() {
        return sum(calls);
    }

    /** The share of calls that failed, empty if there were too few. */
    public synchronized OptionalDouble errors() {
        int all = sum(calls);
        return all < atLeast ? OptionalDouble.empty() : OptionalDouble.of((double) sum(failures) / all);
    }

    /** The milliseconds that one in twenty calls took longer than, empty if there were too few. */
    public synchronized OptionalDouble slow() {
        int[] all = new int[TIMES];
        int count = 0;
        for (int i = 0; i < SLOTS; i++) {
            if (counts(i)) {
                for (int t = 0; t < TIMES; t++) {
                    all[t] += times[i][t];
                    count += times[i][t];
                }
            }
        }
        if (count < atLeast) {
            return OptionalDouble.empty();
        }
        int beyond = (int) (count * TAIL);
        int t = TIMES - 1;
        for (int above = all[t]; above <= beyond && t > 0; above += all[t]) {
            t--;
        }
        return OptionalDouble.of(least(t));
    }

    private int sum(int[] counts) {
        int sum = 0;
        for (int i = 0; i < SLOTS; i++) {
            sum += counts(i) ? counts[i] : 0;
        }
        return sum;
    }

    private boolean counts(int i) {
        return slots[i] > now - SLOTS && slots[i] <= now;
    }

    /** The connector's id. */
    public String id() {
        return config().id();
    }

    /** Its configuration. */
    public ConnectorConfig config() {
        return connector.config();
    }

    /** Returns the health of the connector. */
    public Health health() {
        return connector.lastHealth();
    }
}
