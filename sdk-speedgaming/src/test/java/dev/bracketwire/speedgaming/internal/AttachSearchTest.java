// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AttachSearchTest {
    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final Map<SourcePlayer, Person> persons = new HashMap<>();
    private final Map<Long, Person> hostPersons = new HashMap<>();

    @Test
    void search_samePersonsInAnyOrder_isTheSame() {
        SourceMatch found = found(player(1, "", ""), player(2, "", ""), player(3, "", ""));
        ScheduledMatch same = host(NOON.plus(Duration.ofDays(5)), 3, 1, 2);
        assertThat(search(found, host(NOON, 1, 2), same, host(NOON, 1, 2, 4)).same())
                .isEqualTo(same);
    }

    @Test
    void search_samePersonsWeeksLater_isAQuestion() {
        SourceMatch found = found(player(1, "", ""), player(2, "", ""));
        ScheduledMatch rematch = host(NOON.plus(Duration.ofDays(30)), 1, 2);
        AttachSearch.Result result = search(found, rematch);
        assertThat(result.same()).isNull();
        assertThat(result.perhaps()).containsOnlyKeys(rematch);
    }

    @Test
    void search_sameIdsOrLogins_isTheSame() {
        SourceMatch found = found(unknown("A", " 11 ", ""), unknown("B", "", "https://twitch.tv/BenLive"));
        hostPerson(8, null, "benlive");
        hostPerson(9, "11", null);
        ScheduledMatch match = host(NOON, 8, 9);
        assertThat(search(found, match).same()).isEqualTo(match);
    }

    @Test
    void search_sameLoginButOtherId_isNotTheSame() {
        SourceMatch found = found(unknown("A", "11", "live"), player(2, "22", ""));
        hostPerson(9, "12", "live");
        hostPerson(2, "22", null);
        assertThat(search(found, host(NOON, 9, 2))).isEqualTo(new AttachSearch.Result(null, Map.of()));
    }

    @Test
    void search_oneLoginForTwo_pairsEachOnce() {
        SourceMatch found = found(unknown("A", "", "team"), player(2, "", "team"));
        hostPerson(2, null, "team");
        hostPerson(5, null, null);
        AttachSearch.Result result = search(found, host(NOON, 2, 5));
        assertThat(result.same()).isNull();
        assertThat(result.perhaps().values())
                .singleElement()
                .satisfies(reasons ->
                        assertThat(reasons).contains("1 of 2 players is the same.", "Both begin at the same time."));
    }

    @Test
    void search_severalAreTheSame_isAQuestion() {
        SourceMatch found = found(player(1, "", ""), player(2, "", ""));
        AttachSearch.Result result = search(found, host(NOON, 1, 2), host(NOON.plusSeconds(7200), 2, 1));
        assertThat(result.same()).isNull();
        assertThat(result.perhaps()).hasSize(2);
        assertThat(result.perhaps().values())
                .contains(List.of(
                        "All players are the same, but so are those of another match.",
                        "Their times differ by 2 hours."));
    }

    @Test
    void search_someAgree_isAQuestionUnlessTheOthersAreSurelyDifferent() {
        SourceMatch found = found(player(1, "11", ""), player(2, "22", ""));
        hostPerson(1, "11", null);
        hostPerson(3, null, null);
        hostPerson(4, "44", null);
        ScheduledMatch open = host(NOON.plusSeconds(1800), 1, 3);
        AttachSearch.Result result =
                search(found, open, host(NOON, 1, 4), host(NOON.plus(Duration.ofDays(3)), 1, 3), host(NOON, 3, 4));
        assertThat(result.same()).isNull();
        assertThat(result.perhaps()).containsOnlyKeys(open);
        assertThat(result.perhaps().get(open)).contains("Their times differ by 30 minutes.");
    }

    @Test
    void search_standIn_isAQuestion() {
        SourceMatch whole = found(player(1, "", ""));
        SourceMatch found = new SourceMatch(
                "examplecup",
                whole.source(),
                "",
                "",
                whole.times(),
                true,
                whole.players(),
                List.of("Winner of A"),
                List.of(),
                List.of());
        ScheduledMatch match = host(null, 1, 2);
        AttachSearch.Result result = search(found, match);
        assertThat(result.perhaps().get(match))
                .containsExactly(
                        "1 of 2 players is the same.",
                        "SpeedGaming does not know all players yet.",
                        "One of the matches has no time.");
    }

    @Test
    void search_onePlayer_isAQuestion() {
        ScheduledMatch match = host(NOON, 1);
        assertThat(search(found(player(1, "", "")), match).perhaps()).containsOnlyKeys(match);
        assertThat(search(found(), host(NOON)).perhaps()).isEmpty();
    }

    @Test
    void search_closedOrLinkedOrElsewhere_isLeftOut() {
        SourceMatch found = found(player(1, "", ""), player(2, "", ""));
        ScheduledMatch match = host(NOON, 1, 2);
        assertThat(search(
                        found,
                        match.edit().state(MatchState.CANCELLED).done(),
                        match.edit().source(found.source()).done(),
                        match.edit().tournament("othercup").done()))
                .isEqualTo(new AttachSearch.Result(null, Map.of()));
    }

    private AttachSearch.Result search(SourceMatch found, ScheduledMatch... matches) {
        return AttachSearch.search(found, persons, List.of(matches), hostPersons);
    }

    private static SourceMatch found(SourcePlayer... players) {
        return new SourceMatch(
                "examplecup",
                new MatchSource(7, 70, 1, "", "", ""),
                "",
                "",
                MatchTimes.at(NOON, 60),
                true,
                List.of(players),
                List.of(),
                List.of(),
                List.of());
    }

    private SourcePlayer player(long person, String discordId, String twitch) {
        SourcePlayer player = unknown("P" + person, discordId, twitch);
        persons.put(player, person(person, discordId.isEmpty() ? null : discordId, null));
        return player;
    }

    private static SourcePlayer unknown(String name, String discordId, String twitch) {
        return new SourcePlayer(0, name, discordId, "", twitch);
    }

    private void hostPerson(long id, @Nullable String discordId, @Nullable String twitch) {
        hostPersons.put(id, person(id, discordId, twitch));
    }

    private static Person person(long id, @Nullable String discordId, @Nullable String twitch) {
        return new Person(id, 1, "P" + id, discordId, twitch, null, null, NOON, null);
    }

    private static ScheduledMatch host(@Nullable Instant start, long... players) {
        return ScheduledMatch.draft("examplecup")
                .times(start == null ? MatchTimes.none() : MatchTimes.at(start, 60))
                .players(Arrays.stream(players)
                        .mapToObj(id -> new MatchPlayer(id, "P" + id, ""))
                        .toList())
                .done();
    }
}
