// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import java.util.List;
import java.util.Locale;

/**
 * Holds by which words and columns the lobbies of a tab are found.
 *
 * @param lobbyWords the words that the title of a lobby begins with
 * @param roundWords the words of which the header of a round has one
 * @param firstPlace the lowest place
 * @param lastPlace the highest place
 * @param lobbyColumn the column of the titles, 0 for the first
 * @param playerColumns the columns that can hold the name of a player, in the order in which they are looked at
 */
public record LobbyRules(
        List<String> lobbyWords,
        List<String> roundWords,
        int firstPlace,
        int lastPlace,
        int lobbyColumn,
        List<Integer> playerColumns) {
    /** Copies the lists. */
    public LobbyRules {
        lobbyWords = List.copyOf(lobbyWords);
        roundWords = List.copyOf(roundWords);
        playerColumns = List.copyOf(playerColumns);
    }

    /** Returns the rules that hold unless a program sets others. */
    public static LobbyRules usual() {
        return new LobbyRules(List.of("Lobby"), List.of("Round", "Finals"), 1, 8, 0, List.of(0, 1, 2));
    }

    /** Whether a text is the title of a lobby: one of the words, and something after it. */
    boolean isLobby(String text) {
        String title = lower(text);
        return lobbyWords.stream()
                .map(LobbyRules::lower)
                .anyMatch(word -> title.startsWith(word)
                        && isEnd(title, word.length())
                        && title.substring(word.length()).codePoints().anyMatch(Character::isLetterOrDigit));
    }

    /** Whether a text is the header of a round: it has one of the words, such as in {@code Round 1} and {@code Semi-Finals}. */
    boolean isRound(String text) {
        String header = lower(text);
        return roundWords.stream().map(LobbyRules::lower).anyMatch(word -> {
            for (int at = header.indexOf(word); at >= 0; at = header.indexOf(word, at + 1)) {
                boolean begins = at == 0 || !Character.isLetterOrDigit(header.codePointBefore(at));
                if (begins && isEnd(header, at + word.length())) {
                    return true;
                }
            }
            return false;
        });
    }

    private static boolean isEnd(String text, int at) {
        return at >= text.length() || !Character.isLetter(text.codePointAt(at));
    }

    /** Returns a text without blanks and in small letters, by which names of rounds and lobbies are compared. */
    public static String folded(String text) {
        StringBuilder folded = new StringBuilder();
        lower(text)
                .codePoints()
                .filter(c -> !Character.isWhitespace(c) && !Character.isSpaceChar(c))
                .forEach(folded::appendCodePoint);
        return folded.toString();
    }

    private static String lower(String text) {
        return text.strip().toLowerCase(Locale.ROOT);
    }
}
