// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EditRulesTest {
    private static final Instant START = Instant.parse("2026-09-01T18:00:00Z");
    private static final ScheduledMatch OF_HOST =
            ScheduledMatch.draft("examplecup").times(MatchTimes.at(START, 90)).done();
    private static final ScheduledMatch IMPORTED = OF_HOST.edit()
            .source(new MatchSource(70001, 90001, 1, "s", "r", "c"))
            .hostFields(Set.of())
            .streams(List.of(new MatchStream("en", "https://twitch.tv/example", false)))
            .done();

    @Test
    void refusals_ofSourcedFields_nameEachField() {
        assertThat(refusals(
                        IMPORTED,
                        change -> change.title("Final")
                                .note("late")
                                .times(MatchTimes.none())
                                .players(List.of(new MatchPlayer(1, "Alpha", "")))
                                .crew(List.of(crew(1)))
                                .approved(false)))
                .containsExactly(
                        "title comes from SpeedGaming; take it over first by own(0, TITLE)",
                        "note comes from SpeedGaming; take it over first by own(0, NOTE)",
                        "times come from SpeedGaming; take them over first by own(0, TIMES)",
                        "players come from SpeedGaming; take them over first by own(0, PLAYERS)",
                        "crew comes from SpeedGaming; take it over first by own(0, CREW)",
                        "state comes from SpeedGaming; take it over first by own(0, STATE)");
    }

    @Test
    void refusals_ofOwnedFields_areNone() {
        ScheduledMatch owned =
                IMPORTED.edit().hostFields(EnumSet.allOf(MatchField.class)).done();
        UnaryOperator<ScheduledMatch.Editor> change = edit -> edit.title("Final")
                .note("late")
                .times(MatchTimes.none())
                .players(List.of(new MatchPlayer(1, "Alpha", "")))
                .crew(List.of(crew(1)))
                .streams(List.of())
                .hostKey("m-7")
                .state(MatchState.TENTATIVE)
                .approved(false);

        assertThat(refusals(owned, change)).isEmpty();
        assertThat(refusals(OF_HOST, change)).isEmpty();
        assertThat(refusals(OF_HOST, edit -> edit.tournament("othercup"))).isEmpty();
    }

    @Test
    void refusals_ofWhatEditNeverSets_nameTheRightMethod() {
        assertThat(refusals(
                        OF_HOST,
                        edit -> edit.state(MatchState.STARTED)
                                .source(IMPORTED.source())
                                .absence(new MatchAbsence(1, START, START))
                                .hostFields(Set.of())
                                .tournament("no slug")))
                .containsExactly(
                        "the state STARTED is not set by edit; use start, finish, cancel or reopen",
                        "the link to SpeedGaming is not set by edit; use attach or detach",
                        "the absence is evidence of an import; leave it as it is",
                        "the fields of the host are not set by edit; use own or release",
                        "the tournament is wrong: slug must be 1 to 100 of A-Z, a-z, 0-9, underscore and hyphen");
        assertThat(refusals(IMPORTED, edit -> edit.state(MatchState.CANCELLED)))
                .containsExactly("the state CANCELLED is not set by edit; use start, finish, cancel or reopen");
        assertThat(refusals(IMPORTED, edit -> edit.tournament("othercup")))
                .containsExactly("the tournament comes from SpeedGaming; move the episode there");
    }

    @Test
    void refusals_ofSourceStreamThatIsRemoved_sayWhatToDo() {
        assertThat(refusals(IMPORTED, edit -> edit.streams(List.of())))
                .containsExactly("the stream of en comes from SpeedGaming; set another URL, or take streams over first"
                        + " by own(0, STREAMS)");
    }

    @Test
    void tidied_changedStream_belongsToHost() {
        ScheduledMatch after = EditRules.tidied(
                IMPORTED,
                IMPORTED.edit()
                        .streams(List.of(
                                new MatchStream("en", "https://twitch.tv/other", false),
                                new MatchStream("FR", " https://twitch.tv/exemple ", false)))
                        .done());

        assertThat(after.streams())
                .containsExactly(
                        new MatchStream("en", "https://twitch.tv/other", true),
                        new MatchStream("fr", "https://twitch.tv/exemple", true));
        assertThat(EditRules.refusals(IMPORTED, after)).isEmpty();
        assertThat(EditRules.tidied(IMPORTED, IMPORTED)).isEqualTo(IMPORTED);
    }

    @Test
    void refusals_ofWrongValues_nameEachValue() {
        assertThat(refusals(
                        OF_HOST,
                        edit -> edit.title("a\nb")
                                .note("x".repeat(10_001))
                                .hostKey(" ")
                                .times(new MatchTimes(START, null, -1, ""))
                                .players(List.of(new MatchPlayer(1, "Alpha", ""), new MatchPlayer(1, "Alpha", "")))
                                .crew(List.of(crew(2), crew(2)))
                                .streams(List.of(
                                        new MatchStream("en", "https://twitch.tv/a", true),
                                        new MatchStream("EN", "https://twitch.tv/b", true)))))
                .containsExactly(
                        "the title has line breaks or other control characters; remove them",
                        "the note has 10001 characters; use at most 10000",
                        "the key of the host must have 1 to 200 characters; use null for none",
                        "only one of the times is set; set the start of the race and that of the broadcast, or none",
                        "the length of -1 minutes is wrong; use 0 to 10080",
                        "person 1 is a player twice; name each player once",
                        "person 2 is commentator twice; name each task once",
                        "there are two streams of EN; set one for each language");
        assertThat(refusals(OF_HOST, edit -> edit.title("x".repeat(1001)).times(MatchTimes.at(Instant.MAX, 0))))
                .containsExactly(
                        "the title has 1001 characters; use at most 1000",
                        "the time " + Instant.MAX + " is too far away; use a year from 1970 to 9998",
                        "the time " + Instant.MAX + " is too far away; use a year from 1970 to 9998");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://twitch.tv/example",
                "javascript:alert(1)",
                "https:///example",
                "https://user@twitch.tv/example",
                "https://twitch.tv/ex ample",
                "https://twitch.tv/\r\nexample",
                "twitch.tv/example",
                "https://"
            })
    void streamProblems_ofWrongUrl_sayHowItBegins(String url) {
        assertThat(EditRules.streamProblems("en", url))
                .containsExactly(
                        "the URL of a stream must begin with https:// and a host, such as https://twitch.tv/example");
    }

    @Test
    void streamProblems_ofLongUrl_sayTheLimit() {
        String most = "https://example.org/" + "x".repeat(480);

        assertThat(EditRules.streamProblems("pt-BR", most)).isEmpty();
        assertThat(EditRules.streamProblems("en", most + "x"))
                .containsExactly("the URL of a stream has 501 characters; use at most 500");
        assertThat(EditRules.streamProblems("english", most))
                .containsExactly("the language of a stream must be a code such as en");
    }

    @Test
    void outdated_blanksTheDigestsOfFields() {
        assertThat(EditRules.outdated(IMPORTED.source(), Set.of(MatchField.TITLE)))
                .isEqualTo(new MatchSource(70001, 90001, 1, "", "r", "c"));
        assertThat(EditRules.outdated(IMPORTED.source(), Set.of(MatchField.PLAYERS, MatchField.STREAMS)))
                .isEqualTo(new MatchSource(70001, 90001, 1, "s", "", ""));
        assertThat(EditRules.outdated(null, Set.of(MatchField.TITLE))).isNull();
    }

    private static List<String> refusals(ScheduledMatch before, UnaryOperator<ScheduledMatch.Editor> change) {
        return EditRules.refusals(before, change.apply(before.edit()).done());
    }

    private static CrewMember crew(long person) {
        return new CrewMember(person, CrewRole.COMMENTATOR, 0, "Person", true, false, "en");
    }
}
