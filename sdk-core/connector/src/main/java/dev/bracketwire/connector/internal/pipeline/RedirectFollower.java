// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Reply;
import dev.bracketwire.internal.text.ForeignText;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/** Follows redirects of GET and HEAD within the configured origin, since the credential goes along; no others. */
final class RedirectFollower {
    private RedirectFollower() {}

    static boolean isRedirect(Reply reply) {
        return switch (reply.status()) {
            case 301, 302, 303, 307, 308 -> reply.headers().get("Location") != null;
            default -> false;
        };
    }

    /** Where to go, null if we do not go there. */
    static @Nullable String target(CallState callState, Reply reply, boolean hopsLeft) {
        boolean safe = callState.request.method().equals("GET")
                || callState.request.method().equals("HEAD");
        URI target = safe && hopsLeft ? resolve(callState, reply) : null;
        return target != null && sameOrigin(callState.upstreamUrl.uri, target) ? target.toString() : null;
    }

    static String problem(CallState callState, Reply reply, boolean hopsLeft) {
        if (!hopsLeft) {
            return "redirected too often";
        }
        URI target = resolve(callState, reply);
        if (target == null) {
            return "redirected to something that is not a URL";
        }
        return sameOrigin(callState.upstreamUrl.uri, target)
                ? "redirected, which is followed for GET and HEAD only"
                : "redirected to another origin (" + ForeignText.shown(target.getScheme() + "://" + target.getHost())
                        + "), where the credential must not go";
    }

    private static @Nullable URI resolve(CallState callState, Reply reply) {
        String location = reply.headers().get("Location");
        try {
            URI target = new URI(callState.url).resolve(new URI(location == null ? "" : location));
            return target.getHost() == null || target.getRawUserInfo() != null ? null : target;
        } catch (URISyntaxException e) {
            return null; // the caller says so in words
        }
    }

    /** Whether a URL is of this origin. */
    static boolean sameOrigin(URI base, URI target) {
        return base.getScheme().equalsIgnoreCase(target.getScheme())
                && base.getHost().equalsIgnoreCase(target.getHost())
                && port(base) == port(target);
    }

    private static int port(URI uri) {
        return uri.getPort() >= 0 ? uri.getPort() : uri.getScheme().equalsIgnoreCase("https") ? 443 : 80;
    }
}
