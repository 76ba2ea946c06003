// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Says how a {@link FakeReceiver} behaves on one path, or on all paths, and counts the requests there. */
public final class ReceiverRoute {
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger mostInFlight = new AtomicInteger();
    private volatile @Nullable Supplier<BehaviorChoice> choices;

    ReceiverRoute() {}

    /** Holds the behavior of one request: known from its head, or given by a function once its body is read. */
    record BehaviorChoice(@Nullable Behavior known, Function<ReceivedWebhook, Behavior> function) {}

    /**
     * Gives each request the next of these behaviors and repeats the last one. Replaces any earlier choice; requests that
     * are being answered keep theirs.
     */
    public void behaves(Behavior first, Behavior... more) {
        List<Behavior> behaviors = new ArrayList<>(List.of(first));
        behaviors.addAll(List.of(more));
        AtomicInteger next = new AtomicInteger();
        choices = () -> {
            Behavior behavior = behaviors.get(next.getAndUpdate(at -> Math.min(at + 1, behaviors.size() - 1)));
            return new BehaviorChoice(behavior, webhook -> behavior);
        };
    }

    /**
     * Asks this function for the behavior of each request, on the request's thread. It sees the whole webhook, so all its
     * behaviors read the body. If it throws, the answer is 500 with its message.
     */
    public void behavesBy(Function<ReceivedWebhook, Behavior> function) {
        choices = () -> new BehaviorChoice(null, function);
    }

    /** Returns the number of requests whose head was read and whose answer is not finished. */
    public int inFlight() {
        return inFlight.get();
    }

    /** Returns the highest number of requests that were in flight at one moment. */
    public int mostInFlight() {
        return mostInFlight.get();
    }

    void begins() {
        mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
    }

    void ends() {
        inFlight.decrementAndGet();
    }

    /** Returns the choice for the next request, or null if no behavior was set here. */
    @Nullable
    BehaviorChoice choose() {
        Supplier<BehaviorChoice> current = choices;
        return current == null ? null : current.get();
    }
}
