// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.limit;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Parses a rate-limit header of Riot, such as {@code X-App-Rate-Limit: 20:1,100:120}, into a number for each window. It
 * skips malformed parts and never throws. It is read on every reply, so it allocates little.
 */
final class RateHeader {
    static final RateHeader NONE = new RateHeader(false, false);

    private static final int DIGITS = 12;
    private static final int MOST = 64;
    private static final long LONGEST = 100_000_000;
    private static final long NOT = -1;

    private final boolean limits;
    private boolean whole;
    private long[] seconds = new long[4];
    private long[] numbers = new long[4];
    private int size;

    private RateHeader(boolean limits, boolean whole) {
        this.limits = limits;
        this.whole = whole;
    }

    /** Reads limits, which are above 0. */
    static RateHeader limits(@Nullable String value) {
        return read(value, true);
    }

    /** Reads counts, which may be 0. */
    static RateHeader counts(@Nullable String value) {
        return read(value, false);
    }

    private static RateHeader read(@Nullable String value, boolean limits) {
        if (value == null) {
            return NONE;
        }
        RateHeader rateHeader = new RateHeader(limits, true);
        int from = 0;
        while (from <= value.length()) {
            int comma = value.indexOf(',', from);
            int to = comma < 0 ? value.length() : comma;
            rateHeader.read(value, from, to);
            from = to + 1;
        }
        return rateHeader;
    }

    private void read(String value, int from, int to) {
        int colon = value.indexOf(':', from);
        long number = colon < 0 || colon >= to ? NOT : number(value, from, colon);
        long window = colon < 0 || colon >= to ? NOT : number(value, colon + 1, to);
        if (number < (limits ? 1 : 0) || window < 1 || window > LONGEST || !put(window, number)) {
            whole = false;
        }
    }

    // Keeps windows in ascending order. If a window is named twice, the stricter number counts.
    private boolean put(long window, long number) {
        int at = 0;
        while (at < size && seconds[at] < window) {
            at++;
        }
        if (at < size && seconds[at] == window) {
            numbers[at] = limits ? Math.min(numbers[at], number) : Math.max(numbers[at], number);
            return true;
        }
        if (size == MOST) {
            return false;
        }
        if (size == seconds.length) {
            seconds = Arrays.copyOf(seconds, size * 2);
            numbers = Arrays.copyOf(numbers, size * 2);
        }
        System.arraycopy(seconds, at, seconds, at + 1, size - at);
        System.arraycopy(numbers, at, numbers, at + 1, size - at);
        seconds[at] = window;
        numbers[at] = number;
        size++;
        return true;
    }

    private static long number(String text, int from, int to) {
        int begin = from;
        int end = to;
        while (begin < end && text.charAt(begin) <= ' ') {
            begin++;
        }
        while (end > begin && text.charAt(end - 1) <= ' ') {
            end--;
        }
        if (begin == end || end - begin > DIGITS) {
            return NOT;
        }
        long number = 0;
        for (int i = begin; i < end; i++) {
            char digit = text.charAt(i);
            if (digit < '0' || digit > '9') {
                return NOT;
            }
            number = number * 10 + digit - '0';
        }
        return number;
    }

    /** Whether every part was well-formed. Then a window that the header does not name no longer exists. */
    boolean whole() {
        return whole;
    }

    int size() {
        return size;
    }

    long seconds(int index) {
        return seconds[index];
    }

    long number(int index) {
        return numbers[index];
    }

    boolean names(long window) {
        for (int i = 0; i < size; i++) {
            if (seconds[i] == window) {
                return true;
            }
        }
        return false;
    }

    /** As {@code 1=20 120=100}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < size; i++) {
            text.append(i == 0 ? "" : " ").append(seconds[i]).append('=').append(numbers[i]);
        }
        return text.toString();
    }
}
