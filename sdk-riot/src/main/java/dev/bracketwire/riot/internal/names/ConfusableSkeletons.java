// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.riot.internal.names;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.Map;

/**
 * Computes the skeleton of a text by Unicode Technical Standard 39: two texts that look alike have equal skeletons. It
 * contains only the table of confusable characters, since ICU, which has it too, is a jar of fifteen megabytes.
 */
public final class ConfusableSkeletons {
    private static final Map<Integer, String> LIKE = read();

    private static final CharacterCache DRAWN = new CharacterCache(ConfusableSkeletons::slowly);

    private ConfusableSkeletons() {}

    private static Map<Integer, String> read() {
        Map<Integer, String> like = new HashMap<>(1 << 14);
        try (InputStream in = ConfusableSkeletons.class.getResourceAsStream("skeletons.txt")) {
            if (in == null) {
                throw new IllegalStateException("skeletons.txt is missing from the jar");
            }
            BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII));
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.startsWith("#")) {
                    int equals = line.indexOf('=');
                    StringBuilder drawn = new StringBuilder();
                    for (String each : line.substring(equals + 1).split(" ", -1)) {
                        drawn.appendCodePoint(Integer.parseInt(each, 16));
                    }
                    like.put(Integer.parseInt(line.substring(0, equals), 16), drawn.toString());
                }
            }
            return like;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the skeleton of a text. */
    public static String of(String text) {
        // Normalisation can reorder combining marks, so a text that has any cannot be converted character by character.
        return CombiningMarks.in(text) ? slowly(text) : apart(DRAWN.join(text));
    }

    private static String slowly(String text) {
        String apart = apart(IgnorableCharacters.without(text));
        StringBuilder drawn = new StringBuilder(apart.length());
        int at = 0;
        while (at < apart.length()) {
            int each = apart.codePointAt(at);
            String like = LIKE.get(each);
            if (like == null) {
                drawn.appendCodePoint(each);
            } else {
                drawn.append(like);
            }
            at += Character.charCount(each);
        }
        return apart(drawn.toString());
    }

    /** Returns the text in normalisation form D, in which marks are separate from letters. */
    static String apart(String text) {
        return IgnorableCharacters.ascii(text) ? text : Normalizer.normalize(text, Normalizer.Form.NFD);
    }
}
