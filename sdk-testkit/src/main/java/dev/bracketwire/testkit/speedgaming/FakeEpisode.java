// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.speedgaming;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Edits an episode of a {@link FakeSpeedGaming}. It is listed as soon as it has an event and a time, and each change shows
 * with the next request; {@link FakeSpeedGaming#edit} makes several changes one. Texts are empty unless set, and all keys of
 * the feed are sent.
 */
public final class FakeEpisode {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ssxxx", Locale.ROOT);

    private final FeedEpisodes feed;
    private final long id;
    private final ObjectNode json;
    private @Nullable FakeEvent event;
    private boolean removed;

    FakeEpisode(FeedEpisodes feed, long id, ObjectNode json) {
        this.feed = feed;
        this.id = id;
        this.json = json;
    }

    /** Returns the id. */
    public long id() {
        return id;
    }

    /** Moves it to the event of this slug, which is made unless there is one. */
    public FakeEpisode event(String slug) {
        synchronized (feed) {
            event = feed.event(slug);
            return this;
        }
    }

    /** Sets the start of the broadcast and of the race, in UTC. */
    public FakeEpisode at(Instant start) {
        return at(start.atOffset(ZoneOffset.UTC));
    }

    /** Sets the start of the broadcast and of the race, with this offset. */
    public FakeEpisode at(OffsetDateTime start) {
        synchronized (feed) {
            json.put("when", TIME.format(start)).put("whenCountdown", TIME.format(start));
            return this;
        }
    }

    /** Sets the start of the broadcast, {@code when}, and leaves that of the race. */
    public FakeEpisode broadcastAt(Instant start) {
        return set("/when", TIME.format(start.atOffset(ZoneOffset.UTC)));
    }

    /** Sets the start of the race, {@code whenCountdown}, and leaves that of the broadcast. */
    public FakeEpisode raceAt(Instant start) {
        return set("/whenCountdown", TIME.format(start.atOffset(ZoneOffset.UTC)));
    }

    /** Sets the title. */
    public FakeEpisode title(String title) {
        return set("/title", title);
    }

    /** Sets the planned length, 90 minutes unless set. */
    public FakeEpisode length(int minutes) {
        return set("/length", minutes);
    }

    /** Sets the text of the time zone: unless it is empty, the times are a wish and may be wrong by hours. */
    public FakeEpisode timezone(String text) {
        return set("/timezone", text);
    }

    /** Sets whether the staff accepted it; true unless set. */
    public FakeEpisode approved(boolean approved) {
        return set("/approved", approved);
    }

    /** Sets whether another channel broadcasts it. */
    public FakeEpisode externalRestream(boolean external) {
        return set("/externalRestream", external);
    }

    /** Edits the first match, which is made unless there is one. */
    public FakeEpisode match1(Consumer<FakeMatch> edit) {
        return match("match1", id * 10, edit);
    }

    /** Edits the second match, which makes the episode a doubleheader. */
    public FakeEpisode match2(Consumer<FakeMatch> edit) {
        return match("match2", id * 10 + 1, edit);
    }

    /** Removes the second match. */
    public FakeEpisode withoutMatch2() {
        return set("/match2", null);
    }

    /** Adds a player to the first match, unless there is one of that name. */
    public FakeEpisode player(String name) {
        return match1(match -> match.player(name));
    }

    /** Adds a player to the first match, unless there is one of that name, and edits the player. */
    public FakeEpisode player(String name, Consumer<FakeEntrant> edit) {
        return match1(match -> match.player(name, edit));
    }

    /** Puts another player in the place of one in the first match. */
    public FakeEpisode swapPlayer(String name, String replacement) {
        return match1(match -> match.swapPlayer(name, replacement));
    }

    /** Removes a player from the first match. */
    public FakeEpisode removePlayer(String name) {
        return match1(match -> match.removePlayer(name));
    }

    /** Adds a sign-up as commentator, unless there is one of that name. */
    public FakeEpisode commentator(String name) {
        return commentator(name, signUp -> {});
    }

    /** Adds a sign-up as commentator, unless there is one of that name, and edits it. */
    public FakeEpisode commentator(String name, Consumer<FakeSignUp> edit) {
        return signUp("commentators", name, edit);
    }

    /** Adds a sign-up as tracker, unless there is one of that name. */
    public FakeEpisode tracker(String name) {
        return tracker(name, signUp -> {});
    }

    /** Adds a sign-up as tracker, unless there is one of that name, and edits it. */
    public FakeEpisode tracker(String name, Consumer<FakeSignUp> edit) {
        return signUp("trackers", name, edit);
    }

    /** Adds a sign-up as broadcaster, unless there is one of that name. */
    public FakeEpisode broadcaster(String name) {
        return broadcaster(name, signUp -> {});
    }

    /** Adds a sign-up as broadcaster, unless there is one of that name, and edits it. */
    public FakeEpisode broadcaster(String name, Consumer<FakeSignUp> edit) {
        return signUp("broadcasters", name, edit);
    }

    /** Adds a sign-up as helper, unless there is one of that name. */
    public FakeEpisode helper(String name) {
        return helper(name, signUp -> {});
    }

    /** Adds a sign-up as helper, unless there is one of that name, and edits it. */
    public FakeEpisode helper(String name, Consumer<FakeSignUp> edit) {
        return signUp("helpers", name, edit);
    }

    /** Removes the sign-ups of this name, whatever their task. */
    public FakeEpisode removeSignUps(String name) {
        synchronized (feed) {
            for (String list : FeedEpisodes.CREW) {
                json.withArray(list).removeIf(each -> isNamed(each, name));
            }
            return this;
        }
    }

    /** Adds an English channel with id 25 whose name is the slug. */
    public FakeEpisode channel(String slug) {
        return channel(25, slug, slug, "en");
    }

    /** Adds a channel; {@code norestream} is a slug that means none. */
    public FakeEpisode channel(long channelId, String name, String slug, String language) {
        synchronized (feed) {
            json.withArray("channels")
                    .addObject()
                    .put("id", channelId)
                    .put("name", name)
                    .put("slug", slug)
                    .put("initials", "")
                    .put("language", language);
            return this;
        }
    }

    /** Removes all channels. */
    public FakeEpisode withoutChannels() {
        return set("/channels", List.of());
    }

    /**
     * Sets any field to any value, right or wrong: {@code set("/match1/players/0/discordId", 472785637984960513L)}. A null is
     * sent as {@code null}. The event is edited by {@link FakeEvent#set}.
     *
     * @param pointer a JSON pointer; its parent must exist, and an index in a list too
     */
    public FakeEpisode set(String pointer, @Nullable Object value) {
        synchronized (feed) {
            JsonPointer path = JsonPointer.compile(pointer);
            JsonNode parent = parent(path);
            if (parent instanceof ArrayNode list) {
                list.set(path.last().getMatchingIndex(), FeedEpisodes.node(value));
            } else {
                ((ObjectNode) parent).set(path.last().getMatchingProperty(), FeedEpisodes.node(value));
            }
            return this;
        }
    }

    /** Leaves a field out. */
    public FakeEpisode unset(String pointer) {
        synchronized (feed) {
            JsonPointer path = JsonPointer.compile(pointer);
            JsonNode parent = parent(path);
            if (parent instanceof ArrayNode list) {
                list.remove(path.last().getMatchingIndex());
            } else {
                ((ObjectNode) parent).remove(path.last().getMatchingProperty());
            }
            return this;
        }
    }

    /** Takes it out of the feed, as a deleted episode; its id is unknown from then on. */
    public FakeEpisode remove() {
        synchronized (feed) {
            removed = true;
            return this;
        }
    }

    /** Puts it back as it was. */
    public FakeEpisode restore() {
        synchronized (feed) {
            removed = false;
            return this;
        }
    }

    /** Returns the JSON as it is sent. */
    public String json() {
        synchronized (feed) {
            return toJson().toString();
        }
    }

    /** Shows the id. */
    @Override
    public String toString() {
        return "FakeEpisode(" + id + ")";
    }

    boolean isListed() {
        return !removed && event != null && !json.path("when").asText().isEmpty();
    }

    @Nullable
    FakeEvent event() {
        return event;
    }

    String when() {
        return json.path("when").asText();
    }

    ObjectNode toJson() {
        ObjectNode copy = json.deepCopy();
        if (event != null) {
            copy.set("event", event.json().deepCopy());
        }
        return copy;
    }

    List<ObjectNode> players(String name) {
        List<ObjectNode> found = new ArrayList<>();
        for (String match : List.of("match1", "match2")) {
            for (JsonNode player : json.path(match).path("players")) {
                if (isNamed(player, name)) {
                    found.add((ObjectNode) player);
                }
            }
        }
        return found;
    }

    private FakeEpisode match(String field, long matchId, Consumer<FakeMatch> edit) {
        synchronized (feed) {
            if (!json.path(field).isObject()) {
                json.set(field, feed.newMatch(matchId));
            }
            edit.accept(new FakeMatch(feed, (ObjectNode) json.get(field)));
            return this;
        }
    }

    private FakeEpisode signUp(String list, String name, Consumer<FakeSignUp> edit) {
        synchronized (feed) {
            ArrayNode all = json.withArray(list);
            JsonNode found = null;
            for (JsonNode each : all) {
                found = found == null && isNamed(each, name) ? each : found;
            }
            if (found == null) {
                found = feed.newSignUp(name);
                all.add(found);
            }
            edit.accept(new FakeSignUp(feed, (ObjectNode) found));
            return this;
        }
    }

    private JsonNode parent(JsonPointer path) {
        JsonNode parent = path.matches() ? MissingNode.getInstance() : json.at(path.head());
        if (!parent.isContainerNode()) {
            throw new IllegalArgumentException(path + " has no parent in " + this);
        }
        return parent;
    }

    private static boolean isNamed(JsonNode each, String name) {
        return each.path("displayName").asText().equals(name);
    }
}
