// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.CallException.Where;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.Pages.Page;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import java.lang.reflect.Type;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the pages of an operation.
 *
 * @param <T> the type of an item
 */
public final class OperationPages<T> {
    // It goes into a URL, and all of a run are remembered to notice one that comes again.
    private static final int LONGEST = 8_192;

    private final List<URI> bases;
    private final Request plain;
    private final Paging paging;
    private final Paging.Jump jump;
    private final ResultReader<T> resultReader;

    /** Prepares it for an operation whose request holds its values already. */
    public OperationPages(
            List<URI> bases, OperationTemplate operationTemplate, Request plain, Type type, Paging.Jump jump) {
        this.bases = bases;
        this.plain = plain;
        this.paging = Paging.of(operationTemplate.settings());
        this.resultReader = operationTemplate.picker(type);
        this.jump = jump;
    }

    /** The request for the page at a cursor; the first has none. */
    public Request request(@Nullable String cursor) {
        return paging.request(plain, cursor, jump);
    }

    /** Reads the page that was asked for. */
    public Page<T> page(Request request, @Nullable String cursor, Reply reply, Where where) {
        JsonNode tree = ResultReader.tree(reply, where);
        JsonNode items = resultReader.items(tree, where);
        String next = paging.next(new Paging.Turn(bases, request, cursor, tree, items, reply, where));
        if (next != null && next.length() > LONGEST) {
            throw new MalformedReplyException(
                    where, "", "followed by a cursor of at most " + LONGEST + " characters", "has a longer one");
        }
        return new Page<>(resultReader.many(items, where), next);
    }
}
