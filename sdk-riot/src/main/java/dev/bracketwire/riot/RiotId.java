// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot;

import dev.bracketwire.riot.internal.names.PastedName;
import java.text.Normalizer;
import java.util.List;
import java.util.Optional;

/**
 * What a player is called, a name and a tag, such as {@code Ann#EUW}. It can be changed at any time, so it is a label, and
 * {@link Puuid} is who it is. The tag says nothing of the platform.
 *
 * <p>Two are equal if they are written the same. Riot finds a player however letters are cased and spaces are set, and
 * answers with the name as the player writes it.
 *
 * @param name the part before the {@code #}
 * @param tag the part behind it
 */
public record RiotId(String name, String tag) {
    private static final int LONGEST = 100;

    /** Takes what Riot gave, longer names of old too, composed (NFC); refuses what no name can be. */
    public RiotId {
        name = Normalizer.normalize(name, Normalizer.Form.NFC);
        tag = Normalizer.normalize(tag, Normalizer.Form.NFC);
        for (String part : List.of(name, tag)) {
            List<String> wrong = PastedName.wrong(part, 1, LONGEST);
            if (!wrong.isEmpty()) {
                throw new IllegalArgumentException("a name or a tag " + wrong.get(0));
            }
        }
    }

    /**
     * Reads what people paste: with the invisible marks that the client puts around names, a full-width {@code ＃},
     * {@code %23}, or the address of a player's page at op.gg. The last {@code #} splits.
     *
     * @throws IllegalArgumentException if it cannot be one, with all reasons
     */
    public static RiotId parse(String text) {
        PastedName pastedName = PastedName.of(text);
        if (!pastedName.problems().isEmpty()) {
            throw new IllegalArgumentException("this is no Riot ID: " + String.join("; ", pastedName.problems()));
        }
        return new RiotId(pastedName.name(), pastedName.tag());
    }

    /** Reads what people paste; empty if it cannot be one. */
    public static Optional<RiotId> tryParse(String text) {
        PastedName pastedName = PastedName.of(text);
        return pastedName.problems().isEmpty()
                ? Optional.of(new RiotId(pastedName.name(), pastedName.tag()))
                : Optional.empty();
    }

    /** Why a text cannot be one, in words for whoever has typed it; empty if it can. */
    public static List<String> problems(String text) {
        return PastedName.of(text).problems();
    }

    /** Whether it holds something other than letters, digits and spaces, which Riot may not know. */
    public boolean unusual() {
        return !PastedName.usual(name) || !PastedName.usual(tag);
    }

    /** As people write it. */
    @Override
    public String toString() {
        return name + "#" + tag;
    }
}
