// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

import org.jspecify.annotations.Nullable;

/**
 * Says how far a {@link Call} is; see {@link Call#onProgress}.
 *
 * @param done how many items are done
 * @param total how many there are, null if that is not known
 * @param item the item that is worked on, null if there is nothing to say
 */
public record CallProgress(
        long done, @Nullable Long total, @Nullable String item) {
    /** Refuses negative counts. */
    public CallProgress {
        if (done < 0 || (total != null && total < 0)) {
            throw new IllegalArgumentException("done and total must not be negative");
        }
    }

    /** So many of a known total. */
    public static CallProgress of(long done, long total) {
        return new CallProgress(done, total, null);
    }
}
