// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import org.jspecify.annotations.Nullable;

/**
 * Describes how rows or columns change their places: {@code count} inserted, deleted or moved ones, from {@code from} on.
 *
 * @param destination the index in front of which moved ones go, counted before the move
 */
record FakeShift(boolean rows, Kind kind, int from, int count, int destination) {
    enum Kind {
        INSERT,
        DELETE,
        MOVE
    }

    static FakeShift insert(boolean rows, int at, int count) {
        return new FakeShift(rows, Kind.INSERT, at, count, 0);
    }

    static FakeShift delete(boolean rows, int from, int count) {
        return new FakeShift(rows, Kind.DELETE, from, count, 0);
    }

    static FakeShift move(boolean rows, int from, int count, int destination) {
        return new FakeShift(rows, Kind.MOVE, from, count, destination);
    }

    /** Gives the new place of a row or column, -1 for a deleted one. */
    int index(int old) {
        return switch (kind) {
            case INSERT -> old >= from ? old + count : old;
            case DELETE -> old < from ? old : old < from + count ? -1 : old - count;
            case MOVE -> moved(old);
        };
    }

    private int moved(int old) {
        if (old >= from && old < from + count) {
            return destination > from ? destination - count + old - from : destination + old - from;
        }
        if (destination > from) {
            return old >= from + count && old < destination ? old - count : old;
        }
        return old >= destination && old < from ? old + count : old;
    }

    /** Gives the new start and end of a span; null if none of it is left. An endless span keeps its end. */
    int @Nullable [] span(int start, int end) {
        boolean endless = end == Integer.MAX_VALUE;
        return switch (kind) {
            case INSERT ->
                new int[] {start >= from ? start + count : start, endless || end <= from ? end : end + count};
            case DELETE -> {
                int newStart = start <= from ? start : Math.max(from, start - count);
                int newEnd = endless || end <= from ? end : Math.max(from, end - count);
                yield newStart < newEnd ? new int[] {newStart, newEnd} : null;
            }
            case MOVE -> endless ? new int[] {start, end} : movedSpan(start, end);
        };
    }

    /** Follows the block if all of the span is in it, and the rest of the span if not. */
    private int[] movedSpan(int start, int end) {
        boolean whole = start >= from && end <= from + count;
        int first = Integer.MAX_VALUE;
        int last = -1;
        for (int i = start; i < end; i++) {
            if (whole || i < from || i >= from + count) {
                first = Math.min(first, moved(i));
                last = Math.max(last, moved(i));
            }
        }
        return new int[] {first, last + 1};
    }
}
