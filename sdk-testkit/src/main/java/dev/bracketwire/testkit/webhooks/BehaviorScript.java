// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Holds the parts of one {@link Behavior}. A script is changed only by the method that copies it. */
final class BehaviorScript {
    static final long ENDLESS = Long.MAX_VALUE;

    /** The place at which the connection ends without being announced. */
    enum CutPoint {
        NONE,
        BEFORE_HEAD,
        INSIDE_HEAD,
        INSIDE_BODY,
        AFTER_BODY
    }

    int status = 204;
    boolean http10;
    final List<String> headers = new ArrayList<>();
    boolean ownFraming;
    boolean redirectsToItself;
    byte[] body = {};
    long filler;
    boolean chunked;
    int informationalStatus;
    int informationalCount;
    byte @Nullable [] raw;
    long headerFill;
    Duration headerInterval = Duration.ZERO;
    boolean readsBody = true;
    boolean held;
    Duration delay = Duration.ZERO;
    Duration trickle = Duration.ZERO;
    CutPoint cut = CutPoint.NONE;
    boolean reset;

    BehaviorScript copy() {
        BehaviorScript copy = new BehaviorScript();
        copy.status = status;
        copy.http10 = http10;
        copy.headers.addAll(headers);
        copy.ownFraming = ownFraming;
        copy.redirectsToItself = redirectsToItself;
        copy.body = body;
        copy.filler = filler;
        copy.chunked = chunked;
        copy.informationalStatus = informationalStatus;
        copy.informationalCount = informationalCount;
        copy.raw = raw;
        copy.headerFill = headerFill;
        copy.headerInterval = headerInterval;
        copy.readsBody = readsBody;
        copy.held = held;
        copy.delay = delay;
        copy.trickle = trickle;
        copy.cut = cut;
        copy.reset = reset;
        return copy;
    }

    void header(String name, String value) {
        headers.add(name + ": " + value + "\r\n");
        String lower = name.toLowerCase(Locale.ROOT);
        ownFraming |= lower.equals("content-length") || lower.equals("transfer-encoding");
    }

    long size() {
        return body.length + filler;
    }

    /** Whether the connection can take another request after this answer, so that nothing must announce its end. */
    boolean keepsConnection() {
        return cut == CutPoint.NONE && !http10 && !ownFraming && raw == null && readsBody;
    }
}
