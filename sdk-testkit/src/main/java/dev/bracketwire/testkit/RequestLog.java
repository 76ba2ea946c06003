// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Keeps what one upstream received, in order, and wakes who waits for more. */
final class RequestLog {
    private static final int SHOWN = 50;

    private final List<Received> received = new ArrayList<>();
    private final List<Received> unexpected = new ArrayList<>();

    synchronized Received add(IntFunction<Received> atIndex) {
        Received request = atIndex.apply(received.size());
        received.add(request);
        notifyAll();
        return request;
    }

    synchronized void addUnexpected(Received request) {
        unexpected.add(request);
    }

    synchronized List<Received> received() {
        return List.copyOf(received);
    }

    synchronized List<Received> unexpected() {
        return List.copyOf(unexpected);
    }

    synchronized List<Received> await(int count, Duration within) throws InterruptedException {
        long started = System.nanoTime();
        while (received.size() < count) {
            long left = within.toNanos() - (System.nanoTime() - started);
            if (left <= 0) {
                throw new AssertionError(
                        "waited " + within + " for " + count + " requests, but there are " + received.size() + list());
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return received();
    }

    /** Method and path of each request, or of the last ones if they are many. */
    synchronized String list() {
        if (received.isEmpty()) {
            return "\nreceived nothing";
        }
        int from = Math.max(0, received.size() - SHOWN);
        return received.subList(from, received.size()).stream()
                .map(request -> "\n  " + request)
                .collect(
                        Collectors.joining("", "\nreceived" + (from > 0 ? " (the last " + SHOWN + ")" : "") + ":", ""));
    }
}
