// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.riot;

import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which route has the matches of which platforms. */
final class PlatformRouting {
    private static final Map<String, List<String>> PLATFORMS = Map.of(
            "americas", List.of("br1", "la1", "la2", "na1", "pbe1"),
            "asia", List.of("jp1", "kr"),
            "europe", List.of("eun1", "euw1", "me1", "ru", "tr1"),
            "sea", List.of("oc1", "ph2", "sg2", "th2", "tw2", "vn2"));

    private PlatformRouting() {}

    /** A platform as Riot writes it. */
    static String platform(String text) {
        String platform = text.toLowerCase(Locale.ROOT);
        if (PLATFORMS.values().stream().noneMatch(all -> all.contains(platform))) {
            throw new IllegalArgumentException("platform must be one of " + PLATFORMS.values() + ", not " + text);
        }
        return platform;
    }

    static boolean hasMatchesOf(String route, String platform) {
        return PLATFORMS.getOrDefault(route, List.of()).contains(platform);
    }
}
