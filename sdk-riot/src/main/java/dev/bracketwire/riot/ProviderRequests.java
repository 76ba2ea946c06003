// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import java.net.URI;
import java.util.Locale;

/** What is said of a provider of tournaments. */
final class ProviderRequests {
    private ProviderRequests() {}

    /** Tournaments know platforms by other names. */
    static String region(Platform platform) {
        return switch (platform) {
            case BR1 -> "BR";
            case EUN1 -> "EUNE";
            case EUW1 -> "EUW";
            case JP1 -> "JP";
            case KR -> "KR";
            case LA1 -> "LAN";
            case LA2 -> "LAS";
            case NA1 -> "NA";
            case OC1 -> "OCE";
            case PBE1 -> "PBE";
            case RU -> "RU";
            case SG2 -> "SG";
            case TR1 -> "TR";
            case TW2 -> "TW";
            case VN2 -> "VN";
            case ME1 -> throw new IllegalArgumentException("Riot has no tournaments on " + platform);
        };
    }

    /** Riot refuses other ports than the usual. */
    static URI checked(URI callback) {
        String scheme = callback.getScheme() == null ? "" : callback.getScheme().toLowerCase(Locale.ROOT);
        int usual = scheme.equals("https") ? 443 : 80;
        boolean web = scheme.equals("https") || scheme.equals("http");
        if (!web || callback.getHost() == null || (callback.getPort() != -1 && callback.getPort() != usual)) {
            throw new IllegalArgumentException(
                    "callback must be an http or https URL on the usual port of its scheme, as Riot posts to no other");
        }
        return callback;
    }
}
