// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a backup holds, as it says itself.
 *
 * @param version the version of the archive's form
 * @param madeAt when it was made
 * @param entries the tables in it
 */
public record Manifest(int version, Instant madeAt, List<Entry> entries) {
    /** The version that this SDK writes. */
    static final int VERSION = 2;

    /** Copies the entries. */
    public Manifest {
        Objects.requireNonNull(madeAt, "madeAt");
        entries = List.copyOf(entries);
    }

    /**
     * One table in a backup.
     *
     * @param table its name
     * @param file where its rows lie in the archive
     * @param rows how many rows it has
     * @param bytes how many bytes they take as JSON lines
     * @param sha256 the SHA-256 of those bytes
     * @param form the engine whose exact values the rows have, such as {@code postgresql}; null for rows of other tables
     * @param counters the last value that each sequence had, by its column
     */
    public record Entry(
            String table,
            String file,
            long rows,
            long bytes,
            String sha256,
            @Nullable String form,
            Map<String, Long> counters) {
        /** Refuses nulls. */
        public Entry {
            counters = Map.copyOf(counters);
            Objects.requireNonNull(table, "table");
            Objects.requireNonNull(file, "file");
            Objects.requireNonNull(sha256, "sha256");
        }
    }
}
