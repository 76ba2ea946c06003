// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.CrewMember;
import dev.bracketwire.speedgaming.MatchAbsence;
import dev.bracketwire.speedgaming.MatchPlayer;
import dev.bracketwire.speedgaming.MatchSource;
import dev.bracketwire.speedgaming.MatchStream;
import dev.bracketwire.speedgaming.MatchTimes;
import dev.bracketwire.speedgaming.Person;
import dev.bracketwire.speedgaming.ScheduledMatch;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Brings values into the form in which every store keeps them: NUL, which PostgreSQL refuses, and halves of surrogate pairs
 * become the replacement character, and times are cut to milliseconds.
 */
final class ValueCleaner {
    /** The longest text that is a key of the host or of an index. */
    private static final int KEY_LENGTH = 500;

    private ValueCleaner() {}

    static String text(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == 0 || Character.isSurrogate(c)) {
                return replaced(text);
            }
        }
        return text;
    }

    private static String replaced(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        text.codePoints()
                .map(c -> c == 0 || (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) ? 0xFFFD : c)
                .forEach(clean::appendCodePoint);
        return clean.toString();
    }

    static @Nullable String optional(@Nullable String text) {
        return text == null ? null : text(text);
    }

    static List<String> texts(List<String> all) {
        return all.stream().map(ValueCleaner::text).toList();
    }

    /** Cleans a text by which rows are found. */
    static String key(String what, String text) {
        if (text.length() > KEY_LENGTH) {
            throw new IllegalArgumentException(what + " must have at most " + KEY_LENGTH + " characters");
        }
        return text(text);
    }

    static @Nullable String optionalKey(String what, @Nullable String text) {
        return text == null ? null : key(what, text);
    }

    static Instant time(Instant time) {
        return Instant.ofEpochMilli(millis(time));
    }

    static @Nullable Instant optional(@Nullable Instant time) {
        return time == null ? null : time(time);
    }

    static long millis(Instant time) {
        try {
            return time.toEpochMilli();
        } catch (ArithmeticException e) {
            throw new IllegalArgumentException("the year of " + time + " is too far away", e);
        }
    }

    /** Returns the first millisecond that is not before a time; the last or the first of all if it is too far away. */
    static long ceiling(Instant time) {
        long millis;
        try {
            millis = time.toEpochMilli();
        } catch (ArithmeticException e) {
            return time.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
        return Instant.ofEpochMilli(millis).isBefore(time) ? millis + 1 : millis;
    }

    static @Nullable Long optionalMillis(@Nullable Instant time) {
        return time == null ? null : millis(time);
    }

    /** Returns the form in which names are searched. */
    static String folded(String text) {
        return text.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    }

    static ScheduledMatch match(ScheduledMatch match, long id, long version) {
        MatchSource source = match.source();
        MatchTimes times = match.times();
        MatchAbsence absence = match.absence();
        return new ScheduledMatch(
                id,
                version,
                key("tournament", match.tournament()),
                source == null
                        ? null
                        : new MatchSource(
                                source.episode(),
                                source.match(),
                                source.part(),
                                text(source.scheduleHash()),
                                text(source.rosterHash()),
                                text(source.crewHash())),
                optionalKey("hostKey", match.hostKey()),
                match.state(),
                text(match.title()),
                text(match.note()),
                new MatchTimes(
                        optional(times.raceStart()),
                        optional(times.broadcastStart()),
                        times.minutes(),
                        text(times.timezone())),
                match.approved(),
                match.players().stream()
                        .map(each -> new MatchPlayer(each.person(), text(each.name()), text(each.stream())))
                        .toList(),
                match.crew().stream()
                        .map(each -> new CrewMember(
                                each.person(),
                                each.role(),
                                each.signUp(),
                                text(each.name()),
                                each.approved(),
                                each.ready(),
                                text(each.language())))
                        .toList(),
                match.streams().stream()
                        .map(each -> new MatchStream(text(each.language()), text(each.url()), each.host()))
                        .toList(),
                match.hostFields(),
                absence == null
                        ? null
                        : new MatchAbsence(absence.runs(), time(absence.since()), time(absence.latest())),
                time(match.createdAt()),
                time(match.changedAt()));
    }

    static Person person(Person person, long id, long version) {
        return new Person(
                id,
                version,
                text(person.name()),
                optionalKey("discordId", person.discordId()),
                optional(person.twitch()),
                optionalKey("hostUser", person.hostUser()),
                person.mergedInto(),
                time(person.createdAt()),
                optional(person.unusedSince()));
    }
}
