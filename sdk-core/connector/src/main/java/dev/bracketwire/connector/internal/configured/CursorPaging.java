// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Request;
import org.jspecify.annotations.Nullable;

/** A page says by what cursor the next one is asked for. */
final class CursorPaging implements Paging {
    private final PageSettings page;
    private final String parameter;

    CursorPaging(PageSettings page) {
        this.page = page;
        this.parameter = page.parameter().orElseThrow();
    }

    @Override
    public Request request(Request plain, @Nullable String cursor, Jump jump) {
        return Paging.sized(plain, page).query(parameter, cursor);
    }

    @Override
    public @Nullable String next(Turn turn) {
        if (page.more().isPresent() && !turn.truth(page.more().get())) {
            return null;
        }
        String cursor = page.cursor()
                .map(pointer -> inBody(turn, pointer))
                .or(() -> page.cursorHeader().flatMap(turn.reply()::header))
                .orElse("");
        if (cursor.isEmpty() && page.more().isPresent()) {
            throw new MalformedReplyException(
                    turn.where(),
                    page.cursor().or(page::cursorHeader).orElseThrow(),
                    "a cursor",
                    "is missing, though there is more");
        }
        return cursor.isEmpty() ? null : cursor;
    }

    private static @Nullable String inBody(Turn turn, String pointer) {
        JsonNode found = turn.tree().at(JsonPointers.of(pointer));
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        if (!found.isTextual() && !found.isIntegralNumber()) {
            throw JsonPointers.malformed(turn.where(), pointer, "a cursor", found);
        }
        return found.asText();
    }
}
