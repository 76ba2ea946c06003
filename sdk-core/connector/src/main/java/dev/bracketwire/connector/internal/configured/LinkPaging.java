// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.configured;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.MalformedReplyException;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.internal.http.UrlScope;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A page names the URL of the next one. The credential goes along, so it must be one of the connector's own. */
final class LinkPaging implements Paging {
    private final PageSettings page;
    private final String place;

    LinkPaging(PageSettings page) {
        this.page = page;
        this.place = page.link().orElseThrow();
    }

    @Override
    public Request request(Request plain, @Nullable String cursor, Jump jump) {
        if (cursor == null) {
            return Paging.sized(plain, page);
        }
        int query = cursor.indexOf('?');
        return query < 0
                ? jump.to(plain, cursor, "")
                : jump.to(plain, cursor.substring(0, query), cursor.substring(query + 1));
    }

    @Override
    public @Nullable String next(Turn turn) {
        String link = place.equals(PageSettings.HEADER)
                ? LinkHeader.next(turn.reply().headers().all("Link"))
                : inBody(turn);
        if (link == null || link.isEmpty()) {
            return null;
        }
        return turn.bases().stream()
                .map(base -> UrlScope.of(base, current(base, turn.request()), link))
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> new MalformedReplyException(
                        turn.where(),
                        place,
                        "a URL of this connector",
                        "leads elsewhere, where the credential must not go"));
    }

    private static String current(URI base, Request request) {
        String query = request.query();
        return base.toString().replaceAll("/+$", "") + request.path() + (query.isEmpty() ? "" : "?" + query);
    }

    private @Nullable String inBody(Turn turn) {
        JsonNode found = turn.tree().at(JsonPointers.of(place));
        if (found.isMissingNode() || found.isNull()) {
            return null;
        }
        if (!found.isTextual()) {
            throw JsonPointers.malformed(turn.where(), place, "a URL", found);
        }
        return found.textValue();
    }
}
