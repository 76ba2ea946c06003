// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Edits a sign-up for the crew of a {@link FakeEpisode}. It is neither approved nor ready, and in English, unless set. */
public final class FakeSignUp {
    private final FeedEpisodes feed;
    private final ObjectNode json;

    FakeSignUp(FeedEpisodes feed, ObjectNode json) {
        this.feed = feed;
        this.json = json;
    }

    /** Sets the id, which is a new one for each sign-up unless set. */
    public FakeSignUp id(long id) {
        synchronized (feed) {
            json.put("id", id);
            return this;
        }
    }

    /** Sets the name. */
    public FakeSignUp displayName(String name) {
        return put("displayName", name);
    }

    /** Sets the id on Discord, a number or any text. */
    public FakeSignUp discordId(String id) {
        return put("discordId", id);
    }

    /** Sets the name on Discord. */
    public FakeSignUp discordTag(String tag) {
        return put("discordTag", tag);
    }

    /** Sets the channel on Twitch. */
    public FakeSignUp publicStream(String channel) {
        return put("publicStream", channel);
    }

    /** Sets whether the sign-up was accepted. */
    public FakeSignUp approved(boolean approved) {
        return put("approved", approved);
    }

    /** Sets whether the person said to be ready. */
    public FakeSignUp ready(boolean ready) {
        return put("ready", ready);
    }

    /** Sets the name of a partner. */
    public FakeSignUp partner(String name) {
        return put("partner", name);
    }

    /** Sets the language, such as {@code fr}. */
    public FakeSignUp language(String code) {
        return put("language", code);
    }

    private FakeSignUp put(String field, String value) {
        synchronized (feed) {
            json.put(field, value);
            return this;
        }
    }

    private FakeSignUp put(String field, boolean value) {
        synchronized (feed) {
            json.put(field, value);
            return this;
        }
    }
}
