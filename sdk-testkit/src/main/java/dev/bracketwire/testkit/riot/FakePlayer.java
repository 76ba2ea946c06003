// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.LinkedHashMap;
import java.util.Map;

/** A player that a {@link FakeRiot} knows. Changes show with the next request. */
public final class FakePlayer {
    private final String puuid;
    private volatile String name;
    private volatile String tag;
    private volatile String platform;
    private volatile int icon = 1;
    private volatile int level = 100;
    private volatile boolean playing;
    private final Map<String, Rank> ranks = new LinkedHashMap<>();

    FakePlayer(String puuid, String name, String tag, String platform) {
        this.puuid = puuid;
        this.name = name;
        this.tag = tag;
        this.platform = PlatformRouting.platform(platform);
    }

    /** Changes name and tag. */
    public FakePlayer rename(String newName, String newTag) {
        name = newName;
        tag = newTag;
        return this;
    }

    /** Goes to another platform, such as {@code na1}; its matches are listed in the region of that one from then on. */
    public FakePlayer move(String newPlatform) {
        platform = PlatformRouting.platform(newPlatform);
        return this;
    }

    /** Shows another picture. */
    public FakePlayer icon(int number) {
        icon = number;
        return this;
    }

    /** Has come so far. */
    public FakePlayer level(int reached) {
        level = reached;
        return this;
    }

    /** Is in a game now, or not any more. */
    public FakePlayer playing(boolean now) {
        playing = now;
        return this;
    }

    /** Is ranked in a queue of either game, such as {@code RANKED_TFT}, {@code GOLD}, {@code II}, 40. */
    public FakePlayer rank(String queue, String tier, String division, int points) {
        synchronized (ranks) {
            ranks.put(queue, new Rank(queue, tier, division, points));
        }
        return this;
    }

    /** Who it is, for the key of the fake. */
    public String puuid() {
        return puuid;
    }

    /** The name, without the tag. */
    public String name() {
        return name;
    }

    /** The tag. */
    public String tag() {
        return tag;
    }

    /** Where the player plays. */
    public String platform() {
        return platform;
    }

    /** The picture. */
    public int icon() {
        return icon;
    }

    int level() {
        return level;
    }

    boolean isPlaying() {
        return playing;
    }

    Map<String, Rank> ranks() {
        synchronized (ranks) {
            return new LinkedHashMap<>(ranks);
        }
    }

    /** Name, tag and platform. */
    @Override
    public String toString() {
        return name + "#" + tag + " on " + platform;
    }

    record Rank(String queue, String tier, String division, int points) {}
}
