// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads bodies as SpeedGaming sends them, and those that it should not send. */
class ScheduleReaderTest {
    private static final String NEW_YEAR = "2026-01-01T00:00:00Z";

    @Test
    void body_asDescribed_isReadWithoutDrift() {
        Schedule schedule = FeedBody.read(FeedBody.list(FeedBody.episode(7)));
        assertThat(schedule.drift().isEmpty()).isTrue();
        assertThat(schedule.unread()).isEmpty();
        Episode episode = schedule.episodes().get(0);
        assertThat(episode.when()).isEqualTo(Instant.parse("2026-09-01T18:00:00Z"));
        assertThat(episode.whenCountdown()).isEqualTo(Instant.parse("2026-09-01T18:10:00Z"));
        assertThat(episode.event())
                .isEqualTo(new Episode.Event(9, "examplecup", "Example Cup", "Example", "Example Game", true));
        assertThat(episode.matches()).hasSize(1);
        assertThat(episode.matches().get(0).players())
                .containsExactly(
                        new Episode.Player(5001, "Alpha", "472785637984960513", "alpha", "alpha_tv", "alpha_tv"));
        assertThat(episode.commentators().get(0).approved()).isTrue();
        assertThat(episode.channels().get(0).slug()).isEqualTo("speedgaming");
    }

    @Test
    void fields_thatAreNew_areCountedByTheirPath() {
        String drifted = FeedBody.episode(7)
                .replace("\"discordTag\": \"alpha\"", "\"discordTag\": \"alpha\", \"pronouns\": {\"a\": [1]}")
                .replace("\"length\"", "\"lenght\"");
        Schedule schedule = FeedBody.read(FeedBody.list(drifted, drifted.replace("\"id\": 7,", "\"id\": 8,")));
        assertThat(schedule.episodes()).hasSize(2);
        assertThat(schedule.drift().unknown()).isEqualTo(Map.of("match1.players[].pronouns", 2, "lenght", 2));
        assertThat(schedule.drift().missing()).isEqualTo(Map.of("length", 2));
    }

    @ParameterizedTest
    @CsvSource({
        "'\"id\": 7,', '\"id\": \"7\",', id",
        "'\"id\": 7,', '\"id\": 7.0,', id",
        "'\"length\": 90', '\"length\": \"90\"', length",
        "'\"externalRestream\": false', '\"externalRestream\": 0', externalRestream",
        "'\"externalRestream\": false', '\"externalRestream\": \"\"', externalRestream",
        "'\"discordId\": \"472785637984960513\"', '\"discordId\": 472785637984960513', match1.players[].discordId"
    })
    void value_ofAnotherType_isConvertedWithoutLoss(String before, String after, String path) {
        Schedule schedule = FeedBody.changed(before, after);
        assertThat(schedule.episodes())
                .isEqualTo(FeedBody.read(FeedBody.list(FeedBody.episode(7))).episodes());
        assertThat(schedule.drift().retyped()).containsOnlyKeys(path);
    }

    @ParameterizedTest
    @CsvSource({
        "'\"id\": 7,', '', id: nothing is no id",
        "'\"id\": 7,', '\"id\": -7,', id: -7 is no id",
        "'\"id\": 7,', '\"id\": 7.5,', id: 7.5 is no id",
        "'\"id\": 7,', '\"id\": 92233720368547758070,', id: 92233720368547758070 is no id",
        "'\"id\": 70,', '\"id\": {},', match1.id: an object is no id",
        "'\"title\": \"\"', '\"title\": [[\"\"]]', title: a list is no text",
        "'\"trackers\": []', '\"trackers\": {}', trackers: an object is no list",
        "'\"trackers\": []', '\"trackers\": [5]', trackers: 5 is no object",
        "'\"match2\": null', '\"match2\": {\"id\": null}', match2.id: nothing is no id",
        "'\"externalRestream\": false', '\"externalRestream\": \"yes\"', 'externalRestream: \"yes\" is no flag'"
    })
    void episode_withAnImpossibleValue_isSetApartWithTheReason(String before, String after, String problem) {
        String good = FeedBody.episode(8);
        Schedule schedule = FeedBody.read(FeedBody.list(FeedBody.episode(7).replace(before, after), good));
        assertThat(schedule.episodes()).extracting(Episode::id).containsExactly(8L);
        assertThat(schedule.unread()).hasSize(1);
        assertThat(schedule.unread().get(0).problem()).isEqualTo(problem);
        assertThat(schedule.unread().get(0).index()).isZero();
    }

    @Test
    void id_beyondTheDigitsOfADouble_isExact() {
        Schedule schedule = FeedBody.changed("\"id\": 7,", "\"id\": 9007199254740993,");
        assertThat(schedule.episodes().get(0).id()).isEqualTo(9007199254740993L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "18446744073709551616", "not-a-snowflake", "  472785637984960513  ", ""})
    void discordId_asTyped_isKeptAsText(String typed) {
        Schedule schedule = FeedBody.changed("\"472785637984960513\"", "\"" + typed + "\"");
        assertThat(schedule.episodes().get(0).matches().get(0).players().get(0).discordId())
                .isEqualTo(typed);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-01T00:00:00Z, 2026-01-01T00:00:00Z",
        "2025-12-31T20:00:00-04:00, 2026-01-01T00:00:00Z",
        "2026-01-01T00:00:00+0000, 2026-01-01T00:00:00Z",
        "2025-12-31T20:00:00-0400, 2026-01-01T00:00:00Z",
        "2026-01-01T02:00+02, 2026-01-01T00:00:00Z",
        "2026-01-01 00:00:00.5+00:00, 2026-01-01T00:00:00.500Z",
        "' 2026-01-01t00:00:00z ', 2026-01-01T00:00:00Z"
    })
    void time_withAnOffset_isRead(String written, String instant) {
        Schedule schedule = FeedBody.changed("\"2026-09-01T18:00:00+00:00\"", "\"" + written + "\"");
        assertThat(schedule.episodes()).extracting(Episode::when).containsExactly(Instant.parse(instant));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2026-09-01T18:00:00",
                "2026-09-01 18:00:00",
                "0000-00-00T00:00:00+00:00",
                "0000-01-01T00:00:00+00:00",
                "9999-12-31T23:59:59+00:00",
                "2026-02-30T18:00:00+00:00",
                "2026-09-01T25:00:00+00:00",
                "tomorrow"
            })
    void time_withoutAnOffsetOrImpossible_isSetApart(String written) {
        Schedule schedule = FeedBody.changed("\"2026-09-01T18:00:00+00:00\"", "\"" + written + "\"");
        assertThat(schedule.episodes()).isEmpty();
        assertThat(schedule.unread())
                .containsExactly(
                        new Schedule.Unread(0, 7L, "when: \"" + written + "\" is no date and time with an offset"));
    }

    @Test
    void time_thatIsEmpty_isSetApart_andAnEmptyCountdownIsTheBroadcast() {
        assertThat(FeedBody.changed("\"2026-09-01T18:00:00+00:00\"", "\"\"").unread())
                .extracting(Schedule.Unread::problem)
                .containsExactly("when: nothing is no date and time with an offset");
        Episode episode = FeedBody.changed("\"2026-09-01T18:10:00+00:00\"", "\"\"")
                .episodes()
                .get(0);
        assertThat(episode.whenCountdown()).isEqualTo(episode.when());
    }

    @Test
    void nulls_andMissingFields_areEmpty() {
        Schedule schedule =
                FeedBody.read("[{\"id\": 7, \"when\": \"" + NEW_YEAR + "\", \"title\": null, \"match1\": null,"
                        + " \"channels\": null, \"event\": null, \"trackers\": [null]}]");
        Episode episode = schedule.episodes().get(0);
        assertThat(episode.title()).isEmpty();
        assertThat(episode.matches()).isEmpty();
        assertThat(episode.channels()).isEmpty();
        assertThat(episode.trackers()).isEmpty();
        assertThat(episode.event().slug()).isEmpty();
        assertThat(schedule.drift().missing()).containsKeys("match2", "helpers", "whenCountdown");
        assertThat(schedule.drift().retyped()).isEmpty();
    }

    @Test
    void timezone_isKeptAsItIs() {
        assertThat(FeedBody.changed("\"timezone\": \"\"", "\"timezone\": \"CET\"")
                        .episodes()
                        .get(0)
                        .timezone())
                .isEqualTo("CET");
    }

    @Test
    void texts_withRawLineBreaks_areRead() {
        assertThat(FeedBody.changed("Round 1", "line one\nline two\tend")
                        .episodes()
                        .get(0)
                        .matches()
                        .get(0)
                        .title())
                .isEqualTo("line one\nline two\tend");
    }

    @Test
    void texts_thatPostgresRefuses_getTheReplacementCharacter() {
        for (String refused : new String[] {"a\\u0000b", "a\\ud800b", "a\\udc00b", "a\u0000b"}) {
            assertThat(FeedBody.changed("Round 1", refused)
                            .episodes()
                            .get(0)
                            .matches()
                            .get(0)
                            .title())
                    .isEqualTo("a\uFFFDb");
        }
        assertThat(FeedBody.changed("Round 1", "a\\ud83d\\ude00b")
                        .episodes()
                        .get(0)
                        .matches()
                        .get(0)
                        .title())
                .isEqualTo("a\uD83D\uDE00b");
    }

    @Test
    void bytes_thatAreNoUtf8_getTheReplacementCharacter_andAByteOrderMarkIsSkipped() {
        byte[] plain = FeedBody.list(FeedBody.episode(7)).getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(new byte[] {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF});
        for (byte each : plain) {
            body.write(each == 'R' ? 0xFF : each);
        }
        Schedule schedule = Schedule.parse(body.toByteArray());
        assertThat(schedule.episodes().get(0).matches().get(0).title()).isEqualTo("\uFFFDound 1");
    }

    @Test
    void id_thatCameTwice_countsTheLast() {
        String moved = FeedBody.episode(7).replace("2026-09-01T18", "2026-09-02T18");
        Schedule schedule = FeedBody.read(FeedBody.list(FeedBody.episode(7), FeedBody.episode(8), moved));
        assertThat(schedule.episodes()).extracting(Episode::id).containsExactly(8L, 7L);
        assertThat(schedule.episodes().get(1).when()).isEqualTo(Instant.parse("2026-09-02T18:00:00Z"));
    }

    @Test
    void id_whoseLastElementCannotBeRead_isNotAnEpisode() {
        String spoiled = FeedBody.episode(7).replace("2026-09-01T18:00:00+00:00", "soon");
        Schedule schedule = FeedBody.read(FeedBody.list(FeedBody.episode(7), spoiled));
        assertThat(schedule.episodes()).isEmpty();
        assertThat(schedule.unread()).extracting(Schedule.Unread::id).containsExactly(7L);
    }

    @Test
    void nesting_thatIsDeep_isSkippedWhereNothingIsRead_andRefusedWhereItNeverEnds() {
        String deep = "[".repeat(2_000) + "]".repeat(2_000);
        Schedule unknown = FeedBody.changed("\"title\": \"\"", "\"title\": \"\", \"new\": " + deep);
        assertThat(unknown.episodes()).hasSize(1);
        Schedule known = FeedBody.read(FeedBody.list(
                FeedBody.episode(7).replace("\"title\": \"\"", "\"title\": " + deep), FeedBody.episode(8)));
        assertThat(known.episodes()).extracting(Episode::id).containsExactly(8L);
        assertThatThrownBy(() -> FeedBody.read("[" + "[".repeat(100_000) + "]".repeat(100_000) + "]"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void values_thatAreLong_spoilNothing() {
        String title = "x".repeat(10_000) + "\u202E\u05D0 \uD83D\uDC68\u200D\uD83D\uDC69";
        Schedule schedule = FeedBody.read(FeedBody.list(
                FeedBody.episode(7).replace("Round 1", title),
                FeedBody.episode(8).replace("\"length\": 90", "\"length\": " + "9".repeat(5_000)),
                FeedBody.episode(9).replace("\"title\": \"\"", "\"" + "k".repeat(100_000) + "\": \"\"")));
        assertThat(schedule.episodes()).extracting(Episode::id).containsExactly(7L, 9L);
        assertThat(schedule.episodes().get(0).matches().get(0).title()).isEqualTo(title);
        assertThat(schedule.unread().get(0).problem()).hasSizeLessThan(200);
        assertThat(schedule.drift().unknown().keySet())
                .allSatisfy(path -> assertThat(path).hasSizeLessThan(100));
    }

    @Test
    void names_thatAreAllUnknown_areCountedUpToALimit() {
        StringBuilder many = new StringBuilder();
        for (int i = 0; i < 5_000; i++) {
            many.append("\"f").append(i).append("\": 1, ");
        }
        Schedule schedule = FeedBody.changed("\"title\": \"\"", many + "\"title\": \"\"");
        assertThat(schedule.episodes()).hasSize(1);
        assertThat(schedule.drift().unknown()).hasSize(500);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "null",
                "false",
                "\"text\"",
                "{}",
                "{\"episodes\": []}",
                "[",
                "[{\"id\": 7",
                "[{}",
                "[] []",
                "[]<!-- -->",
                "[{} {}]",
                "<html></html>",
                "{\"error\": \"Failed to find event.\"}",
                "7"
            })
    void body_thatIsNoWholeArray_isRefused(String body) {
        assertThatThrownBy(() -> FeedBody.read(body))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("the body of a schedule must be a JSON array, but ");
    }

    @Test
    void elements_thatAreNoObjects_areSetApart() {
        Schedule schedule = FeedBody.read(FeedBody.list("null", "5", "[[]]", "\"x\"", FeedBody.episode(7)));
        assertThat(schedule.episodes()).hasSize(1);
        assertThat(schedule.unread())
                .extracting(Schedule.Unread::problem)
                .containsExactly("null is no object", "5 is no object", "a list is no object", "\"x\" is no object");
    }
}
