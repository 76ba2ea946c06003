// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.function.Consumer;

/** Edits a match of a {@link FakeEpisode}. */
public final class FakeMatch {
    private final FeedEpisodes feed;
    private final ObjectNode json;

    FakeMatch(FeedEpisodes feed, ObjectNode json) {
        this.feed = feed;
        this.json = json;
    }

    /** Sets the id, which is ten times that of the episode, and one more for the second match, unless set. */
    public FakeMatch id(long id) {
        synchronized (feed) {
            json.put("id", id);
            return this;
        }
    }

    /** Sets the title. */
    public FakeMatch title(String title) {
        synchronized (feed) {
            json.put("title", title);
            return this;
        }
    }

    /** Sets the note of the person who submitted it. */
    public FakeMatch note(String note) {
        synchronized (feed) {
            json.put("note", note);
            return this;
        }
    }

    /** Adds a player, unless there is one of that name. */
    public FakeMatch player(String name) {
        return player(name, player -> {});
    }

    /** Adds a player, unless there is one of that name, and edits the player. */
    public FakeMatch player(String name, Consumer<FakeEntrant> edit) {
        synchronized (feed) {
            ArrayNode players = json.withArray("players");
            if (index(name) < 0) {
                players.add(feed.newPlayer(name));
            }
            ObjectNode player = (ObjectNode) players.get(index(name));
            edit.accept(new FakeEntrant(feed, player));
            return this;
        }
    }

    /** Puts another player, with an id and data of their own, in the place of one. */
    public FakeMatch swapPlayer(String name, String replacement) {
        synchronized (feed) {
            json.withArray("players").set(existing(name), feed.newPlayer(replacement));
            return this;
        }
    }

    /** Removes a player. */
    public FakeMatch removePlayer(String name) {
        synchronized (feed) {
            json.withArray("players").remove(existing(name));
            return this;
        }
    }

    private int existing(String name) {
        int index = index(name);
        if (index < 0) {
            throw new IllegalArgumentException("no player \"" + name + "\" in match " + json.path("id"));
        }
        return index;
    }

    private int index(String name) {
        JsonNode players = json.path("players");
        for (int i = 0; i < players.size(); i++) {
            if (players.get(i).path("displayName").asText().equals(name)) {
                return i;
            }
        }
        return -1;
    }
}
