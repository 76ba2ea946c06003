// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Reads the directives of {@code Cache-Control} (RFC 9111, section 5.2). Nothing that is written oddly throws, and nothing
 * of it allows more than if it were not there: what restricts is understood in any spelling, what allows in the right one.
 */
final class CacheControl {
    private static final CacheControl NONE = new CacheControl(List.of());
    // RFC 9111, section 1.2.2: what is larger counts as this.
    private static final long MOST = 1L << 31;

    private final List<Directive> directives;

    private CacheControl(List<Directive> directives) {
        this.directives = directives;
    }

    static CacheControl of(List<String> lines) {
        if (lines.isEmpty()) {
            return NONE;
        }
        List<Directive> directives = new ArrayList<>();
        lines.forEach(line -> read(line, directives));
        return new CacheControl(directives);
    }

    /** Whether a directive that restricts is there. */
    boolean restricts(String name) {
        return directives.stream().anyMatch(directive -> directive.name.equals(name));
    }

    /** Whether a directive that allows something is there. */
    boolean allows(String name) {
        return directives.stream().anyMatch(directive -> directive.name.equals(name) && !directive.odd);
    }

    /** Whether a directive is there that allows something and has no argument. */
    boolean allowsAny(String name) {
        return directives.stream()
                .anyMatch(directive -> directive.name.equals(name) && !directive.odd && directive.value == null);
    }

    /** The time a directive gives, the shortest if there are several, none if it is no time; null if it is not there. */
    @Nullable
    Duration shortest(String name) {
        Duration shortest = null;
        for (Directive directive : directives) {
            if (directive.name.equals(name)) {
                Duration time = directive.odd ? Duration.ZERO : seconds(directive.value, Duration.ZERO);
                shortest = shortest == null || time.compareTo(shortest) < 0 ? time : shortest;
            }
        }
        return shortest;
    }

    /** The time a directive demands, the longest if there are several, a very long one if it is no time; else none. */
    Duration longest(String name) {
        Duration longest = Duration.ZERO;
        for (Directive directive : directives) {
            if (directive.name.equals(name)) {
                Duration time = seconds(directive.value, Duration.ofSeconds(MOST));
                longest = time.compareTo(longest) > 0 ? time : longest;
            }
        }
        return longest;
    }

    /** Whether a reply must not be used without asking; one that names fields must only do without these. */
    boolean noCache() {
        return directives.stream().anyMatch(directive -> directive.name.equals("no-cache") && !directive.namesFields());
    }

    /** The fields that {@code no-cache="…"} names, in lower case. */
    List<String> noCacheFields() {
        return directives.stream()
                .filter(directive -> directive.name.equals("no-cache") && directive.namesFields())
                .flatMap(directive -> Arrays.stream(String.valueOf(directive.value)
                        .strip()
                        .toLowerCase(Locale.ROOT)
                        .split("[ ,]+")))
                .toList();
    }

    /** Reads a number of seconds (RFC 9111, section 1.2.2); what is none gives the other. */
    static Duration seconds(@Nullable String text, Duration otherwise) {
        if (text == null || text.isEmpty() || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            return otherwise;
        }
        String digits = text.replaceFirst("^0+(?=.)", "");
        return Duration.ofSeconds(digits.length() > 10 ? MOST : Math.min(Long.parseLong(digits), MOST));
    }

    private static void read(String line, List<Directive> into) {
        int from = 0;
        boolean quoted = false;
        boolean odd = false;
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '"') {
                quoted = !quoted;
            } else if (quoted && c == '\\') {
                i++;
            } else if (!quoted && (c == ',' || c == ';')) {
                add(line.substring(from, i), odd || c == ';', into);
                odd = c == ';';
                from = i + 1;
            }
        }
        if (!quoted) {
            add(line.substring(from), odd, into);
            return;
        }
        // A quote that never ends: what comes after it may restrict, and whatever else was said is not known.
        into.add(new Directive("max-age", null, true));
        for (String piece : line.substring(from).split("[,;\"]", -1)) {
            add(piece, true, into);
        }
    }

    private static void add(String text, boolean odd, List<Directive> into) {
        String member = text.strip();
        int equals = member.indexOf('=');
        String written = equals < 0 ? member : member.substring(0, equals);
        String name = written.replaceAll("[^A-Za-z0-9_-]", "");
        if (!name.isEmpty()) {
            String value = equals < 0 ? null : unquoted(member.substring(equals + 1));
            into.add(new Directive(name.toLowerCase(Locale.ROOT), value, odd || !name.equals(written)));
        }
    }

    private static String unquoted(String value) {
        return value.length() > 1 && value.startsWith("\"") && value.endsWith("\"")
                ? value.substring(1, value.length() - 1).replaceAll("\\\\(.)", "$1")
                : value;
    }

    private static boolean isOfAName(int c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' || c == '_';
    }

    private record Directive(String name, @Nullable String value, boolean odd) {
        boolean namesFields() {
            return !odd
                    && value != null
                    && !value.isBlank()
                    && value.chars().allMatch(c -> c == ' ' || c == ',' || isOfAName(c));
        }
    }
}
