// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.tournament;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened in a lobby.
 *
 * @param timestamp when
 * @param eventType what
 * @param puuid who; null where Riot left it out, and where it was nobody
 * @param more what else Riot tells
 */
public record LobbyEvent(
        String timestamp,
        String eventType,
        @Nullable Puuid puuid,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public LobbyEvent {
        more = ImmutablePayload.more(more);
    }
}
