// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.roster;

import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Likeness;
import dev.bracketwire.riot.internal.names.CaseFolding;
import dev.bracketwire.riot.internal.names.SimilarityKey;
import java.util.LinkedHashMap;
import java.util.Map;

/** By what names are found. */
final class NameKeys {
    private NameKeys() {}

    /** The same for all spellings by which Riot finds a player. */
    static String label(RiotId name) {
        return CaseFolding.of(close(name.name())) + "#" + CaseFolding.of(close(name.tag()));
    }

    private static String close(String part) {
        return part.replace(" ", "");
    }

    /** What a name has in common with those like it, the most alike first. The tag is not shown where people watch. */
    static Map<String, Likeness> of(RiotId name) {
        Map<String, Likeness> looks = new LinkedHashMap<>();
        SimilarityKey.keys(name.name())
                .forEach((likeness, keys) -> keys.forEach(key -> looks.put(likeness + ":" + key, likeness)));
        return looks;
    }
}
