// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Escapes texts from people as Discord markdown, so that their characters are shown and have no other effect. */
final class DiscordText {
    static final int LONGEST = 2000;

    // A time, or the page on which people sign up for the crew of a match.
    private static final Pattern LIVE = Pattern.compile("\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d{1,9})?)?Z"
            + "|https://speedgaming\\.org/[a-z/-]{1,60}/signup/\\d{1,18}/");
    // Control characters, line ends, and marks that change the direction of writing.
    private static final Pattern INVISIBLE =
            Pattern.compile("[\\p{Cc}\\u2028\\u2029\\u200E\\u200F\\u202A-\\u202E\\u2066-\\u2069]+");

    private DiscordText() {}

    /** Returns one line of a text, with times in the zone of the reader, and with links to sign-up pages. */
    static String of(String text) {
        StringBuilder shown = new StringBuilder();
        Matcher live = LIVE.matcher(text);
        int from = 0;
        while (live.find()) {
            shown.append(plain(text.substring(from, live.start()), from == 0));
            shown.append(live.group().startsWith("https") ? live.group() : time(live.group()));
            from = live.end();
        }
        return shown.append(plain(text.substring(from), from == 0)).toString();
    }

    /** Returns a name in at most so many characters, before the marks that escape them. */
    static String name(String name, int longest) {
        return plain(limited(name.strip(), longest), true);
    }

    /** Returns the time in the zone of the reader. */
    static String time(Instant time) {
        return "<t:" + time.getEpochSecond() + ":f>";
    }

    private static String time(String text) {
        try {
            return "<t:" + Instant.parse(text).getEpochSecond() + ":F>"; // with the day of the week
        } catch (DateTimeException e) {
            return text;
        }
    }

    private static String plain(String text, boolean lineStart) {
        String visible = INVISIBLE.matcher(text).replaceAll(" ");
        StringBuilder plain = new StringBuilder();
        boolean marker = lineStart;
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            if ("\\*_~|`<[]".indexOf(c) >= 0
                    || (c == ':' && visible.startsWith("//", i + 1))
                    || (marker && (c == '#' || c == '-' || c == '+' || c == '>' || (c == '.' && i > 0)))) {
                plain.append('\\');
            }
            plain.append(c);
            if (c == '@') {
                // Without it, @everyone is shown as a mention, although it sends no notification.
                plain.append('\u200B');
            }
            marker = marker && (c == ' ' || Character.isDigit(c));
        }
        return plain.toString();
    }

    /** Returns the text in at most so many characters. */
    static String limited(String text, int longest) {
        if (text.length() <= longest) {
            return text;
        }
        int end = longest - 1;
        if (Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(0, end) + "…";
    }
}
