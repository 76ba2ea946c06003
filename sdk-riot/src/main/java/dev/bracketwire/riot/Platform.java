// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** A server that players play on. */
public enum Platform {
    /** Brazil. */
    BR1(Region.AMERICAS, "BR"),
    /** Europe, Nordic and East. */
    EUN1(Region.EUROPE, "EUNE", "EUN"),
    /** Europe, West. */
    EUW1(Region.EUROPE, "EUW"),
    /** Japan. */
    JP1(Region.ASIA, "JP"),
    /** Korea. */
    KR(Region.ASIA),
    /** Latin America, North. */
    LA1(Region.AMERICAS, "LAN"),
    /** Latin America, South. */
    LA2(Region.AMERICAS, "LAS"),
    /** The Middle East. */
    ME1(Region.EUROPE, "ME", "MENA"),
    /** North America. */
    NA1(Region.AMERICAS, "NA"),
    /** Oceania. */
    OC1(Region.SEA, "OCE", "OC"),
    /** Where what is new is tried. */
    PBE1(Region.AMERICAS, "PBE"),
    /** Russia. */
    RU(Region.EUROPE),
    /** Singapore, with what were the Philippines and Thailand until 2025. */
    SG2(Region.SEA, "SG", "PH", "PH2", "TH", "TH2"),
    /** Turkey. */
    TR1(Region.EUROPE, "TR"),
    /** Taiwan, Hong Kong and Macao. */
    TW2(Region.SEA, "TW"),
    /** Vietnam. */
    VN2(Region.SEA, "VN");

    private static final Map<String, Platform> NAMES = new HashMap<>();

    static {
        for (Platform platform : values()) {
            NAMES.put(platform.name(), platform);
            for (String alias : platform.aliases) {
                NAMES.put(alias, platform);
            }
        }
    }

    private final Region region;

    @SuppressWarnings("ImmutableEnumChecker") // made by List.of
    private final List<String> aliases;

    Platform(Region region, String... aliases) {
        this.region = region;
        this.aliases = List.of(aliases);
    }

    /** How Riot calls it, such as {@code euw1}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Where its matches are. */
    public Region region() {
        return region;
    }

    /**
     * Reads what Riot or people call it: {@code euw1}, {@code EUW}, {@code oce}; also a name of old that went into another.
     *
     * @throws IllegalArgumentException if it is none, with those there are
     */
    public static Platform parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new IllegalArgumentException("a platform is one of BR, EUNE, EUW, JP, KR,"
                        + " LAN, LAS, ME, NA, OCE, PBE, RU, SG, TR, TW, VN, or what Riot calls it, such as euw1"));
    }

    /** Reads what Riot or people call it; empty if it is none. */
    public static Optional<Platform> tryParse(String text) {
        Objects.requireNonNull(text, "text");
        return Optional.ofNullable(NAMES.get(text.strip().toUpperCase(Locale.ROOT)));
    }
}
