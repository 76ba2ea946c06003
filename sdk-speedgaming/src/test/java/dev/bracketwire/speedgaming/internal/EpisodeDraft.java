// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.Episode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes episodes of tests. */
final class EpisodeDraft {
    static final Instant START = Instant.parse("2026-09-01T18:00:00Z");

    private final long id;
    private String slug = "examplecup";
    private String title = "";
    private Instant when = START;
    private Instant race = START;
    private String timezone = "";
    private boolean approved = true;
    private Episode.@Nullable Match match1;
    private Episode.@Nullable Match match2;
    private List<Episode.Channel> channels = List.of(channel(25, "SpeedGaming", "speedgaming", "en"));
    private final List<Episode.SignUp> commentators = new ArrayList<>();
    private final List<Episode.SignUp> trackers = new ArrayList<>();

    EpisodeDraft(long id) {
        this.id = id;
        players("Alpha", "Beta");
    }

    EpisodeDraft event(String to) {
        slug = to;
        return this;
    }

    EpisodeDraft title(String text) {
        title = text;
        return this;
    }

    EpisodeDraft at(Instant start) {
        when = start;
        race = start;
        return this;
    }

    EpisodeDraft in(Duration after) {
        return at(START.plus(after));
    }

    EpisodeDraft broadcast(Instant start) {
        when = start;
        return this;
    }

    EpisodeDraft timezone(String text) {
        timezone = text;
        return this;
    }

    EpisodeDraft approved(boolean yes) {
        approved = yes;
        return this;
    }

    EpisodeDraft players(String... names) {
        return match1(new Episode.Match(id * 10, "", "", players(List.of(names))));
    }

    EpisodeDraft match1(Episode.@Nullable Match match) {
        match1 = match;
        return this;
    }

    EpisodeDraft match2(Episode.@Nullable Match match) {
        match2 = match;
        return this;
    }

    EpisodeDraft channels(Episode.Channel... all) {
        channels = List.of(all);
        return this;
    }

    EpisodeDraft commentator(String name, boolean accepted) {
        commentators.add(signUp(6000 + commentators.size(), name, accepted));
        return this;
    }

    EpisodeDraft tracker(String name, boolean accepted) {
        trackers.add(signUp(6500 + trackers.size(), name, accepted));
        return this;
    }

    Episode done() {
        return new Episode(
                id,
                title,
                when,
                race,
                90,
                timezone,
                approved,
                false,
                new Episode.Event(1, slug, "Example Cup", "Example", "Example Game", true),
                match1,
                match2,
                channels,
                commentators,
                trackers,
                List.of(),
                List.of());
    }

    /** Returns players whose numbers follow from their names. */
    static List<Episode.Player> players(List<String> names) {
        return names.stream().map(name -> player(name, "", "")).toList();
    }

    static Episode.Player player(String name, String discordId, String publicStream) {
        return new Episode.Player(
                5000 + Math.floorMod(name.hashCode(), 100_000), name, discordId, "", publicStream, "");
    }

    static Episode.Channel channel(long id, String name, String slug, String language) {
        return new Episode.Channel(id, name, slug, "", language);
    }

    private static Episode.SignUp signUp(long id, String name, boolean accepted) {
        return new Episode.SignUp(id, name, "", name.toLowerCase(java.util.Locale.ROOT), "", accepted, false, "", "en");
    }
}
