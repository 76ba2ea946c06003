// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import dev.bracketwire.internal.run.CallRun;
import dev.bracketwire.internal.run.PageCollector;
import dev.bracketwire.internal.run.TimeSpans;
import java.time.Duration;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.Set;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.function.Function;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Goes through a list that an upstream hands out page by page. A page is fetched when the one before it is used up, on
 * the thread that iterates; each iteration starts over. An upstream that repeats a cursor, or promises more without
 * saying where, is an error and not an endless loop.
 *
 * <p>This is a bulk run: a wait for a rate permit counts against the time of the whole, one hour unless
 * {@link #within} says otherwise, and not against that of the single page.
 *
 * <pre>{@code
 * for (Message message : slack.history(channel)) {
 *     ...
 * }
 * }</pre>
 *
 * @param <T> what the pages hold
 */
public final class Pages<T> implements Iterable<T> {
    private final String name;
    private final Function<@Nullable String, Call<Page<T>>> fetch;
    private final @Nullable Duration within;

    private Pages(String name, Function<@Nullable String, Call<Page<T>>> fetch, @Nullable Duration within) {
        this.name = name;
        this.fetch = fetch;
        this.within = within;
    }

    /**
     * Makes pages of calls.
     *
     * @param name for messages, such as {@code slack conversations.history}
     * @param fetch the call for the page at a cursor; the first has none
     */
    public static <T> Pages<T> of(String name, Function<@Nullable String, Call<Page<T>>> fetch) {
        return new Pages<>(Objects.requireNonNull(name, "name"), Objects.requireNonNull(fetch, "fetch"), null);
    }

    /** Limits the time of a whole iteration, from its first page on. */
    public Pages<T> within(Duration limit) {
        return new Pages<>(name, fetch, TimeSpans.positive("limit", limit));
    }

    /** The items, fetched as they are asked for. {@code hasNext} and {@code next} throw what a call throws. */
    @Override
    public Iterator<T> iterator() {
        return new Items<>(new Walk());
    }

    /** The items as a stream, fetched as they are asked for. */
    public Stream<T> stream() {
        return StreamSupport.stream(
                Spliterators.spliteratorUnknownSize(iterator(), Spliterator.ORDERED | Spliterator.NONNULL), false);
    }

    /** The pages as they come, empty ones too. */
    public Iterable<List<T>> byPage() {
        return Walk::new;
    }

    /**
     * All items as one call, which can be started without holding a thread.
     *
     * @param atMost where to stop, so that a list longer than expected does not fill the memory
     */
    public Call<List<T>> toList(int atMost) {
        if (atMost < 1) {
            throw new IllegalArgumentException("atMost must be at least 1, not " + atMost);
        }
        Call<List<T>> list = Call.of(fetch.apply(null).clock(), context -> {
            CallRun callRun = ((CallRun) context).bulked();
            Guard guard = new Guard(name);
            return context.settle(new PageCollector<T, Page<T>>(
                            cursor -> fetch.apply(cursor).runIn(callRun), Page::items, guard::next, atMost)
                    .start());
        });
        return within == null ? list : list.within(within);
    }

    /**
     * One page.
     *
     * @param items what it holds
     * @param next where the next one begins, null after the last
     */
    public record Page<T>(List<T> items, @Nullable String next) {
        /** Copies the items; an empty cursor means the same as none. */
        public Page {
            items = List.copyOf(items);
            next = next == null || next.isEmpty() ? null : next;
        }

        /** Makes a page of an upstream that says apart from the cursor whether there is more. */
        public static <T> Page<T> of(List<T> items, @Nullable String next, boolean more) {
            if (more && (next == null || next.isEmpty())) {
                throw new MalformedReplyException(
                        CallException.Where.of("pages", "next page"),
                        "cursor",
                        "a cursor",
                        "is missing, though there is more");
            }
            return new Page<>(items, more ? next : null);
        }
    }

    /** Refuses to go where it has been. */
    private static final class Guard {
        private final String name;
        private final Set<String> seen = new HashSet<>();

        Guard(String name) {
            this.name = name;
        }

        @Nullable
        String next(Page<?> page) {
            if (page.next != null && !seen.add(page.next)) {
                throw new MalformedReplyException(
                        CallException.Where.of(name, "page " + (seen.size() + 1)),
                        "cursor",
                        "a new cursor",
                        "is one that came before: the upstream would repeat itself for ever");
            }
            return page.next;
        }
    }

    private final class Walk implements Iterator<List<T>> {
        private final Guard guard = new Guard(name);
        private @Nullable CallRun callRun;
        private @Nullable String cursor;
        private boolean more = true;

        @Override
        public boolean hasNext() {
            return more;
        }

        @Override
        public List<T> next() {
            if (!more) {
                throw new NoSuchElementException("after the last page of " + name);
            }
            Call<Page<T>> call = fetch.apply(cursor);
            if (callRun == null) {
                callRun = CallRun.paging(call.clock(), within);
            }
            Page<T> page = callRun.result(call.runIn(callRun));
            cursor = guard.next(page);
            more = cursor != null;
            return page.items;
        }
    }

    private static final class Items<T> implements Iterator<T> {
        private final Iterator<List<T>> pages;
        private Iterator<T> items = List.<T>of().iterator();

        Items(Iterator<List<T>> pages) {
            this.pages = pages;
        }

        @Override
        public boolean hasNext() {
            while (!items.hasNext() && pages.hasNext()) {
                items = pages.next().iterator();
            }
            return items.hasNext();
        }

        @Override
        public T next() {
            if (!hasNext()) {
                throw new NoSuchElementException("after the last item");
            }
            return items.next();
        }
    }
}
