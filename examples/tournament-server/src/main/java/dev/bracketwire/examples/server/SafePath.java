// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Checks that a browser stays on this site after a sign-in. */
final class SafePath {
    private static final int LONGEST = 500;

    private SafePath() {}

    /** Returns the path if it leads to a page of this site, or else the start page. */
    static String of(@Nullable String path) {
        if (path == null
                || path.length() > LONGEST
                || !path.startsWith("/")
                || path.startsWith("//")
                || path.startsWith("/auth/")
                || path.contains("/./")
                || path.contains("/../")
                || path.chars().anyMatch(letter -> letter <= ' ' || letter == '\\' || letter >= 127)) {
            return "/";
        }
        try {
            URI uri = new URI(path);
            return uri.isAbsolute()
                            || uri.getRawAuthority() != null
                            || uri.normalize().toString().startsWith("//")
                    ? "/"
                    : path;
        } catch (URISyntaxException e) {
            return "/";
        }
    }
}
