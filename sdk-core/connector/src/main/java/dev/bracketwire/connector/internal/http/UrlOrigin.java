// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.util.concurrent.ConcurrentHashMap;
import okhttp3.HttpUrl;
import org.jspecify.annotations.Nullable;

/** Parses URLs that share origins: to parse a host costs more than the rest of a request, so each is parsed once. */
final class UrlOrigin {
    private static final int MOST = 1_000;

    private final ConcurrentHashMap<String, HttpUrl> origins = new ConcurrentHashMap<>();
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
            known = new Parsed(text, parsed(text));
            last = known;
        }
        return known.url
                .newBuilder()
                .encodedPath(url.substring(path, query < 0 ? url.length() : query))
                .encodedQuery(query < 0 ? null : url.substring(query + 1))
                .build();
    }

    private HttpUrl parsed(String text) {
        HttpUrl known = origins.get(text);
        if (known == null) {
            known = HttpUrl.get(text);
            if (origins.size() >= MOST) {
                origins.clear(); // those in use come back with their next request
            }
            origins.put(text, known);
        }
        return known;
    }

    int size() {
        return origins.size();
    }

    private record Parsed(String text, HttpUrl url) {}
}
