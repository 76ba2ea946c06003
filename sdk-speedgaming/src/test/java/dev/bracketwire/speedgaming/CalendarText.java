// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Reads iCalendar text strictly (RFC 5545), so that a name that a stranger typed cannot add a line. */
final class CalendarText {
    private static final Set<String> KNOWN = Set.of(
            "UID",
            "SEQUENCE",
            "DTSTAMP",
            "LAST-MODIFIED",
            "CREATED",
            "DTSTART",
            "DTEND",
            "STATUS",
            "SUMMARY",
            "DESCRIPTION",
            "CATEGORIES",
            "URL",
            "TRANSP",
            "LOCATION");

    private CalendarText() {}

    /**
     * Returns the properties of each event.
     *
     * @throws IllegalArgumentException that names the line which is wrong
     */
    static List<Map<String, String>> events(String text) {
        List<Map<String, String>> all = new ArrayList<>();
        Map<String, String> event = null;
        for (String line : unfolded(text)) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException("no property: " + line);
            }
            String name = line.substring(0, colon);
            String value = line.substring(colon + 1);
            if (line.equals("BEGIN:VEVENT")) {
                if (event != null) {
                    throw new IllegalArgumentException("an event begins within an event");
                }
                event = new LinkedHashMap<>();
            } else if (line.equals("END:VEVENT")) {
                all.add(event);
                event = null;
            } else if (event != null) {
                if (!KNOWN.contains(name.split(";", 2)[0])) {
                    throw new IllegalArgumentException("a property that nobody expects: " + line);
                }
                event.put(name, value);
            }
        }
        return all;
    }

    private static List<String> unfolded(String text) {
        if (!text.startsWith("BEGIN:VCALENDAR\r\n") || !text.endsWith("\r\nEND:VCALENDAR\r\n")) {
            throw new IllegalArgumentException("does not begin or end as a calendar");
        }
        List<String> lines = new ArrayList<>();
        for (String line : text.split("\r\n", -1)) {
            if (line.getBytes(StandardCharsets.UTF_8).length > 75) {
                throw new IllegalArgumentException("a line has more than 75 octets: " + line);
            }
            if (line.chars().anyMatch(c -> (c < ' ' && c != '\t') || c == 0x7F)) {
                throw new IllegalArgumentException("a line has a control character: " + line);
            }
            if (line.startsWith(" ")) {
                int last = lines.size() - 1;
                lines.set(last, lines.get(last) + line.substring(1));
            } else if (!line.isEmpty()) {
                lines.add(line);
            }
        }
        return lines;
    }

    /** Returns a value of the type TEXT as a reader shows it. */
    static String shown(String value) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c == '\\') {
                char next = value.charAt(++i);
                text.append(next == 'n' || next == 'N' ? '\n' : next);
            } else if (c == ';' || c == ',') {
                throw new IllegalArgumentException("is not escaped: " + value);
            } else {
                text.append(c);
            }
        }
        return text.toString();
    }

    /** Returns the titles in a calendar by the start of their events. */
    static Map<Instant, String> summaries(String calendar) {
        Map<Instant, String> all = new HashMap<>();
        events(calendar)
                .forEach(event -> all.put(
                        instant(LifecyclePlay.at(event, "DTSTART")), shown(LifecyclePlay.at(event, "SUMMARY"))));
        return all;
    }

    static Instant instant(String text) {
        return Instant.parse(
                text.replaceFirst("^(\\d{4})(\\d\\d)(\\d\\d)T(\\d\\d)(\\d\\d)(\\d\\d)Z$", "$1-$2-$3T$4:$5:$6Z"));
    }

    /** Returns a text without blanks and control characters, which a calendar may show in another form. */
    static String plain(String text) {
        return text.replaceAll("[\\s\\p{Z}\\p{Cc}]+", "");
    }
}
