// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.net.URI;
import java.util.Optional;
import okhttp3.HttpUrl;

/** Judges URLs that an upstream names, by the parser that will send them: two parsers may disagree on a host. */
public final class UrlScope {
    private UrlScope() {}

    /**
     * Gives the path and query of a URL, relative to the base, if it has the base's origin and lies below its path.
     *
     * @param current what a relative URL is relative to
     */
    public static Optional<String> of(URI base, String current, String url) {
        HttpUrl root = HttpUrl.get(base.toString());
        HttpUrl target = HttpUrl.get(current).resolve(url);
        if (target == null
                || !target.scheme().equals(root.scheme())
                || !target.host().equals(root.host())
                || target.port() != root.port()
                || !target.encodedUsername().isEmpty()
                || !target.encodedPassword().isEmpty()) {
            return Optional.empty();
        }
        String prefix = root.encodedPath().replaceAll("/+$", "");
        String path = target.encodedPath();
        if (!path.equals(prefix) && !path.startsWith(prefix + "/")) {
            return Optional.empty();
        }
        String query = target.encodedQuery();
        return Optional.of(path.substring(prefix.length()) + (query == null ? "" : "?" + query));
    }
}
