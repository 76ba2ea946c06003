// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import dev.bracketwire.connector.CallListener;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Where a call may be when it is ended, and the path whose answers make it likely to get there. */
enum CancelStage {
    START("its turn", "/quick"),
    PERMIT("a rate permit", "/quick"),
    SLOT("a free slot", "/slow"),
    BACK_OFF("the next attempt", "/busy"),
    WIRE("the upstream", "/slow"),
    READING("the upstream", "/drip"),
    SHARED("the upstream", "/cached"),
    DECODING("the upstream", "/decoded");

    private static final List<CancelStage> ALL = List.of(values());

    private final String text;
    private final String path;

    CancelStage(String text, String path) {
        this.text = text;
        this.path = path;
    }

    static CancelStage any(Random random) {
        return ALL.get(random.nextInt(ALL.size()));
    }

    String path() {
        return path;
    }

    String figure() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a call is there; {@code answered} if the upstream has read its request. */
    boolean isAt(CallState callState, boolean answered) {
        boolean shared = callState.source == CallListener.Source.SHARED;
        return callState.stage.equals(text) && shared == (this == SHARED) && (answered || this != READING);
    }
}
