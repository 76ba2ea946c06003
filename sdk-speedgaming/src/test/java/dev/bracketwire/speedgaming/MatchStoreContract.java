// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests the sentences of {@link MatchStore}. */
abstract class MatchStoreContract extends StoreContractBase {
    private static ScheduledMatch full(String text) {
        return draft().source(new MatchSource(70_001, 90_001, 2, text, text, text))
                .hostKey("host-1")
                .state(MatchState.MISSING)
                .title(text)
                .note(text)
                .times(new MatchTimes(NOON, NOON.plusMillis(1), 90, text))
                .approved(false)
                .players(List.of(new MatchPlayer(2, text, text), new MatchPlayer(1, "b", "")))
                .crew(List.of(
                        new CrewMember(3, CrewRole.HELPER, Long.MAX_VALUE, text, true, false, text),
                        new CrewMember(3, CrewRole.COMMENTATOR, 0, "c", false, true, "fr")))
                .streams(List.of(new MatchStream(text, text, true), new MatchStream("fr", "https://b.example/", false)))
                .hostFields(Set.of(MatchField.STATE, MatchField.TITLE))
                .absence(new MatchAbsence(2, NOON, NOON.plusSeconds(300)))
                .done();
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void add_everyColumn_isFoundAsItWas(String text) {
        ScheduledMatch added = added(full(text));
        assertThat(stored(added.id())).isEqualTo(added);
        assertThat(added.version()).isEqualTo(1);
        assertThat(added.edit().done())
                .usingRecursiveComparison()
                .ignoringFields("id", "version")
                .isEqualTo(full(text));
    }

    @ParameterizedTest
    @MethodSource("hostileTexts")
    void log_everyText_isFoundAsItWas(String text) {
        MatchLogEntry entry = new MatchLogEntry(5, 7, NOON, text, text, text, text, text);
        change(session -> session.matches().log(List.of(entry)));
        assertThat(readList(session -> session.matches().logOf(5))).containsExactly(entry);
    }

    @Test
    void add_textThatADatabaseCannotKeep_isStoredAsItIsReturned() {
        ScheduledMatch added = added(draft().title("a\0b \uD83D c").done());
        assertThat(stored(added.id())).isEqualTo(added);
        assertThat(added.title()).startsWith("a").endsWith("c");
    }

    @Test
    void add_timeOfNanoseconds_isStoredAsItIsReturned() {
        ScheduledMatch added =
                added(draft().times(MatchTimes.at(NOON.plusNanos(1_234_567), 1)).done());
        assertThat(stored(added.id())).isEqualTo(added);
    }

    @Test
    void add_several_keepsTheOrderAndGivesIdsAndVersionOne() {
        List<ScheduledMatch> added = write(session -> session.matches()
                .add(List.of(
                        draft().title("a").done(),
                        draft().title("b").done(),
                        draft().title("c").done())));
        assertThat(added).extracting(ScheduledMatch::title).containsExactly("a", "b", "c");
        assertThat(added).extracting(ScheduledMatch::version).containsOnly(1L);
        assertThat(ids(added)).doesNotHaveDuplicates().doesNotContain(0L);
    }

    @Test
    void add_copyOfAStoredMatch_getsAnIdOfItsOwn() {
        ScheduledMatch first = added(draft().title("a").done());
        ScheduledMatch second = added(first);
        assertThat(second.id()).isNotEqualTo(first.id());
        assertThat(second.version()).isEqualTo(1);
    }

    @Test
    void add_nothing_givesNothing() {
        assertThat(writeList(session -> session.matches().add(List.of()))).isEmpty();
        assertThat(writeList(session -> session.matches().replace(List.of()))).isEmpty();
        change(session -> session.matches().log(List.of()));
        assertThat(readList(session -> session.matches().list(ScheduleFilter.all())))
                .isEmpty();
    }

    @Test
    void find_unknownId_isEmpty() {
        assertThat(readOptional(session -> session.matches().find(77))).isEmpty();
        assertThat(readMap(session -> session.matches().findAll(List.of(77L)))).isEmpty();
        assertThat(readMap(session -> session.matches().findAll(List.of()))).isEmpty();
    }

    @Test
    void findAll_someUnknown_givesTheOthersById() {
        ScheduledMatch a = added(played(1, 2));
        ScheduledMatch b = added(played(3));
        assertThat(writeMap(session -> session.matches().findAll(List.of(b.id(), 99_999L, a.id(), a.id()))))
                .containsExactlyInAnyOrderEntriesOf(Map.of(a.id(), a, b.id(), b));
    }

    @Test
    void known_mixedIds_leavesOthersOut() {
        ScheduledMatch a = added(sourced(1));
        added(draft().done());
        assertThat(readMap(session -> session.matches().known(List.of(1L, 2L))))
                .containsExactlyEntriesOf(
                        Map.of(1L, new MatchStore.Known(a.id(), 1, "examplecup", MatchState.SCHEDULED, source(1))));
        assertThat(readMap(session -> session.matches().known(List.of()))).isEmpty();
    }

    @Test
    void tenThousand_addedInOneCall_areKnownAndFound() {
        List<ScheduledMatch> matches = new ArrayList<>();
        for (long i = 1; i <= 10_000; i++) {
            matches.add(
                    sourced(i).edit().players(List.of(player(i), player(i + 1))).done());
        }
        List<ScheduledMatch> added = write(session -> session.matches().add(matches));
        assertThat(readMap(session -> session.matches().known(numbers(1, 10_001))))
                .hasSize(10_000);
        assertThat(writeMap(session -> session.matches().findAll(ids(added))).values())
                .containsExactlyInAnyOrderElementsOf(added);
        List<ScheduledMatch> replaced = write(session -> session.matches()
                .replace(added.stream()
                        .map(each -> each.edit().title("t").done())
                        .toList()));
        assertThat(replaced).extracting(ScheduledMatch::version).containsOnly(2L);
        assertThat(readList(session -> session.matches().list(ScheduleFilter.of("examplecup"))))
                .containsExactlyInAnyOrderElementsOf(replaced);
    }

    @Test
    void ofEpisode_doubleheader_isInTheOrderOfParts() {
        ScheduledMatch second =
                added(draft().source(new MatchSource(7, 12, 2, "", "", "")).done());
        ScheduledMatch first =
                added(draft().source(new MatchSource(7, 11, 1, "", "", "")).done());
        added(sourced(3));
        assertThat(readList(session -> session.matches().ofEpisode(7))).containsExactly(first, second);
        assertThat(readList(session -> session.matches().ofEpisode(8))).isEmpty();
    }

    private List<Long> listed(String slug, Instant from, Instant to) {
        return ids(read(session -> session.matches().list(new ScheduleFilter(slug, from, to))));
    }

    @Test
    void list_limits_areOfTheBroadcastAndLeaveOutThoseWithoutATime() {
        Instant race = NOON.minusSeconds(9_000);
        long later = added(draft().times(new MatchTimes(race, NOON.plusSeconds(60), 1, ""))
                        .done())
                .id();
        long never = added(draft().done()).id();
        long noon =
                added(draft().times(new MatchTimes(null, NOON, 1, "")).done()).id();
        long other = added(draft().tournament("othercup")
                        .times(MatchTimes.at(NOON.minusSeconds(1), 1))
                        .done())
                .id();
        assertThat(ids(read(session -> session.matches().list(ScheduleFilter.all()))))
                .containsExactly(other, noon, later, never);
        assertThat(ids(read(session -> session.matches().list(ScheduleFilter.of("examplecup")))))
                .containsExactly(noon, later, never);
        assertThat(ids(read(
                        session -> session.matches().list(ScheduleFilter.all().from(NOON)))))
                .containsExactly(noon, later);
        assertThat(ids(read(
                        session -> session.matches().list(ScheduleFilter.all().before(NOON)))))
                .containsExactly(other);
        assertThat(listed("examplecup", NOON, NOON.plusSeconds(60))).containsExactly(noon);
        assertThat(listed("examplecup", NOON.plusNanos(1), NOON.plusSeconds(61)))
                .containsExactly(later);
        assertThat(listed("nocup", Instant.MIN, Instant.MAX)).isEmpty();
        assertThat(listed("examplecup", Instant.MIN, Instant.MAX)).containsExactly(noon, later);
    }

    @Test
    void inState_missing_thoseMissingLongestComeFirst() {
        ScheduledMatch.Editor missing = draft().state(MatchState.MISSING);
        long none = added(missing.absence(null).done()).id();
        long late = added(missing.absence(new MatchAbsence(1, NOON.plusSeconds(5), NOON.plusSeconds(5)))
                        .done())
                .id();
        long early = added(missing.absence(new MatchAbsence(9, NOON, NOON.plusSeconds(900)))
                        .done())
                .id();
        long sameAsEarly =
                added(missing.absence(new MatchAbsence(9, NOON, NOON)).done()).id();
        added(draft().done());
        assertThat(ids(read(session -> session.matches().inState(MatchState.MISSING))))
                .containsExactly(early, sameAsEarly, late, none);
        assertThat(readList(session -> session.matches().inState(MatchState.FINISHED)))
                .isEmpty();
    }

    @Test
    void ofPerson_playerAndCrew_areInTheOrderOfTheBroadcast() {
        ScheduledMatch crew = added(draft().crew(List.of(member(4)))
                .times(MatchTimes.at(NOON.plusSeconds(9), 1))
                .done());
        ScheduledMatch both = added(played(4, 5)
                .edit()
                .crew(List.of(member(4), member(4)))
                .times(MatchTimes.at(NOON, 1))
                .done());
        added(played(5));
        assertThat(readList(session -> session.matches().ofPerson(4))).containsExactly(both, crew);
        assertThat(readList(session -> session.matches().ofPerson(6))).isEmpty();
    }

    @Test
    void findByHostKey_known_isFound() {
        ScheduledMatch match = added(draft().hostKey("k'\u00FC").done());
        assertThat(readOptional(session -> session.matches().findByHostKey("k'\u00FC")))
                .contains(match);
        assertThat(readOptional(session -> session.matches().findByHostKey("K'\u00DC")))
                .isEmpty();
    }

    @Test
    void replace_storedVersion_addsOneAndKeepsTheRest() {
        ScheduledMatch before = added(full("a"));
        List<ScheduledMatch> changes = Stream.of(before.edit()
                        .players(List.of())
                        .crew(List.of(member(9)))
                        .done())
                .toList();
        ScheduledMatch after =
                write(session -> session.matches().replace(changes)).get(0);
        assertThat(after).usingRecursiveComparison().ignoringFields("version").isEqualTo(changes.get(0));
        assertThat(after.version()).isEqualTo(2);
        assertThat(stored(before.id())).isEqualTo(after);
        assertThat(readList(session -> session.matches().ofPerson(2))).isEmpty();
        assertThat(readList(session -> session.matches().ofPerson(9))).containsExactly(after);
    }

    @Test
    void replace_otherVersion_isRefusedAndNothingIsKept() {
        ScheduledMatch first = added(draft().title("first").done());
        ScheduledMatch second = added(draft().title("second").done());
        write(session -> session.matches().replace(List.of(second)));
        List<ScheduledMatch> stale = List.of(first.edit().title("changed").done(), second);
        assertThatThrownBy(() -> write(session -> session.matches().replace(stale)))
                .isInstanceOf(IllegalStateException.class);
        assertThat(stored(first.id())).isEqualTo(first);
        assertThat(stored(second.id()).version()).isEqualTo(2);
    }

    @Test
    void replace_unknownOrTwice_isRefused() {
        ScheduledMatch match = added(draft().done());
        assertThatThrownBy(() -> write(session -> session.matches().replace(List.of(draft().done()))))
                .isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> write(session -> session.matches().replace(List.of(match, match))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void replace_sourceAndHostKeyGoToAnotherMatch_inEitherOrder() {
        ScheduledMatch host = added(draft().hostKey("a").done());
        ScheduledMatch imported = added(sourced(1).edit().hostKey("b").done());
        List<ScheduledMatch> there = write(session -> session.matches()
                .replace(List.of(
                        host.edit().source(source(1)).hostKey("b").done(),
                        imported.edit().source(null).hostKey("a").done())));
        List<ScheduledMatch> back = write(session -> session.matches()
                .replace(List.of(
                        there.get(0).edit().source(null).hostKey("a").done(),
                        there.get(1).edit().source(source(1)).hostKey("b").done())));
        assertThat(stored(host.id())).isEqualTo(back.get(0));
        assertThat(readMap(session -> session.matches().known(List.of(1L))).get(1L))
                .extracting(MatchStore.Known::match)
                .isEqualTo(imported.id());
    }

    @Test
    void add_sourceOrHostKeyOfAnother_isRefused() {
        added(sourced(1));
        added(draft().hostKey("a").done());
        assertConstraint(() -> added(sourced(1)));
        assertConstraint(() -> added(draft().hostKey("a").done()));
        assertThat(readList(session -> session.matches().list(ScheduleFilter.all())))
                .hasSize(2);
    }

    @Test
    void log_severalCalls_oldestComesFirst() {
        change(session -> session.matches().log(List.of(entry(1, "a"), entry(2, "x"), entry(1, "b"))));
        change(session -> session.matches().log(List.of(entry(1, "c"))));
        assertThat(readList(session -> session.matches().logOf(1)))
                .extracting(MatchLogEntry::after)
                .containsExactly("a", "b", "c");
        assertThat(readList(session -> session.matches().logOf(3))).isEmpty();
    }
}
