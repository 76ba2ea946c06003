// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.ign.verify;

import dev.bracketwire.Call;
import dev.bracketwire.riot.MatchFilter;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.tft.TftMatch;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * Takes it for a proof that the account plays a match in a span of time that was agreed on, for games without tournament
 * codes such as TFT. The owner of another's account may play by chance: agree on a short span, and ask for a player of yours
 * in the match where you can.
 *
 * <pre>{@code
 * Proof proof = MatchProof.between(noon, noon.plusSeconds(3600), riot, Platform.EUW1);
 * }</pre>
 */
public final class MatchProof implements Proof {
    // A match goes on after the span, and is known some minutes later.
    private static final Duration PLAYED = Duration.ofHours(1);
    private static final int MOST = 20;

    private final Instant from;
    private final Instant to;
    private final Function<Puuid, Call<List<PlayedMatch>>> matches;
    private final List<Puuid> together;
    private final InstantSource clock;

    private MatchProof(
            Instant from,
            Instant to,
            Function<Puuid, Call<List<PlayedMatch>>> matches,
            List<Puuid> together,
            InstantSource clock) {
        if (!from.isBefore(to)) {
            throw new IllegalArgumentException("from must be before to, and they are " + from + " and " + to);
        }
        this.from = from;
        this.to = to;
        this.matches = matches;
        this.together = together;
        this.clock = clock;
    }

    /**
     * Asks for a match that began in this span.
     *
     * @param matches gives the matches of an account in this span, or some more; they appear minutes after their end
     */
    public static MatchProof between(Instant from, Instant to, Function<Puuid, Call<List<PlayedMatch>>> matches) {
        return new MatchProof(from, to, matches, List.of(), InstantSource.system());
    }

    /** Asks Riot for a match of TFT that began in this span, where the account plays. */
    public static MatchProof between(Instant from, Instant to, Riot riot, Platform platform) {
        MatchFilter filter = MatchFilter.all().since(from).until(to.plus(PLAYED));
        return between(
                from,
                to,
                puuid -> riot.tft()
                        .matches(platform, puuid, filter)
                        .toList(MOST)
                        .map(played -> played.stream().map(MatchProof::played).toList()));
    }

    private static PlayedMatch played(TftMatch match) {
        return new PlayedMatch(
                match.id(),
                match.info().date().minus(match.info().length()),
                match.info().participants().stream()
                        .flatMap(player -> Puuid.tryParse(player.puuid()).stream())
                        .toList());
    }

    /** Asks for a match that these have played too, such as somebody of the organisers'. */
    public MatchProof together(Puuid... others) {
        return new MatchProof(from, to, matches, List.of(others), clock);
    }

    /** Takes the time from this clock. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> MatchProof clock(C time) {
        return new MatchProof(from, to, matches, together, time);
    }

    @Override
    public String kind() {
        return "match";
    }

    @Override
    public Call<Proven> check(Puuid puuid) {
        return matches.apply(puuid).map(played -> {
            if (played.stream().anyMatch(match -> proves(match, puuid))) {
                return Proven.passed();
            }
            return clock.instant().isAfter(to.plus(PLAYED))
                    ? Proven.expired("the account played no such match from " + from + " to " + to)
                    : Proven.undecided("the account has played no such match from " + from + " to " + to + " yet");
        });
    }

    private boolean proves(PlayedMatch match, Puuid puuid) {
        return !match.begun().isBefore(from)
                && !match.begun().isAfter(to)
                && match.participants().contains(puuid)
                && match.participants().containsAll(together);
    }
}
