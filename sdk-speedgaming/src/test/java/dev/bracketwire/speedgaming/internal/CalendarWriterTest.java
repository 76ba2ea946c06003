// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.speedgaming.CalendarFeed;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchState;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.TournamentFeed;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CalendarWriterTest {
    private static final MatchTimes TIMES =
            new MatchTimes(Instant.parse("2026-09-01T18:00:00Z"), Instant.parse("2026-09-01T18:10:00Z"), 75, "");
    private static final Map<String, TournamentFeed> FEEDS = Map.of(
            "examplecup", TournamentFeed.of("examplecup").name("Example; Cup").streamDelay(Duration.ofMinutes(10)));

    @Test
    void write_match_isOneEvent() {
        ScheduledMatch match = match(
                "",
                MatchState.SCHEDULED,
                TIMES,
                List.of(
                        new MatchStream("fr", "https://twitch.tv/exemple", false),
                        new MatchStream("en", "https://twitch.tv/example", false)));

        String text = CalendarWriter.write(List.of(match), FEEDS, CalendarFeed.tournament("examplecup"));

        assertThat(text)
                .isEqualTo(String.join(
                                "\r\n",
                                "BEGIN:VCALENDAR",
                                "VERSION:2.0",
                                "PRODID:-//Bracketwire//SpeedGaming//EN",
                                "CALSCALE:GREGORIAN",
                                "METHOD:PUBLISH",
                                "X-WR-CALNAME:Example\\; Cup",
                                "REFRESH-INTERVAL;VALUE=DURATION:PT15M",
                                "X-PUBLISHED-TTL:PT15M",
                                "BEGIN:VEVENT",
                                "UID:match-7-1785542400@bracketwire",
                                "SEQUENCE:3",
                                "DTSTAMP:20260802T000000Z",
                                "LAST-MODIFIED:20260802T000000Z",
                                "DTSTART:20260901T180000Z",
                                "DTEND:20260901T191500Z",
                                "STATUS:CONFIRMED",
                                "SUMMARY:Alpha against Beta",
                                "DESCRIPTION:Example\\; Cup",
                                "URL:https://twitch.tv/example",
                                "END:VEVENT",
                                "END:VCALENDAR")
                        + "\r\n");
    }

    @Test
    void write_shifted_addsStreamDelay() {
        String text = CalendarWriter.write(
                List.of(match("Final", MatchState.SCHEDULED, TIMES, List.of())),
                FEEDS,
                CalendarFeed.tournament("examplecup").shifted());

        assertThat(text)
                .contains("SEQUENCE:3\r\n", "DTSTART:20260901T181000Z\r\n", "DTEND:20260901T192500Z\r\n")
                .contains("UID:match-7-1785542400@bracketwire\r\n");
    }

    @Test
    void write_withoutTimeOrAttached_leavesOut() {
        String text = CalendarWriter.write(
                List.of(
                        match("Open", MatchState.SCHEDULED, MatchTimes.none(), List.of()),
                        match("Far", MatchState.SCHEDULED, MatchTimes.at(Instant.MAX, 0), List.of()),
                        match("Double", MatchState.ATTACHED, TIMES, List.of())),
                FEEDS,
                CalendarFeed.all());

        assertThat(text).doesNotContain("VEVENT").contains("X-WR-CALNAME:Matches of all tournaments\r\n");
    }

    @ParameterizedTest
    @EnumSource(
            value = MatchState.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"ATTACHED"})
    void write_state_isStatus(MatchState state) {
        String text = CalendarWriter.write(List.of(match("Final", state, TIMES, List.of())), FEEDS, CalendarFeed.all());

        String expected = switch (state) {
            case CANCELLED -> "CANCELLED";
            case SCHEDULED, STARTED, FINISHED -> "CONFIRMED";
            default -> "TENTATIVE";
        };
        assertThat(text).contains("\r\nSTATUS:" + expected + "\r\n");
    }

    @Test
    void write_unconfirmedTimeWithoutLength_saysSoAndTakesNinetyMinutes() {
        MatchTimes times = new MatchTimes(TIMES.raceStart(), TIMES.raceStart(), 0, "CEST");

        String text = CalendarWriter.write(
                List.of(match("Final", MatchState.TIME_UNCONFIRMED, times, List.of())), FEEDS, CalendarFeed.all());

        assertThat(text)
                .contains("DTEND:20260901T193000Z\r\n")
                .contains("DESCRIPTION:Example\\; Cup\\nThe time is not confirmed yet.\r\n");
    }

    @Test
    void write_person_isNamed() {
        ScheduledMatch match = match("Final", MatchState.SCHEDULED, TIMES, List.of());

        assertThat(CalendarWriter.write(List.of(match), FEEDS, CalendarFeed.person(2)))
                .contains("X-WR-CALNAME:Matches of Beta\r\n");
        assertThat(CalendarWriter.write(List.of(), FEEDS, CalendarFeed.person(2)))
                .contains("X-WR-CALNAME:Matches of person 2\r\n");
    }

    @Test
    void write_specialCharacters_areEscapedOrRemoved() {
        String text = CalendarWriter.write(
                List.of(match(
                        "a\\b;c,d\r\ne\rf\ng\u2028h\u0085i\tj\u0000k\u0007l\uD800m",
                        MatchState.SCHEDULED,
                        TIMES,
                        List.of())),
                FEEDS,
                CalendarFeed.all());

        assertThat(text).contains("SUMMARY:a\\\\b\\;c\\,d\\ne\\nf\\ng\\nh\\ni jkl\uFFFDm\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:alert(1)",
                "https://example.org/a b",
                "https://example.org/\r\nATTENDEE:mailto:x@example.org",
                "https:///nohost",
                ""
            })
    void write_wrongUrl_isLeftOut(String url) {
        String text = CalendarWriter.write(
                List.of(match("Final", MatchState.SCHEDULED, TIMES, List.of(new MatchStream("en", url, true)))),
                FEEDS,
                CalendarFeed.all());

        assertThat(text).doesNotContain("URL:").doesNotContain("ATTENDEE");
    }

    @Test
    void write_anyTitle_foldsAndKeepsStructure() {
        String[] pieces = {
            "a",
            "é",
            "漢",
            "😀",
            "\r\n",
            "\n",
            "\r",
            ";",
            ",",
            "\\",
            ":",
            "\u2028",
            "\u0000",
            "END:VEVENT",
            "\uDC00",
            " ",
            "BEGIN:VALARM",
            "\t",
            "=",
            "\""
        };
        for (int seed = 0; seed < 1000; seed++) {
            Random random = new Random(seed);
            StringBuilder title = new StringBuilder("x");
            int length = random.nextInt(200);
            for (int i = 0; i < length; i++) {
                title.append(pieces[random.nextInt(pieces.length)]);
            }
            String typed = title.toString();

            String text = CalendarWriter.write(
                    List.of(match(typed, MatchState.SCHEDULED, TIMES, List.of())), FEEDS, CalendarFeed.all());

            assertThat(text.replace("\r\n", "")).as("seed %s", seed).doesNotContain("\r", "\n");
            String[] lines = text.split("\r\n", -1);
            for (String line : lines) {
                assertThat(line.getBytes(StandardCharsets.UTF_8))
                        .as("seed %s", seed)
                        .hasSizeLessThanOrEqualTo(75);
            }
            List<String> unfolded = text.replace("\r\n ", "").lines().toList();
            assertThat(unfolded).as("seed %s", seed).hasSize(20);
            assertThat(unescaped(unfolded.get(16).substring("SUMMARY:".length())))
                    .as("seed %s", seed)
                    .isEqualTo(shown(typed));
        }
    }

    private static String shown(String typed) {
        return typed.replace("\r\n", "\n")
                .replaceAll("[\r\u2028]", "\n")
                .replace("\u0000", "")
                .replace("\t", " ")
                .replaceAll("\\p{Cs}", "\uFFFD");
    }

    private static String unescaped(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                i++;
                c = value.charAt(i) == 'n' ? '\n' : value.charAt(i);
            }
            text.append(c);
        }
        return text.toString();
    }

    private static ScheduledMatch match(String title, MatchState state, MatchTimes times, List<MatchStream> streams) {
        return new ScheduledMatch(
                7,
                4,
                "examplecup",
                null,
                null,
                state,
                title,
                "",
                times,
                true,
                List.of(new MatchPlayer(1, "Alpha", ""), new MatchPlayer(2, "Beta", "")),
                List.of(),
                streams,
                Set.of(),
                null,
                Instant.parse("2026-08-01T00:00:00Z"),
                Instant.parse("2026-08-02T00:00:00Z"));
    }
}
