// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

/** Edits an event of a {@link FakeSpeedGaming}. A change shows in all its episodes with the next request. */
public final class FakeEvent {
    private final FeedEpisodes feed;
    private final ObjectNode json;

    FakeEvent(FeedEpisodes feed, ObjectNode json) {
        this.feed = feed;
        this.json = json;
    }

    /** Sets the id. */
    public FakeEvent id(long id) {
        return set("id", id);
    }

    /** Renames it in URLs. Its episodes stay its own; the old slug is unknown from then on. */
    public FakeEvent slug(String slug) {
        return set("slug", slug);
    }

    /** Sets the name, which is the slug unless set. */
    public FakeEvent name(String name) {
        return set("name", name);
    }

    /** Sets the short name. */
    public FakeEvent shortName(String shortName) {
        return set("shortName", shortName);
    }

    /** Sets the game. */
    public FakeEvent game(String game) {
        return set("game", game);
    }

    /** Sets whether the schedule of all events has its episodes; the schedule of this event has them anyway. */
    public FakeEvent active(boolean active) {
        return set("active", active);
    }

    /** Sets any field to any value, right or wrong; a null is sent as {@code null}. */
    public FakeEvent set(String field, @Nullable Object value) {
        synchronized (feed) {
            json.set(field, FeedEpisodes.node(value));
            return this;
        }
    }

    /** Returns the slug. */
    public String slug() {
        synchronized (feed) {
            return json.path("slug").asText();
        }
    }

    /** Shows the slug. */
    @Override
    public String toString() {
        return "FakeEvent(" + slug() + ")";
    }

    ObjectNode json() {
        return json;
    }

    boolean isActive() {
        return json.path("active").asBoolean();
    }
}
