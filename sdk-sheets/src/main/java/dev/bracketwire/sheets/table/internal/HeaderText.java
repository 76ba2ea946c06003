// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Holds the words of a header without case, marks, question words and instructions: {@code What's your RiotID? (Name#TAG)} has
 * the words riot, id, name and tag.
 *
 * @param key all words in one, for an exact comparison; empty if the header has neither letters nor digits
 * @param words the words that carry meaning
 * @param asks whether it is a question that yes or no answers
 */
record HeaderText(String key, List<String> words, boolean asks) {
    private static final int LONGEST = 400;
    private static final int LONGEST_NOTE = 3;
    private static final Pattern PLURAL = Pattern.compile("(?<=\\p{L})\\(e?s\\)");
    private static final Pattern NUMBERING =
            Pattern.compile("^\\s*(?:\\d{1,3}[.)]|(?:(?i:q|question) ?\\d{1,3})[.:)]|[a-zA-Z]\\))\\s+");
    // The heading of a group says nothing about the column, as in Player info: Discord.
    private static final Pattern SECTION =
            Pattern.compile("^\\s*(?i:(?:players?|participants?|contact|personal|account|general|basic)(?:['’]s?)?"
                    + " (?:info|information|details|data)\\s*(?::|\\s[-–—/|]\\s)\\s*(?=\\S)|contact\\s*(?=\\())");
    // The purpose of a name does not change its owner. A Discord for casting may be a channel, though.
    private static final Pattern PURPOSE =
            Pattern.compile("(?i)\\bfor (?:contact(?:ing)?|communications?|verification)\\b"
                    + "|\\b(?:exactly )?as (?:it|they|shown|displayed|seen|written)\\b.*");
    private static final Pattern SHOW = Pattern.compile(
            "(?i)\\bfor (?:the |our )?(?:commentary|commentators?|casting|casters?|broadcast|lobby)\\b");
    private static final Pattern CHANNEL = Pattern.compile("(?i)discord");
    private static final Pattern ELISION = Pattern.compile("(?<![\\p{L}\\p{N}])[dlDL]['’](?=\\p{L}{4})");
    private static final Pattern BREAKS = Pattern.compile("[()\\[\\]{}<>:;?!,|\\n\\r]+|\\s[-–—]+\\s|\\.\\s");
    private static final Pattern HUMPS = Pattern.compile("(?<=\\p{Ll})(?=\\p{Lu})|(?<=\\p{Lu})(?=\\p{Lu}\\p{Ll}{2})");
    private static final Pattern EXAMPLE_NUMBER = Pattern.compile("\\d{3,}");

    private static final Map<String, String> ANSWERS = Map.of("yes", "no", "y", "n", "true", "false");
    private static final Set<String> FILLERS = Set.of(
            ("a all am an and any are be did do does enter fill for give had has have i if input insert is it its "
                            + "list me mention my of or our please provide put required optional s select share should state "
                            + "submit tell that the these this to type us was we were what whats which will with would write "
                            + "you your youre yours so e g eg "
                            + "wie lautet dein deine bitte quel quelle est votre ton cuál cual es tu")
                    .split(" "));
    private static final Set<String> INSTRUCTIONS = Set.of(
            ("e eg ex example examples ie include includes including incl make please if must no not without do dont so we "
                            + "this because format like used use only needed leave such put write enter all ensure note")
                    .split(" "));
    private static final Set<String> CUTS =
            Set.of("so", "because", "including", "include", "incl", "eg", "example", "ie", "if");
    private static final Set<String> VERBS = Set.of(
            "am are can could did do does had has have is may should was were will would es est ist hast".split(" "));

    /** Reads a header. */
    static HeaderText of(String header) {
        String text = header.length() > LONGEST ? header.substring(0, LONGEST) : header;
        text = Normalizer.isNormalized(text, Normalizer.Form.NFKC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFKC);
        text = NUMBERING.matcher(PLURAL.matcher(text).replaceAll("s")).replaceFirst("");
        List<String> all = new ArrayList<>();
        for (String part : BREAKS.split(text, -1)) {
            all.addAll(split(part));
        }
        List<String> words = new ArrayList<>();
        boolean instructs = false;
        for (String part : BREAKS.split(withoutAsides(text), -1)) {
            List<String> found = split(part);
            if (!words.isEmpty() && !found.isEmpty() && INSTRUCTIONS.contains(found.get(0))) {
                instructs = true;
            }
            if (!instructs) {
                addPart(words, found);
            }
        }
        boolean asks = !all.isEmpty() && VERBS.contains(all.get(0)) && all.size() > 1;
        return new HeaderText(String.join("", all), List.copyOf(words.isEmpty() ? all : words), asks);
    }

    private static String withoutAsides(String text) {
        String section = SECTION.matcher(ELISION.matcher(text).replaceAll("")).replaceFirst("");
        String rest = PURPOSE.matcher(section).replaceAll("");
        if (!CHANNEL.matcher(rest).find()) {
            rest = SHOW.matcher(rest).replaceAll("");
        }
        return rest.isBlank() ? section : rest;
    }

    private static void addPart(List<String> words, List<String> part) {
        boolean note = !words.isEmpty();
        List<String> kept = new ArrayList<>();
        for (int i = 0; i < part.size(); i++) {
            String word = part.get(i);
            String next = i + 1 < part.size() ? part.get(i + 1) : "";
            if (!kept.isEmpty() && CUTS.contains(word)) {
                break;
            }
            if (next.equals(ANSWERS.get(word))) {
                i++;
                continue;
            }
            // The A distinguishes Team A from Team B, and a German header that ends in am asks for a date.
            boolean last = next.isEmpty() && !kept.isEmpty();
            boolean filler = FILLERS.contains(word) && !(last && (word.length() == 1 || word.equals("am")));
            boolean example =
                    (note || !kept.isEmpty()) && EXAMPLE_NUMBER.matcher(word).matches();
            if (!filler && !example) {
                kept.add(word);
            }
        }
        if (!note || kept.size() <= LONGEST_NOTE) {
            words.addAll(kept);
        }
    }

    /** Splits a text into words in lower case, at blanks, marks, underscores and the humps of camel case. */
    private static List<String> split(String text) {
        List<String> words = new ArrayList<>();
        StringBuilder word = new StringBuilder();
        int length = text.length();
        for (int i = 0; i < length; ) {
            int c = text.codePointAt(i);
            i += Character.charCount(c);
            if (!isJoining(c) && (Character.isLetterOrDigit(c) || isMark(c))) {
                word.appendCodePoint(c);
            } else if (!isJoining(c)) {
                flush(word, words);
                if (c == '#' && (i == 1 || text.charAt(i - 2) == ' ') && (i == length || text.charAt(i) == ' ')) {
                    words.add("#");
                }
            }
        }
        flush(word, words);
        return words;
    }

    private static void flush(StringBuilder word, List<String> words) {
        if (!word.isEmpty()) {
            // Words of three letters, such as LoL, have no humps.
            for (String part : word.length() > 3 ? HUMPS.split(word) : new String[] {word.toString()}) {
                // A capital I with a dot becomes two characters, of which the second is a mark.
                words.add(part.toLowerCase(Locale.ROOT).replace("\u0307", ""));
            }
            word.setLength(0);
        }
    }

    private static boolean isMark(int c) {
        int type = Character.getType(c);
        return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
    }

    /** Whether a character stands within a word without being part of it. */
    private static boolean isJoining(int c) {
        return c == '\''
                || c == '’'
                || c == '‘'
                || c == 0
                || (c >= 0xFE00 && c <= 0xFE0F)
                || Character.getType(c) == Character.FORMAT;
    }

    /**
     * Returns how alike two words are, from 0 to 1. A plural and a small slip of the hand are alike; words of three letters
     * must be equal but for the plural.
     */
    static double likeness(String expected, String word) {
        if (expected.equals(word)) {
            return 1;
        }
        int difference = word.length() - expected.length();
        if (difference > 2
                || difference < -2
                || expected.isEmpty()
                || word.isEmpty()
                || expected.charAt(0) != word.charAt(0)) {
            return 0;
        }
        if (isPlural(expected, word) || isPlural(word, expected)) {
            return 0.95;
        }
        if (expected.length() <= 3 || word.length() <= 3 || word.startsWith(expected) || expected.startsWith(word)) {
            return 0;
        }
        int shorter = Math.min(expected.length(), word.length());
        if (shorter == 4) {
            return difference == 0 && isSwap(expected, word) ? 0.88 : 0;
        }
        return distance(expected, word) <= (shorter >= 9 ? 2 : 1) ? 0.88 : 0;
    }

    private static boolean isPlural(String one, String many) {
        return one.length() > 1 && many.length() == one.length() + 1 && many.endsWith("s") && many.startsWith(one);
    }

    private static boolean isSwap(String one, String other) {
        char[] a = one.toCharArray();
        for (int i = 0; i + 1 < a.length; i++) {
            char[] b = a.clone();
            b[i] = a[i + 1];
            b[i + 1] = a[i];
            if (new String(b).equals(other)) {
                return true;
            }
        }
        return false;
    }

    /** Returns the number of letters to change, insert, drop or swap with their neighbour. */
    private static int distance(String a, String b) {
        int[][] cost = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    cost[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                int least = Math.min(cost[i - 1][j - 1] + change, 1 + Math.min(cost[i - 1][j], cost[i][j - 1]));
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    least = Math.min(least, cost[i - 2][j - 2] + 1);
                }
                cost[i][j] = least;
            }
        }
        return cost[a.length()][b.length()];
    }
}
