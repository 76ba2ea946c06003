// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.Pages.Page;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PagesTest {
    private final AtomicInteger fetched = new AtomicInteger();

    /** Three pages, of which the second is empty. */
    private Call<Page<Integer>> three(@Nullable String cursor) {
        return Call.of(context -> {
            fetched.incrementAndGet();
            return CompletableFuture.completedFuture(
                    cursor == null
                            ? new Page<>(List.of(1, 2), "b")
                            : cursor.equals("b") ? new Page<Integer>(List.of(), "c") : new Page<>(List.of(3), ""));
        });
    }

    @Test
    void iterator_allPages_givesEachItemOnce() {
        assertThat(Pages.of("numbers", this::three)).containsExactly(1, 2, 3);
        assertThat(fetched).hasValue(3);
    }

    @Test
    void stream_firstItem_fetchesOnePage() {
        assertThat(Pages.of("numbers", this::three).stream().findFirst()).contains(1);
        assertThat(fetched).hasValue(1);
    }

    @Test
    void byPage_emptyPage_isGivenToo() {
        assertThat(Pages.of("numbers", this::three).byPage()).containsExactly(List.of(1, 2), List.of(), List.of(3));
    }

    @Test
    void toList_atMost_stopsThere() {
        assertThat(Pages.of("numbers", this::three).toList(2).get()).containsExactly(1, 2);
        assertThat(fetched).hasValue(1);
        assertThat(Pages.of("numbers", this::three).toList(100).start().join()).containsExactly(1, 2, 3);
    }

    @Test
    void toList_tenThousandPages_doesNotGrowTheStack() {
        Pages<Integer> many = Pages.of("many", cursor -> {
            int page = cursor == null ? 0 : Integer.parseInt(cursor);
            return Call.done(new Page<>(List.of(page), page == 9_999 ? null : String.valueOf(page + 1)));
        });
        assertThat(many.toList(100_000).get()).hasSize(10_000);
    }

    @Test
    void toList_pagesThatComeLater_areCollected() {
        Pages<Integer> later = Pages.of(
                "later",
                cursor -> Call.of(context -> CompletableFuture.supplyAsync(
                        () -> cursor == null ? new Page<>(List.of(1), "x") : new Page<>(List.of(2), null))));
        assertThat(later.toList(10).start().join()).containsExactly(1, 2);
    }

    @Test
    void iterator_cursorRepeated_isAnErrorThatNamesThePage() {
        Pages<Integer> loop = Pages.of("slack history", cursor -> Call.done(new Page<>(List.of(1), "same")));
        Iterator<Integer> items = loop.iterator();
        assertThat(items.next()).isEqualTo(1);
        assertThatThrownBy(() -> items.forEachRemaining(item -> {}))
                .isInstanceOf(MalformedReplyException.class)
                .hasMessageContaining("slack history page 2")
                .hasMessageContaining("came before");
        assertThatThrownBy(() -> loop.toList(10).get()).isInstanceOf(MalformedReplyException.class);
        assertThatThrownBy(() -> Pages.of(
                                "later",
                                cursor -> Call.of(
                                        context -> CompletableFuture.supplyAsync(() -> new Page<>(List.of(1), "same"))))
                        .toList(10)
                        .start()
                        .join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(MalformedReplyException.class);
    }

    @Test
    void page_moreWithoutCursor_isRefused() {
        assertThatThrownBy(() -> Page.of(List.of(1), null, true)).isInstanceOf(MalformedReplyException.class);
        assertThat(Page.of(List.of(1), "x", false).next()).isNull();
        assertThat(Page.of(List.of(1), "x", true).next()).isEqualTo("x");
    }

    @Test
    void iterator_failure_isThrownAsItIs() {
        Pages<Integer> failing = Pages.of("failing", cursor -> Call.failed(new CancelledException("gone")));
        assertThatThrownBy(() -> failing.iterator().hasNext()).isInstanceOf(CancelledException.class);
        assertThatThrownBy(() -> failing.toList(1).start().join()).hasCauseInstanceOf(CancelledException.class);
    }

    @Test
    void next_afterTheEnd_isRefused() {
        Iterator<Integer> items = Pages.of("numbers", this::three).iterator();
        items.forEachRemaining(item -> {});
        assertThatThrownBy(items::next).isInstanceOf(NoSuchElementException.class);
        Iterator<List<Integer>> pages =
                Pages.of("numbers", this::three).byPage().iterator();
        pages.forEachRemaining(page -> {});
        assertThatThrownBy(pages::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void within_each_isTheTimeOfTheWhole() {
        Pages<Boolean> bulk = Pages.of(
                "bulk",
                cursor -> Call.of(context -> CompletableFuture.completedFuture(new Page<>(
                        List.of(context.bulk()
                                && context.remaining().orElseThrow().toMinutes() < 5),
                        null))));
        assertThat(bulk.within(Duration.ofMinutes(4))).containsExactly(true);
        assertThat(bulk.within(Duration.ofMinutes(4)).toList(1).get()).containsExactly(true);
        assertThat(bulk).containsExactly(false);
        assertThatThrownBy(() -> bulk.within(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> bulk.toList(0)).isInstanceOf(IllegalArgumentException.class);
    }
}
