// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal;

import dev.bracketwire.riot.RiotId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads names out of answers, where each part may be missing, empty, or what no name can be. */
public final class NameReader {
    private NameReader() {}

    /** The name; empty if it is not whole. */
    public static Optional<RiotId> of(@Nullable String name, @Nullable String tag) {
        if (name == null || tag == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new RiotId(name, tag));
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // an account of old without a tag, or a placeholder
        }
    }
}
