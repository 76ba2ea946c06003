// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import dev.bracketwire.speedgaming.SourceMatch.SourceSignUp;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Maps an episode to its matches. */
public final class EpisodeMapper {
    /** The login of a channel on Twitch. */
    static final Pattern LOGIN = Pattern.compile("[A-Za-z0-9_]{1,25}");

    private static final List<String> STAND_INS = List.of("winner of ", "loser of ");
    private static final Set<String> NO_CHANNELS = Set.of("norestream", "nostream");
    /** Ids of channels such as "undecided", as SahasrahBot lists them (2026-07). */
    private static final Set<Long> NO_CHANNEL_IDS = Set.of(0L, 31L, 36L, 62L, 63L, 64L, 65L);

    private static final char REPLACEMENT = '\uFFFD';

    private EpisodeMapper() {}

    /** Maps it. */
    public static List<SourceMatch> matches(Episode episode) {
        List<SourceMatch> all = new ArrayList<>();
        boolean two = episode.match1() != null && episode.match2() != null;
        add(all, episode, episode.match1(), 1, two);
        add(all, episode, episode.match2(), 2, two);
        return List.copyOf(all);
    }

    private static void add(
            List<SourceMatch> all, Episode episode, Episode.@Nullable Match match, int part, boolean two) {
        if (match != null) {
            all.add(one(episode, match, part, two));
        }
    }

    private static SourceMatch one(Episode episode, Episode.Match match, int part, boolean two) {
        String tournament = text(episode.event().slug());
        // Both parts of a doubleheader would bear the title of the episode, so each bears its own first.
        String title = two ? first(match.title(), episode.title()) : first(episode.title(), match.title());
        String note = text(match.note());
        MatchTimes times = new MatchTimes(
                episode.whenCountdown().truncatedTo(ChronoUnit.MILLIS),
                episode.when().truncatedTo(ChronoUnit.MILLIS),
                episode.length(),
                text(episode.timezone()).strip());
        List<SourcePlayer> players = new ArrayList<>();
        List<String> standIns = new ArrayList<>();
        for (Episode.Player player : match.players()) {
            String name = text(player.displayName());
            if (isStandIn(name)) {
                standIns.add(name);
            } else if (!player.publicStream().strip().equalsIgnoreCase("ignore")) {
                players.add(player(player));
            }
        }
        List<SourceSignUp> signUps = signUps(episode);
        List<MatchStream> streams = streams(episode.channels());
        return new SourceMatch(
                tournament,
                new MatchSource(
                        episode.id(),
                        match.id(),
                        part,
                        scheduleHash(tournament, title, note, times, episode.approved()),
                        rosterHash(players),
                        crewHash(signUps, streams)),
                title,
                note,
                times,
                episode.approved(),
                players,
                standIns,
                signUps,
                streams);
    }

    private static SourcePlayer player(Episode.Player player) {
        String name = first(
                player.displayName(),
                player.streamingFrom(),
                player.publicStream(),
                player.discordTag(),
                "player " + player.id());
        return new SourcePlayer(
                player.id(),
                name,
                text(player.discordId()),
                text(player.discordTag()),
                first(player.streamingFrom(), player.publicStream()));
    }

    private static boolean isStandIn(String name) {
        String start = name.strip().toLowerCase(Locale.ROOT);
        return STAND_INS.stream().anyMatch(start::startsWith);
    }

    /** Returns the sign-ups in an order that does not depend on the reply; if one came twice, the last one counts. */
    private static List<SourceSignUp> signUps(Episode episode) {
        Map<String, SourceSignUp> all = new LinkedHashMap<>();
        addSignUps(all, CrewRole.COMMENTATOR, episode.commentators());
        addSignUps(all, CrewRole.TRACKER, episode.trackers());
        addSignUps(all, CrewRole.BROADCASTER, episode.broadcasters());
        addSignUps(all, CrewRole.HELPER, episode.helpers());
        return all.values().stream()
                .sorted(Comparator.comparing(SourceSignUp::role).thenComparing(SourceSignUp::id))
                .toList();
    }

    private static void addSignUps(Map<String, SourceSignUp> all, CrewRole role, List<Episode.SignUp> signUps) {
        for (Episode.SignUp signUp : signUps) {
            String name =
                    first(signUp.displayName(), signUp.publicStream(), signUp.discordTag(), "sign-up " + signUp.id());
            SourcePlayer person = new SourcePlayer(
                    0, name, text(signUp.discordId()), text(signUp.discordTag()), text(signUp.publicStream()));
            all.put(
                    role + " " + signUp.id(),
                    new SourceSignUp(
                            signUp.id(), role, person, signUp.approved(), signUp.ready(), language(signUp.language())));
        }
    }

    private static List<MatchStream> streams(List<Episode.Channel> channels) {
        Map<String, MatchStream> byLanguage = new LinkedHashMap<>();
        for (Episode.Channel channel : channels) {
            String slug = channel.slug().strip();
            boolean real = !NO_CHANNEL_IDS.contains(channel.id())
                    && !NO_CHANNELS.contains(slug.toLowerCase(Locale.ROOT))
                    && channel.name().indexOf(' ') < 0
                    && LOGIN.matcher(slug).matches();
            if (real) {
                String language = language(channel.language());
                byLanguage.putIfAbsent(language, new MatchStream(language, "https://twitch.tv/" + slug, false));
            }
        }
        return List.copyOf(byLanguage.values());
    }

    /** Returns the language; English where none is given, as on the site itself. */
    private static String language(String typed) {
        String language = text(typed).strip().toLowerCase(Locale.ROOT);
        return language.isEmpty() ? "en" : language;
    }

    private static String first(String... texts) {
        for (String text : texts) {
            if (!text.isBlank()) {
                return text(text);
            }
        }
        return "";
    }

    /** Replaces NUL, which PostgreSQL refuses, and lone surrogates, which no encoding has. */
    static String text(String typed) {
        StringBuilder clean = null;
        for (int i = 0; i < typed.length(); i++) {
            char c = typed.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < typed.length()
                    && Character.isLowSurrogate(typed.charAt(i + 1));
            if (pair) {
                i++;
            } else if (c == 0 || Character.isSurrogate(c)) {
                clean = clean == null ? new StringBuilder(typed) : clean;
                clean.setCharAt(i, REPLACEMENT);
            }
        }
        return clean == null ? typed : clean.toString();
    }

    private static String scheduleHash(
            String tournament, String title, String note, MatchTimes times, boolean approved) {
        return new TextDigest()
                .add(tournament.toLowerCase(Locale.ROOT))
                .add(title)
                .add(note)
                .add(millis(times.raceStart()))
                .add(millis(times.broadcastStart()))
                .add(times.minutes())
                .add(times.timezone())
                .add(approved)
                .hex();
    }

    private static @Nullable Long millis(@Nullable Instant time) {
        return time == null ? null : time.getEpochSecond() * 1000 + time.getNano() / 1_000_000;
    }

    private static String rosterHash(List<SourcePlayer> players) {
        TextDigest digest = new TextDigest();
        players.forEach(player -> add(digest, player));
        return digest.hex();
    }

    private static String crewHash(List<SourceSignUp> signUps, List<MatchStream> streams) {
        TextDigest digest = new TextDigest();
        for (SourceSignUp signUp : signUps) {
            digest.add(signUp.id()).add(signUp.role()).add(signUp.approved()).add(signUp.ready());
            add(digest.add(signUp.language()), signUp.person());
        }
        digest.add(streams.size());
        streams.forEach(stream -> digest.add(stream.language()).add(stream.url()));
        return digest.hex();
    }

    private static void add(TextDigest digest, SourcePlayer player) {
        digest.add(player.number())
                .add(player.name())
                .add(player.discordId())
                .add(player.discordTag())
                .add(player.twitch());
    }
}
