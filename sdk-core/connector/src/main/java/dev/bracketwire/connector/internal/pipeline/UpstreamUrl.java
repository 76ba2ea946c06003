// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import java.net.URI;

/** A place where the upstream can be reached. */
final class UpstreamUrl {
    final URI uri;
    final String prefix;
    final String authority;

    // Until when it is passed by, as it failed.
    private volatile boolean avoided;
    private volatile long until;

    UpstreamUrl(URI uri) {
        this.uri = uri;
        this.prefix = uri.toString().replaceAll("/+$", "");
        this.authority = uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
    }

    boolean avoided(long now) {
        return avoided && until - now > 0;
    }

    void avoid(long later) {
        until = later;
        avoided = true;
    }

    void found() {
        if (avoided) {
            avoided = false;
        }
    }
}
