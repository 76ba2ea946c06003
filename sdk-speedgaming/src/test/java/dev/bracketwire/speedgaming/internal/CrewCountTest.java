// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.CrewNeed;
import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.CrewRule;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrewCountTest {
    private static final MatchSource SOURCE = new MatchSource(70001, 90001, 1, "s", "r", "c");

    @Test
    void needs_ofMatchOnChannel_countApprovedOfLanguageOnce() {
        ScheduledMatch match = ScheduledMatch.draft("examplecup")
                .source(SOURCE)
                .streams(List.of(new MatchStream("en", "https://twitch.tv/example", false)))
                .crew(List.of(
                        crew(1, CrewRole.COMMENTATOR, true, "en"),
                        crew(1, CrewRole.COMMENTATOR, false, "EN"),
                        crew(2, CrewRole.COMMENTATOR, false, "en"),
                        crew(3, CrewRole.COMMENTATOR, true, "fr"),
                        crew(4, CrewRole.HELPER, true, "en")))
                .done();

        List<CrewNeed> needs = CrewNeed.of(match, CrewRule.usual());

        assertThat(needs)
                .extracting(need -> need.role() + " " + need.filled() + "/" + need.needed() + " " + need.waiting() + " "
                        + need.signUp())
                .containsExactly(
                        "COMMENTATOR 1/2 1 https://speedgaming.org/commentator/signup/70001/",
                        "TRACKER 0/1 0 https://speedgaming.org/tracker/signup/70001/",
                        "BROADCASTER 0/1 0 https://speedgaming.org/broadcaster/signup/70001/");
        assertThat(needs.get(0).missing()).isEqualTo(1);
    }

    @Test
    void needs_ofThreePlayers_areMoreTrackers() {
        ScheduledMatch match = ScheduledMatch.draft("examplecup")
                .players(List.of(player(1), player(2), player(3)))
                .done();

        assertThat(CrewNeed.of(match, CrewRule.usual()).get(1).needed()).isEqualTo(2);
    }

    @Test
    void needs_ofHostStreamOrNone_areNoBroadcasters() {
        ScheduledMatch none = ScheduledMatch.draft("examplecup").done();
        ScheduledMatch host = none.edit()
                .streams(List.of(new MatchStream("en", "https://example.org/live", true)))
                .done();

        assertThat(List.of(none, host))
                .allSatisfy(
                        match -> assertThat(CrewNeed.of(match, CrewRule.usual()).get(2))
                                .satisfies(need -> assertThat(need.needed()).isZero())
                                .satisfies(need -> assertThat(need.signUp()).isNull()));
    }

    @Test
    void needs_ofOtherLanguage_linkItsPage() {
        ScheduledMatch match = ScheduledMatch.draft("examplecup").source(SOURCE).done();

        assertThat(CrewNeed.of(match, new CrewRule("FR", 1, 1, 1, 1)).get(0).signUp())
                .hasToString("https://speedgaming.org/fr/commentator/signup/70001/");
        assertThat(CrewNeed.of(match, new CrewRule("en-GB", 1, 1, 1, 1)).get(0).signUp())
                .hasToString("https://speedgaming.org/commentator/signup/70001/");
    }

    private static CrewMember crew(long person, CrewRole role, boolean approved, String language) {
        return new CrewMember(person, role, 100 + person, "Person " + person, approved, false, language);
    }

    private static MatchPlayer player(long person) {
        return new MatchPlayer(person, "Player " + person, "");
    }
}
