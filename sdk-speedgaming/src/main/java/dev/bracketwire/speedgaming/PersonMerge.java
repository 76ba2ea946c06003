// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A merge of two persons, which {@link People#undo} takes back.
 *
 * @param id the id of the merge
 * @param from the person that was merged
 * @param into the person that stands for both
 * @param actor the name of the person that merged them
 * @param at the time
 * @param undoneAt the time when it was taken back; null if it was not
 */
public record PersonMerge(
        long id,
        long from,
        long into,
        String actor,
        Instant at,
        @Nullable Instant undoneAt) {}
