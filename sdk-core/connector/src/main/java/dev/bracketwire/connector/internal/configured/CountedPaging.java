// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Request;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.internal.plan.Fingerprint;
import org.jspecify.annotations.Nullable;

/**
 * The next page is asked for by how many items to skip, or by its number. An upstream that does not know the parameter
 * sends its first page for ever; so the cursor also holds the fingerprint of the page before, which must not come again.
 */
final class CountedPaging implements Paging {
    private static final char APART = ' ';

    private final PageSettings page;
    private final String parameter;
    private final boolean byNumber;
    private final long first;

    CountedPaging(PageSettings page) {
        this.page = page;
        this.byNumber = page.number().isPresent();
        this.parameter = page.number().or(page::offset).orElseThrow();
        this.first = byNumber ? page.first().orElse(1) : 0;
    }

    @Override
    public Request request(Request plain, @Nullable String cursor, Jump jump) {
        return Paging.sized(plain, page).query(parameter, count(cursor));
    }

    @Override
    public @Nullable String next(Turn turn) {
        int items = turn.items().size();
        boolean more = page.more().isPresent() && turn.truth(page.more().get());
        if (items == 0 && !more) {
            return null;
        }
        if (items == 0 && !byNumber && page.step().isEmpty()) {
            throw new MalformedReplyException(
                    turn.where(), page.more().orElse(""), "false after an empty page", "says that there is more");
        }
        String print = print(turn.items());
        if (turn.cursor() != null && !print.isEmpty() && turn.cursor().endsWith(APART + print)) {
            throw new MalformedReplyException(
                    turn.where(),
                    "",
                    "another page",
                    "is the page before once more: check whether the upstream knows the parameter " + parameter);
        }
        long next =
                Math.addExact(count(turn.cursor()), byNumber ? 1 : page.step().orElse(items));
        return !more && isLast(turn, items, next) ? null : next + String.valueOf(APART) + print;
    }

    private boolean isLast(Turn turn, int items, long next) {
        if (page.more().isPresent()) {
            return true;
        }
        if (page.total().isPresent()) {
            JsonNode total = turn.tree().at(JsonPointers.of(page.total().get()));
            if (!total.isIntegralNumber()) {
                throw JsonPointers.malformed(turn.where(), page.total().get(), "a whole number", total);
            }
            return total.canConvertToLong() && next >= total.longValue();
        }
        return page.size().values().stream().anyMatch(size -> items < size);
    }

    private long count(@Nullable String cursor) {
        return cursor == null ? first : Long.parseLong(cursor.substring(0, cursor.indexOf(APART)));
    }

    /** Numbers and text may well repeat; objects have ids, names or times. */
    private static String print(JsonNode items) {
        if (!items.path(0).isObject()) {
            return "";
        }
        Fingerprint print = new Fingerprint("page");
        print.add(Json.write(items));
        return print.hex();
    }
}
