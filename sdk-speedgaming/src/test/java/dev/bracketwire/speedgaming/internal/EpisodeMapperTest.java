// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.CrewRole;
import dev.bracketwire.speedgaming.Episode;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.SourceMatch;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests how episodes become matches. */
class EpisodeMapperTest {
    private static SourceMatch one(EpisodeDraft draft) {
        List<SourceMatch> all = SourceMatch.of(draft.done());
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    private static Episode.Match match(long id, String title, Episode.Player... players) {
        return new Episode.Match(id, title, "", List.of(players));
    }

    @Test
    void matches_episodeWithoutMatch_givesNone() {
        assertThat(SourceMatch.of(new EpisodeDraft(7).match1(null).done())).isEmpty();
    }

    @Test
    void matches_doubleheader_givesTwoPartsOfOneEpisode() {
        List<SourceMatch> all = SourceMatch.of(new EpisodeDraft(7)
                .title("Finals")
                .match1(match(71, "Upper"))
                .match2(match(72, ""))
                .commentator("Ann", true)
                .done());
        assertThat(all).extracting(found -> found.source().episode()).containsExactly(7L, 7L);
        assertThat(all).extracting(found -> found.source().match()).containsExactly(71L, 72L);
        assertThat(all).extracting(found -> found.source().part()).containsExactly(1, 2);
        assertThat(all).extracting(SourceMatch::title).containsExactly("Upper", "Finals");
        assertThat(all).allSatisfy(found -> assertThat(found.signUps()).hasSize(1));
    }

    @Test
    void matches_titles_prefersThatOfTheEpisode() {
        assertThat(one(new EpisodeDraft(7).title("Final").match1(match(71, "Round 9")))
                        .title())
                .isEqualTo("Final");
        assertThat(one(new EpisodeDraft(7).title(" ").match1(match(71, "Round 9")))
                        .title())
                .isEqualTo("Round 9");
    }

    @Test
    void matches_times_readsRaceAndBroadcast() {
        SourceMatch found = one(new EpisodeDraft(7)
                .broadcast(EpisodeDraft.START.plus(Duration.ofMinutes(10)))
                .timezone(" CET "));
        assertThat(found.times().raceStart()).isEqualTo(EpisodeDraft.START);
        assertThat(found.times().broadcastStart()).isEqualTo(EpisodeDraft.START.plus(Duration.ofMinutes(10)));
        assertThat(found.times().confirmed()).isFalse();
        assertThat(one(new EpisodeDraft(7).timezone("  ")).times().confirmed()).isTrue();
    }

    @Test
    void matches_standInsAndIgnoredPlayers_areNoPersons() {
        SourceMatch found = one(new EpisodeDraft(7)
                .match1(match(
                        71,
                        "",
                        EpisodeDraft.player("winner of Match A", "", ""),
                        EpisodeDraft.player("Loser of Match B", "", ""),
                        EpisodeDraft.player("Gamma", "", " Ignore "),
                        EpisodeDraft.player("Winnerofhearts", "", ""))));
        assertThat(found.players()).extracting(SourcePlayer::name).containsExactly("Winnerofhearts");
        assertThat(found.standIns()).containsExactly("winner of Match A", "Loser of Match B");
    }

    @Test
    void matches_playerWithoutName_isNamedByWhatThereIs() {
        Episode.Player streams = new Episode.Player(1, " ", "", "tag", "", "her_tv");
        Episode.Player nothing = new Episode.Player(2, "", "", "", "", "");
        SourceMatch found = one(new EpisodeDraft(7).match1(match(71, "", streams, nothing)));
        assertThat(found.players()).extracting(SourcePlayer::name).containsExactly("her_tv", "player 2");
        assertThat(found.players()).extracting(SourcePlayer::twitch).containsExactly("her_tv", "");
    }

    @ParameterizedTest
    @CsvSource({
        "norestream, 25, Main, false",
        "NoStream, 25, Main, false",
        "speedgaming, 62, Main, false",
        "speedgaming, 0, Main, false",
        "speedgaming, 25, Not decided, false",
        "../evil, 25, Main, false",
        "a23456789012345678901234567, 25, Main, false",
        "'', 25, Main, false",
        "speedgaming2, 25, Main, true"
    })
    void matches_channel_isRealOrNot(String slug, long id, String name, boolean real) {
        SourceMatch found = one(new EpisodeDraft(7).channels(EpisodeDraft.channel(id, name, slug, "EN")));
        assertThat(found.streams())
                .isEqualTo(real ? List.of(new MatchStream("en", "https://twitch.tv/" + slug, false)) : List.of());
    }

    @Test
    void matches_channels_firstOfEachLanguageCounts() {
        SourceMatch found = one(new EpisodeDraft(7)
                .channels(
                        EpisodeDraft.channel(31, "Main", "undecided", "en"),
                        EpisodeDraft.channel(25, "Main", "first", "en"),
                        EpisodeDraft.channel(26, "Main", "second", ""),
                        EpisodeDraft.channel(27, "Main", "third", "fr")));
        assertThat(found.streams())
                .extracting(MatchStream::url)
                .containsExactly("https://twitch.tv/first", "https://twitch.tv/third");
    }

    @Test
    void matches_signUps_areSortedByTaskAndId() {
        Episode episode = new EpisodeDraft(7)
                .tracker("Tim", false)
                .commentator("Ann", true)
                .commentator("Ben", false)
                .done();
        SourceMatch found = SourceMatch.of(episode).get(0);
        assertThat(found.signUps())
                .extracting(SourceMatch.SourceSignUp::role)
                .containsExactly(CrewRole.COMMENTATOR, CrewRole.COMMENTATOR, CrewRole.TRACKER);
        assertThat(found.signUps())
                .extracting(signUp -> signUp.person().number())
                .containsOnly(0L);
    }

    @Test
    void matches_hostileText_losesOnlyWhatNoStoreKeeps() {
        assertThat(one(new EpisodeDraft(7).title("a\u0000b\uD83Dc \uD83D\uDE00"))
                        .title())
                .isEqualTo("a\uFFFDb\uFFFDc \uD83D\uDE00");
    }

    @Test
    void matches_digests_changeWithTheirGroupOnly() {
        MatchSource base = one(new EpisodeDraft(7)).source();
        assertThat(one(new EpisodeDraft(7)).source()).isEqualTo(base);
        MatchSource moved = one(new EpisodeDraft(7).in(Duration.ofHours(1))).source();
        assertThat(moved.scheduleHash()).isNotEqualTo(base.scheduleHash()).hasSize(64);
        assertThat(moved.rosterHash()).isEqualTo(base.rosterHash());
        assertThat(moved.crewHash()).isEqualTo(base.crewHash());
        MatchSource swapped = one(new EpisodeDraft(7).players("Alpha", "Gamma")).source();
        assertThat(swapped.rosterHash()).isNotEqualTo(base.rosterHash());
        assertThat(swapped.scheduleHash()).isEqualTo(base.scheduleHash());
        MatchSource crew = one(new EpisodeDraft(7).commentator("Ann", true)).source();
        assertThat(crew.crewHash()).isNotEqualTo(base.crewHash());
        assertThat(crew.rosterHash()).isEqualTo(base.rosterHash());
        assertThat(one(new EpisodeDraft(7).channels()).source().crewHash()).isNotEqualTo(base.crewHash());
    }
}
