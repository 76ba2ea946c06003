// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Fetches pages one after another without blocking a thread, and without recursion that deepens with each page. */
public final class PageCollector<T, P> {
    private final Function<@Nullable String, CompletableFuture<P>> fetch;
    private final Function<P, List<T>> items;
    private final Function<P, @Nullable String> next;
    private final int atMost;
    private final List<T> collected = new ArrayList<>();
    private final CompletableFuture<List<T>> whole = new CompletableFuture<>();

    /** Takes functions that fetch a page by its cursor, and read its items and its next cursor. */
    public PageCollector(
            Function<@Nullable String, CompletableFuture<P>> fetch,
            Function<P, List<T>> items,
            Function<P, @Nullable String> next,
            int atMost) {
        this.fetch = fetch;
        this.items = items;
        this.next = next;
        this.atMost = atMost;
    }

    /** Starts with the first page, and returns the future of all items. */
    public CompletableFuture<List<T>> start() {
        from(null);
        return whole;
    }

    private void from(@Nullable String first) {
        String cursor = first;
        while (!whole.isDone()) {
            CompletableFuture<P> page;
            try {
                page = fetch.apply(cursor);
                if (page.isDone() && !page.isCompletedExceptionally()) {
                    cursor = take(page.join());
                    continue;
                }
            } catch (RuntimeException e) {
                whole.completeExceptionally(e);
                return;
            }
            page.whenComplete((value, failure) -> arrived(value, failure));
            return;
        }
    }

    private void arrived(P page, @Nullable Throwable failure) {
        if (failure != null) {
            whole.completeExceptionally(Futures.cause(failure));
            return;
        }
        try {
            from(take(page));
        } catch (RuntimeException e) {
            whole.completeExceptionally(e);
        }
    }

    private @Nullable String take(P page) {
        List<T> more = items.apply(page);
        collected.addAll(more.subList(0, Math.min(more.size(), atMost - collected.size())));
        String cursor = collected.size() < atMost ? next.apply(page) : null;
        if (cursor == null) {
            whole.complete(List.copyOf(collected));
        }
        return cursor;
    }
}
