// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.ImportStore;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ReadinessReport;
import dev.bracketwire.speedgaming.ReadinessReport.Item;
import dev.bracketwire.speedgaming.ReadinessReport.Kind;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.speedgaming.TournamentFeed;
import dev.bracketwire.speedgaming.UserDirectory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ReadinessCheckTest {
    private static final Instant NOW = Instant.parse("2026-09-01T12:00:00Z");
    private static final Instant START = Instant.parse("2026-09-01T18:00:00Z");
    private static final CrewRule NO_CREW = new CrewRule("en", 0, 0, 0, 0);

    private final ImportStore store = ImportStore.inMemory();
    private final long alpha = person("Alpha", "11", "user-1");
    private final long beta = person("Beta", "12", "user-2");
    private final long gamma = person("Gamma", null, null);

    @Test
    void of_readyMatch_isEmpty() {
        add(ready(alpha, beta).done());

        ReadinessReport report = report(NO_CREW);

        assertThat(report.matches()).isEqualTo(1);
        assertThat(report.items()).isEmpty();
        assertThat(report).hasToString("examplecup: 1 coming match, 0 open points");
    }

    @Test
    void of_matchThatIsNotReady_listsEachPoint() {
        add(ready(gamma)
                .state(MatchState.MISSING)
                .approved(false)
                .times(new MatchTimes(START, START, 0, "CE\nST"))
                .streams(List.of())
                .done());

        String match = "Gamma against an open place, on 1 September 2026 at 18:00 UTC: ";
        assertThat(report(CrewRule.usual()).items())
                .extracting(Item::kind, Item::text)
                .containsExactly(
                        tuple(
                                Kind.MISSING,
                                match + "is not in the schedule any more; ask on SpeedGaming whether it was cancelled"),
                        tuple(Kind.NOT_APPROVED, match + "SpeedGaming has not approved it yet"),
                        tuple(Kind.TIME_UNCONFIRMED, match + "the time was entered as \"CE ST\" and must be confirmed"),
                        tuple(Kind.NO_PLAYER, match + "only Gamma is known as a player yet"),
                        tuple(Kind.NO_DISCORD_ID, match + "Gamma has no id on Discord"),
                        tuple(
                                Kind.CREW_MISSING,
                                match + "has 0 of 2 commentators; sign up at"
                                        + " https://speedgaming.org/commentator/signup/70001/"),
                        tuple(
                                Kind.CREW_MISSING,
                                match + "has 0 of 1 tracker; sign up at"
                                        + " https://speedgaming.org/tracker/signup/70001/"),
                        tuple(Kind.NO_STREAM, match + "has no stream"));
    }

    @Test
    void of_signUpThatWaits_saysSo() {
        add(ready(alpha, beta)
                .source(null)
                .crew(List.of(crew(gamma, true), crew(gamma + 90, false)))
                .done());

        assertThat(report(new CrewRule("en", 2, 0, 0, 0)).items())
                .extracting(Item::text)
                .containsExactly("Alpha against Beta, on 1 September 2026 at 18:00 UTC: has 1 of 2 commentators, and 1"
                        + " waits for approval");
    }

    @Test
    void of_matchWithoutTimeOrPlayers_isListedLast() {
        add(ready().source(null).times(MatchTimes.none()).title("Final").done());
        add(ready(alpha, beta).approved(false).done());

        assertThat(report(NO_CREW).items())
                .extracting(Item::text)
                .containsExactly(
                        "Alpha against Beta, on 1 September 2026 at 18:00 UTC: SpeedGaming has not approved it yet",
                        "Final: has no time yet",
                        "Final: no player is known yet");
    }

    @Test
    void of_matchesThatAreOverOrClosed_countsNone() {
        add(at(NOW.minus(Duration.ofMinutes(119))).done());
        add(at(NOW.minus(Duration.ofMinutes(121))).done());
        add(at(START).state(MatchState.CANCELLED).done());
        add(at(START).state(MatchState.FINISHED).done());
        add(at(START).state(MatchState.ATTACHED).done());
        add(at(START).tournament("othercup").done());

        assertThat(report(NO_CREW).matches()).isEqualTo(1);
    }

    @Test
    void of_userWithoutRacetimeAccount_isAskedOnceEach() {
        int[] asked = {0};
        UserDirectory users = new UserDirectory() {
            @Override
            public Optional<String> findUser(StoreSession session, String discordId) {
                return Optional.empty();
            }

            @Override
            public Optional<Boolean> hasRacetimeAccount(StoreSession session, String user) {
                asked[0]++;
                return Optional.of(user.equals("user-1"));
            }
        };
        add(ready(alpha, beta).done());
        add(ready(alpha, beta)
                .times(MatchTimes.at(START.plus(Duration.ofHours(5)), 0))
                .source(null)
                .done());

        assertThat(report(NO_CREW, users).items())
                .extracting(Item::text)
                .containsExactly(
                        "Alpha against Beta, on 1 September 2026 at 18:00 UTC: Beta has no account on racetime.gg",
                        "Alpha against Beta, on 1 September 2026 at 23:00 UTC: Beta has no account on racetime.gg");
        assertThat(asked[0]).isEqualTo(2);
    }

    @Test
    void of_personInTwoMatches_isOverlap() {
        add(ready(alpha, beta).done());
        add(ready(alpha)
                .tournament("othercup")
                .title("Other final")
                .source(null)
                .times(MatchTimes.at(START.plus(Duration.ofMinutes(89)), 30))
                .done());
        add(ready(alpha)
                .tournament("othercup")
                .title("Later")
                .source(null)
                .times(MatchTimes.at(START.plus(Duration.ofMinutes(90)), 30))
                .done());
        add(ready().tournament("othercup")
                .title("Crew")
                .source(null)
                .crew(List.of(crew(beta, true)))
                .done());
        add(ready().tournament("othercup")
                .title("Sign-up")
                .source(null)
                .crew(List.of(crew(beta, false)))
                .done());

        assertThat(report(NO_CREW).items())
                .allSatisfy(item -> assertThat(item.kind()).isEqualTo(Kind.OVERLAP))
                .extracting(Item::text)
                .containsExactly(
                        "Alpha against Beta, on 1 September 2026 at 18:00 UTC: Alpha is also in Other final, on 1"
                                + " September 2026 at 19:29 UTC, at the same time",
                        "Alpha against Beta, on 1 September 2026 at 18:00 UTC: Beta is also in Crew, on 1 September"
                                + " 2026 at 18:00 UTC, at the same time");
    }

    @Test
    void of_doubleheader_isNoOverlap() {
        add(ready(alpha, beta).done());
        add(ready(alpha, beta)
                .source(new MatchSource(70001, 90002, 2, "s", "r", "c"))
                .done());

        assertThat(report(NO_CREW).items()).isEmpty();
    }

    @Test
    void of_hostileTitle_staysOnOneShortLine() {
        add(ready(alpha, beta)
                .approved(false)
                .title("a\nb\u2028\u202Ec" + "x".repeat(200))
                .done());

        assertThat(report(NO_CREW).items())
                .singleElement()
                .extracting(Item::text)
                .isEqualTo("a b c" + "x".repeat(95)
                        + "…, on 1 September 2026 at 18:00 UTC: SpeedGaming has not approved it yet");
    }

    private ReadinessReport report(CrewRule rule) {
        return report(rule, UserDirectory.none());
    }

    private ReadinessReport report(CrewRule rule, UserDirectory users) {
        return store.read(session -> ReadinessCheck.of(
                        session, TournamentFeed.of("examplecup").crew(rule), NOW, users))
                .get();
    }

    private static ScheduledMatch.Editor at(Instant start) {
        return ScheduledMatch.draft("examplecup").times(MatchTimes.at(start, 60));
    }

    private ScheduledMatch.Editor ready(long... players) {
        return ScheduledMatch.draft("examplecup")
                .source(new MatchSource(70001, 90001, 1, "s", "r", "c"))
                .times(MatchTimes.at(START, 0))
                .players(Arrays.stream(players)
                        .mapToObj(id -> new MatchPlayer(id, name(id), ""))
                        .toList())
                .streams(List.of(new MatchStream("en", "https://example.org/live", true)));
    }

    private CrewMember crew(long person, boolean approved) {
        return new CrewMember(person, CrewRole.COMMENTATOR, 0, name(person), approved, true, "en");
    }

    private String name(long person) {
        return person == alpha ? "Alpha" : person == beta ? "Beta" : "Gamma";
    }

    private void add(ScheduledMatch match) {
        assertThat(store.write(session -> session.matches().add(List.of(match))).get())
                .hasSize(1);
    }

    private long person(String name, @Nullable String discordId, @Nullable String hostUser) {
        Person person = new Person(0, 0, name, discordId, null, hostUser, null, NOW, null);
        return store.write(session -> session.people().add(List.of(person)))
                .get()
                .get(0)
                .id();
    }
}
