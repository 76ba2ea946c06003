// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.time.Duration;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * A tournament whose schedule is imported. Immutable; begin with {@link #of}.
 *
 * <pre>{@code
 * TournamentFeed cup = TournamentFeed.of("examplecup").name("Example Cup").streamDelay(Duration.ofMinutes(10));
 * }</pre>
 *
 * @param slug the event in URLs of SpeedGaming
 * @param name the name; empty until SpeedGaming gave it
 * @param streamDelay the time by which broadcast and results come after the race; the shifted calendar adds it
 * @param crew the crew that a match needs
 */
public record TournamentFeed(String slug, String name, Duration streamDelay, CrewRule crew) {
    private static final Pattern SLUG = Pattern.compile("[0-9A-Za-z_-]{1,100}");

    /** Checks the values. */
    public TournamentFeed {
        checked(slug);
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(crew, "crew");
        if (streamDelay.isNegative() || streamDelay.compareTo(Duration.ofDays(1)) > 0) {
            throw new IllegalArgumentException("streamDelay must be between 0 and a day, not " + streamDelay);
        }
    }

    /** Begins with the slug alone: no stream delay, and the crew of {@link CrewRule#usual()}. */
    public static TournamentFeed of(String slug) {
        return new TournamentFeed(slug, "", Duration.ZERO, CrewRule.usual());
    }

    static String checked(String slug) {
        if (!SLUG.matcher(Objects.requireNonNull(slug, "slug")).matches()) {
            throw new IllegalArgumentException("slug must be 1 to 100 of A-Z, a-z, 0-9, underscore and hyphen");
        }
        return slug;
    }

    /** Sets the name. */
    public TournamentFeed name(String text) {
        return new TournamentFeed(slug, text, streamDelay, crew);
    }

    /** Sets the time by which broadcast and results come after the race. */
    public TournamentFeed streamDelay(Duration time) {
        return new TournamentFeed(slug, name, time, crew);
    }

    /** Sets the crew that a match needs. */
    public TournamentFeed crew(CrewRule rule) {
        return new TournamentFeed(slug, name, streamDelay, rule);
    }
}
