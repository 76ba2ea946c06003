// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Edits a player of a {@link FakeMatch}. Texts are empty unless set. */
public final class FakeEntrant {
    private final FeedEpisodes feed;
    private final ObjectNode json;

    FakeEntrant(FeedEpisodes feed, ObjectNode json) {
        this.feed = feed;
        this.json = json;
    }

    /** Sets the id, which all players of one name share unless set. */
    public FakeEntrant id(long id) {
        synchronized (feed) {
            json.put("id", id);
            return this;
        }
    }

    /** Sets the name; the id stays. */
    public FakeEntrant displayName(String name) {
        return put("displayName", name);
    }

    /** Sets the id on Discord, a number or any text. */
    public FakeEntrant discordId(String id) {
        return put("discordId", id);
    }

    /** Sets the name on Discord, such as {@code alpha} or {@code alpha#1234}. */
    public FakeEntrant discordTag(String tag) {
        return put("discordTag", tag);
    }

    /** Sets the channel that may be shown; {@code ignore} marks an entry that is not a player. */
    public FakeEntrant publicStream(String channel) {
        return put("publicStream", channel);
    }

    /** Sets the channel on Twitch. */
    public FakeEntrant streamingFrom(String channel) {
        return put("streamingFrom", channel);
    }

    private FakeEntrant put(String field, String value) {
        synchronized (feed) {
            json.put(field, value);
            return this;
        }
    }
}
