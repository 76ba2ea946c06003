// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.connector.internal.http.QueryString;
import java.net.URI;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Looks at URLs, and makes them. */
final class OAuthUrls {
    private OAuthUrls() {}

    static boolean isLoopback(String host) {
        return host.equals("localhost") || host.equals("[::1]") || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    /** Whether this is a URL a person can be sent to: http or https, with a host and without a user. */
    static boolean isForPeople(URI url) {
        String scheme = url.getScheme() == null ? "" : url.getScheme().toLowerCase(Locale.ROOT);
        return (scheme.equals("https") || scheme.equals("http"))
                && url.getHost() != null
                && url.getRawUserInfo() == null;
    }

    /** Whether two URLs are the same up to their query and fragment. */
    static boolean samePlace(URI one, URI other) {
        return part(one.getScheme()).equalsIgnoreCase(part(other.getScheme()))
                && part(one.getRawAuthority()).equalsIgnoreCase(part(other.getRawAuthority()))
                && path(one).equals(path(other));
    }

    /** The URL without its query, for messages. */
    static String place(URI url) {
        String text = url.toString();
        int end = text.indexOf('?');
        return end < 0 ? text : text.substring(0, end);
    }

    /** The URL with these parameters behind those it has. */
    static URI with(URI url, Map<String, String> parameters) {
        String query = url.getRawQuery() == null ? "" : url.getRawQuery();
        for (Map.Entry<String, String> parameter : parameters.entrySet()) {
            query = QueryString.and(query, parameter.getKey(), parameter.getValue());
        }
        return URI.create(place(url) + "?" + query);
    }

    // A browser asks for "/" where a URL has no path.
    private static String path(URI url) {
        return part(url.getRawPath()).isEmpty() ? "/" : url.getRawPath();
    }

    private static String part(@Nullable String text) {
        return text == null ? "" : text;
    }
}
