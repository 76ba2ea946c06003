// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a list goes on. The cursor between two pages is text that holds all there is to know, so nothing is remembered. */
public interface Paging {
    /** The request for the page at a cursor, made from that of the operation; the first page has none. */
    Request request(Request plain, @Nullable String cursor, Jump jump);

    /** The cursor of the next page, null after the last. */
    @Nullable
    String next(Turn turn);

    static Paging of(OperationSettings operation) {
        PageSettings page = operation.page().orElse(null);
        if (page == null) {
            return new OnePage();
        }
        if (page.link().isPresent()) {
            return new LinkPaging(page);
        }
        return page.offset().or(page::number).isPresent() ? new CountedPaging(page) : new CursorPaging(page);
    }

    /** Adds the parameter for the size of a page, if there is one. */
    static Request sized(Request request, PageSettings page) {
        Request sized = request;
        for (var size : page.size().entrySet()) {
            sized = sized.query(size.getKey(), size.getValue());
        }
        return sized;
    }

    /** Gives a request another path and query, both encoded. */
    @FunctionalInterface
    interface Jump {
        /** Gives the same request for another path and query. */
        Request to(Request plain, String path, String query);
    }

    /** One page as it came. */
    record Turn(
            List<URI> bases,
            Request request,
            @Nullable String cursor,
            JsonNode tree,
            JsonNode items,
            Reply reply,
            Where where) {
        /** Whether a truth stands at the pointer; nothing else may. */
        boolean truth(String pointer) {
            JsonNode found = tree.at(JsonPointers.of(pointer));
            if (!found.isBoolean()) {
                throw JsonPointers.malformed(where, pointer, "true or false", found);
            }
            return found.booleanValue();
        }
    }

    /** A list that comes whole. */
    final class OnePage implements Paging {
        @Override
        public Request request(Request plain, @Nullable String cursor, Jump jump) {
            return plain;
        }

        @Override
        public @Nullable String next(Turn turn) {
            return null;
        }
    }
}
