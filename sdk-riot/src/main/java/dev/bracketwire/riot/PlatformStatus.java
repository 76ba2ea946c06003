// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonProperty;
import dev.bracketwire.riot.internal.ImmutablePayload;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What works on a platform.
 *
 * @param id the platform
 * @param name what people call it
 * @param locales the languages of its notes
 * @param maintenances what is or will be worked on
 * @param incidents what is broken
 * @param more what else Riot tells
 */
public record PlatformStatus(
        String id,
        String name,
        List<String> locales,
        List<Note> maintenances,
        List<Note> incidents,
        @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
    /** Makes lists and maps unchangeable, and empty where they are missing. */
    public PlatformStatus {
        locales = ImmutablePayload.list(locales);
        maintenances = ImmutablePayload.list(maintenances);
        incidents = ImmutablePayload.list(incidents);
        more = ImmutablePayload.more(more);
    }

    /** Something that does not work. */
    public record Note(
            int id,
            @JsonProperty("maintenance_status") @Nullable String maintenanceStatus,
            @JsonProperty("incident_severity") @Nullable String incidentSeverity,
            List<Text> titles,
            List<Update> updates,
            @JsonProperty("created_at") String createdAt,
            @JsonProperty("archive_at") @Nullable String archiveAt,
            @JsonProperty("updated_at") @Nullable String updatedAt,
            List<String> platforms,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Note {
            titles = ImmutablePayload.list(titles);
            updates = ImmutablePayload.list(updates);
            platforms = ImmutablePayload.list(platforms);
            more = ImmutablePayload.more(more);
        }

        /** What was said of it, and when. */
        public record Update(
                int id,
                String author,
                boolean publish,
                @JsonProperty("publish_locations") List<String> publishLocations,
                List<Text> translations,
                @JsonProperty("created_at") String createdAt,
                @JsonProperty("updated_at") String updatedAt,
                @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
            /** Makes lists and maps unchangeable, and empty where they are missing. */
            public Update {
                publishLocations = ImmutablePayload.list(publishLocations);
                translations = ImmutablePayload.list(translations);
                more = ImmutablePayload.more(more);
            }
        }
    }

    /** A text in one language. */
    public record Text(
            String locale,
            String content,
            @JsonAnyGetter @JsonAnySetter Map<String, @Nullable Object> more) {
        /** Makes lists and maps unchangeable, and empty where they are missing. */
        public Text {
            more = ImmutablePayload.more(more);
        }
    }
}
