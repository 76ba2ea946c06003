// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Parses URLs that share one origin: to parse a host costs more than the rest of a request, so it is done once. */
final class UrlOrigin {
    private volatile @Nullable Parsed last;

    HttpUrl resolve(String url) {
        int path = url.indexOf('/', url.indexOf("://") + 3);
        int query = url.indexOf('?');
        if (path < 0 || (query >= 0 && query < path) || url.indexOf('#') >= 0) {
            return HttpUrl.get(url);
        }
        Parsed known = last;
        if (known == null || known.text.length() != path || !url.startsWith(known.text)) {
            String text = url.substring(0, path);
            known = new Parsed(text, HttpUrl.get(text));
            last = known;
        }
        return known.url
                .newBuilder()
                .encodedPath(url.substring(path, query < 0 ? url.length() : query))
                .encodedQuery(query < 0 ? null : url.substring(query + 1))
                .build();
    }

    private record Parsed(String text, HttpUrl url) {}
}
