// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Keeps the webhooks of one receiver in order, and wakes threads that wait for more. */
final class WebhookLog {
    private static final int SHOWN = 50;

    private final int keptAtMost;
    private final Deque<ReceivedWebhook> kept = new ArrayDeque<>();
    private int count;

    WebhookLog(int keptAtMost) {
        this.keptAtMost = keptAtMost;
    }

    synchronized ReceivedWebhook add(IntFunction<ReceivedWebhook> numbered) {
        ReceivedWebhook webhook = numbered.apply(++count);
        kept.addLast(webhook);
        if (kept.size() > keptAtMost) {
            kept.removeFirst();
        }
        notifyAll();
        return webhook;
    }

    synchronized int count() {
        return count;
    }

    synchronized List<ReceivedWebhook> kept() {
        return List.copyOf(kept);
    }

    synchronized List<ReceivedWebhook> await(int wanted, Duration within) throws InterruptedException {
        long until = System.nanoTime() + within.toNanos();
        while (count < wanted) {
            long left = until - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("waited " + within + " for " + wanted + " webhooks, but there are " + count
                        + kept.stream()
                                .skip(Math.max(0, kept.size() - SHOWN))
                                .map(webhook -> "\n  " + webhook)
                                .collect(Collectors.joining()));
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.max(left, 1_000_000));
        }
        return kept();
    }
}
