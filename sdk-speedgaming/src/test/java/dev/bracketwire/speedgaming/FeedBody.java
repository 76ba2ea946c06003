// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.nio.charset.StandardCharsets;

/** Writes bodies as SpeedGaming sends them. */
final class FeedBody {
    private FeedBody() {}

    /** An episode with all its fields. */
    static String episode(long id) {
        return """
                {"id": %1$d, "title": "", "when": "2026-09-01T18:00:00+00:00",
                 "whenCountdown": "2026-09-01T18:10:00+00:00", "length": 90, "timezone": "", "approved": true,
                 "externalRestream": false,
                 "event": {"id": 9, "slug": "examplecup", "name": "Example Cup", "shortName": "Example",
                  "game": "Example Game", "active": true, "srtv": false, "srl": "", "botChannel": ""},
                 "match1": {"id": %1$d0, "title": "Round 1", "note": "Game 1", "players": [
                  {"id": 5001, "displayName": "Alpha", "discordId": "472785637984960513", "discordTag": "alpha",
                   "publicStream": "alpha_tv", "streamingFrom": "alpha_tv"}]},
                 "match2": null,
                 "channels": [{"id": 25, "name": "SpeedGaming", "slug": "speedgaming", "initials": "SG",
                  "language": "en"}],
                 "commentators": [{"id": 6001, "displayName": "Gamma", "discordId": "", "discordTag": "",
                  "publicStream": "", "approved": true, "ready": false, "partner": "", "language": "en"}],
                 "trackers": [], "broadcasters": [], "helpers": []}""".formatted(id);
    }

    /** A list of these elements. */
    static String list(String... elements) {
        return "[" + String.join(",", elements) + "]";
    }

    /** Reads a schedule. */
    static Schedule read(String body) {
        return Schedule.parse(body.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a schedule whose one episode has another text in the place of one. */
    static Schedule changed(String text, String other) {
        String episode = episode(7);
        if (!episode.contains(text)) {
            throw new IllegalArgumentException("no " + text + " in " + episode);
        }
        return read(list(episode.replace(text, other)));
    }
}
