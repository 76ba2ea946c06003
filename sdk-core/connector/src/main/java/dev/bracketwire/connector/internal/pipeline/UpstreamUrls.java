// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.Request;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The places where the upstream can be reached. What changes something goes to the first, and nowhere else. */
final class UpstreamUrls {
    private static final Set<String> SAFE = Set.of("GET", "HEAD", "OPTIONS");

    private final List<UpstreamUrl> all;
    private final long pause;

    /**
     * Takes the places in the order of preference.
     *
     * @param pause for how long one that failed is passed by
     */
    UpstreamUrls(List<URI> uris, long pause) {
        this.all = uris.stream().map(UpstreamUrl::new).toList();
        this.pause = pause;
    }

    UpstreamUrl first() {
        return all.get(0);
    }

    /** Where a request begins. */
    UpstreamUrl choose(Request request, long now) {
        if (all.size() == 1 || !SAFE.contains(request.method())) {
            return first();
        }
        return all.stream()
                .filter(upstreamUrl -> !upstreamUrl.avoided(now))
                .findFirst()
                .orElse(first());
    }

    /** How many other places a request may go to. */
    int others(Request request) {
        return SAFE.contains(request.method()) ? all.size() - 1 : 0;
    }

    /** The one after this, which failed. */
    UpstreamUrl after(UpstreamUrl failed, long now) {
        failed.avoid(now + pause);
        return all.get((all.indexOf(failed) + 1) % all.size());
    }
}
