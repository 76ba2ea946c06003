// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.lol;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where the files of matches are.
 *
 * @param total how many there are
 * @param files addresses
 * @param more what else Riot tells
 */
public record Replays(
        int total,
        @JsonProperty("matchFileURLs") List<String> files,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public Replays {
        files = ImmutablePayload.list(files);
        more = ImmutablePayload.more(more);
    }
}
