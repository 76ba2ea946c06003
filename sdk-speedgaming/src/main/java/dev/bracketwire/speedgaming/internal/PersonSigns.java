// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

import dev.bracketwire.speedgaming.PersonAlias.Kind;
import dev.bracketwire.speedgaming.SourceMatch.SourcePlayer;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Holds the signs of a player in the form in which they are compared. People type them, so each may be missing or wrong.
 *
 * @param name the name that is shown, never empty
 * @param discordId the id on Discord; null if there is none
 * @param number the number of the player; 0 for none
 * @param discordName the name on Discord; null if there is none
 * @param twitch the login on Twitch; null if there is none
 */
record PersonSigns(
        String name,
        @Nullable String discordId,
        long number,
        @Nullable String discordName,
        @Nullable String twitch) {
    private static final int LONGEST = 200;
    private static final Pattern DIGITS = Pattern.compile("[0-9]{1,40}");
    private static final Pattern TAG = Pattern.compile("(.*)#([0-9]{1,4})");
    private static final Pattern LOGIN = Pattern.compile("[a-z0-9_]{1,25}");
    private static final Pattern CHANNEL = Pattern.compile("(?:https?://)?(?:www\\.|m\\.)?twitch\\.tv/([^/?#]*)/?");
    private static final Pattern UNSEEN = Pattern.compile("[\\p{Cc}\\p{Cs}]");
    private static final Set<String> NO_CHANNELS = Set.of("ignore", "norestream", "nostream", "none");

    /** Reads the signs of a player. */
    static PersonSigns of(SourcePlayer player) {
        String discordName = discordName(player.discordTag());
        String twitch = twitch(player.twitch());
        long number = Math.max(0, player.number());
        String shown = shortened(UNSEEN.matcher(player.name()).replaceAll("").strip());
        if (shown.isEmpty()) {
            shown = discordName != null ? discordName : twitch != null ? twitch : "player " + number;
        }
        return new PersonSigns(shown, discordId(player.discordId()), number, discordName, twitch);
    }

    /** Returns an id on Discord without spaces and leading zeros; null if the text is none. */
    static @Nullable String discordId(@Nullable String typed) {
        String text = typed == null ? "" : typed.strip();
        if (!DIGITS.matcher(text).matches()) {
            return null;
        }
        try {
            long id = Long.parseUnsignedLong(text);
            return id == 0 ? null : Long.toUnsignedString(id);
        } catch (NumberFormatException e) {
            return null; // above 2^64 - 1
        }
    }

    /** Returns a name on Discord; null for a tag of the old kind, whose name may be another user's by now. */
    static @Nullable String discordName(@Nullable String typed) {
        String text = typed == null ? "" : UNSEEN.matcher(typed).replaceAll("").strip();
        text = text.startsWith("@") ? text.substring(1) : text;
        var tag = TAG.matcher(text);
        if (tag.matches()) {
            if (Integer.parseInt(tag.group(2)) != 0) {
                return null;
            }
            text = tag.group(1);
        }
        text = text.strip().toLowerCase(Locale.ROOT);
        return text.isEmpty() ? null : shortened(text);
    }

    /** Returns a login on Twitch, also of the URL of its channel; null if the text is none. */
    static @Nullable String twitch(@Nullable String typed) {
        String text = typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT);
        var channel = CHANNEL.matcher(text);
        text = channel.matches() ? channel.group(1) : text;
        return LOGIN.matcher(text).matches() && !NO_CHANNELS.contains(text) ? text : null;
    }

    private static String shortened(String text) {
        if (text.length() <= LONGEST) {
            return text;
        }
        int end = Character.isHighSurrogate(text.charAt(LONGEST - 1)) ? LONGEST - 1 : LONGEST;
        return text.substring(0, end);
    }

    /** Returns the signs by kind, for the aliases of the person. */
    Map<Kind, String> byKind() {
        Map<Kind, String> signs = new EnumMap<>(Kind.class);
        if (discordId != null) {
            signs.put(Kind.DISCORD_ID, discordId);
        }
        if (number > 0) {
            signs.put(Kind.PLAYER_NUMBER, Long.toString(number));
        }
        if (discordName != null) {
            signs.put(Kind.DISCORD_NAME, discordName);
        }
        if (twitch != null) {
            signs.put(Kind.TWITCH, twitch);
        }
        signs.put(Kind.DISPLAY_NAME, name);
        if (discordId == null && number == 0) {
            signs.put(Kind.SIGN_UP_NAME, signUpName());
        }
        return signs;
    }

    private String signUpName() {
        if (discordName != null) {
            return "@" + discordName;
        }
        return twitch != null ? "twitch.tv/" + twitch : name.toLowerCase(Locale.ROOT);
    }
}
