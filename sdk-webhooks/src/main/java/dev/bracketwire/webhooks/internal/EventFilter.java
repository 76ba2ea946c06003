// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.internal;

import java.util.List;
import java.util.regex.Pattern;

/** Matches types of events by filters such as {@code match.*}. */
public final class EventFilter {
    /** The first word of this module's own types. */
    public static final String OWN = "webhooks";

    /** The beginning of the types under which received events are queued. */
    public static final String INCOMING = OWN + ".incoming.";

    private static final Pattern FILTER = Pattern.compile("(\\*|[a-zA-Z0-9_]+)(\\.(\\*|[a-zA-Z0-9_]+)){0,15}");

    private EventFilter() {}

    /**
     * Checks filters.
     *
     * @throws IllegalArgumentException if there is none, or one is not made of words and stars
     */
    public static List<String> checked(String... filters) {
        if (filters.length == 0 || filters.length > 100) {
            throw new IllegalArgumentException("there must be 1 to 100 filters of types, not " + filters.length);
        }
        for (String filter : filters) {
            if (filter.length() > 256 || !FILTER.matcher(filter).matches()) {
                throw new IllegalArgumentException(
                        "a filter must be words and stars joined by dots, such as match.* or *.created");
            }
        }
        return List.of(filters);
    }

    /** Whether one of the filters takes this type. */
    public static boolean matches(List<String> filters, String type) {
        String[] words = type.split("\\.", -1);
        for (String filter : filters) {
            if (matches(filter.split("\\.", -1), words)) {
                return true;
            }
        }
        return false;
    }

    private static boolean matches(String[] filter, String[] words) {
        if (words[0].equals(OWN) && !filter[0].equals(OWN)) {
            return false;
        }
        // An event of a sender is for the handlers of its source, not for a subscription to webhooks.*
        boolean received = words[0].equals(OWN) && words.length > 1 && words[1].equals("incoming");
        boolean asked = filter.length > 1 && filter[1].equals("incoming");
        return (!received || asked) && matchesWords(filter, words);
    }

    private static boolean matchesWords(String[] filter, String[] words) {
        for (int i = 0; i < filter.length; i++) {
            if (i >= words.length) {
                return false;
            }
            boolean star = filter[i].equals("*");
            if (star && i == filter.length - 1) {
                return true;
            }
            if (!star && !filter[i].equals(words[i])) {
                return false;
            }
        }
        return filter.length == words.length;
    }
}
