// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.seeded;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

/**
 * Draws random values for one round of a test. Edge cases, such as the empty text or the largest number, are drawn often.
 *
 * <pre>{@code
 * SeededDraw.rounds(300, draw -> assertThat(parse(draw.text())).isNotNull());
 * }</pre>
 *
 * <p>A failure names its seed and round. {@code -Dtest.seed=S} draws the same rounds again.
 */
public final class SeededDraw {
    private static final int LONGEST_TEXT = 120;
    private static final String ODD_CHARACTERS = "\0\t\n\r\u001b \"'\\/$%&<>{}[]();:,=#@\u007f\u0085\u00a0\u00e9\u0131"
            + "\u0300\u05d0\u200b\u2028\u202e\u6f22\ud83c\udfc6\ud83d\ufb01\ufeff\uffff";

    private final Random random;

    private SeededDraw(Random random) {
        this.random = random;
    }

    /** Runs one round of a test. */
    @FunctionalInterface
    public interface Round {
        /** Draws values and checks what must hold for all of them. */
        void play(SeededDraw draw) throws Exception;
    }

    /** Plays so many rounds with different values. */
    public static void rounds(int count, Round round) {
        String given = System.getProperty("test.seed");
        long seed = given == null ? ThreadLocalRandom.current().nextInt(1_000_000_000) : Long.parseLong(given);
        for (int number = 0; number < count; number++) {
            try {
                round.play(new SeededDraw(new Random(seed ^ (number * 0x9E37_79B9_7F4A_7C15L))));
            } catch (Exception | AssertionError e) {
                throw new AssertionError(
                        "round " + number + " of " + count + " failed; -Dtest.seed=" + seed + " replays it: " + e, e);
            }
        }
    }

    /** Returns a generator for what no method here draws. */
    public Random random() {
        return random;
    }

    /** Returns a number of these bounds, both included; each bound comes often. */
    public int between(int least, int most) {
        return switch (random.nextInt(12)) {
            case 0 -> least;
            case 1 -> most;
            default -> random.nextInt(least, most == Integer.MAX_VALUE ? most : most + 1);
        };
    }

    /** Returns any number; the smallest, the largest and those around zero come often. */
    public long anyLong() {
        return random.nextBoolean()
                ? random.nextLong()
                : element(0L, 1L, -1L, Long.MAX_VALUE, Long.MIN_VALUE, (long) Integer.MAX_VALUE, (long)
                        Integer.MIN_VALUE);
    }

    /** Returns any number, also one that is infinite or not a number. */
    public double anyDouble() {
        return random.nextBoolean()
                ? Double.longBitsToDouble(random.nextLong())
                : element(0.0, -0.0, 1.5, Double.MAX_VALUE, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY);
    }

    /** Returns any moment that can be written with four digits of a year or more, both ends included. */
    public Instant instant() {
        return random.nextInt(8) == 0
                ? element(Instant.MIN, Instant.MAX, Instant.EPOCH)
                : Instant.ofEpochSecond(
                        random.nextLong(-100_000_000_000L, 300_000_000_000L), random.nextInt(1_000_000_000));
    }

    /** Returns true or false. */
    public boolean flag() {
        return random.nextBoolean();
    }

    /** Returns one of the elements. */
    @SafeVarargs
    public final <T> T element(T... elements) {
        return elements[random.nextInt(elements.length)];
    }

    /** Returns any text: of ASCII, of control characters and marks, or of any UTF-16 units, lone surrogates too. */
    public String text() {
        int kind = random.nextInt(4);
        return text(LONGEST_TEXT, () -> switch (kind) {
            case 0 -> (char) random.nextInt(32, 127);
            case 1 -> ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length()));
            case 2 -> (char) random.nextInt(0x10000);
            default ->
                random.nextBoolean()
                        ? (char) random.nextInt(32, 127)
                        : ODD_CHARACTERS.charAt(random.nextInt(ODD_CHARACTERS.length()));
        });
    }

    /** Returns a text of these characters, at most so long. */
    public String text(String characters, int longest) {
        return text(longest, () -> characters.charAt(random.nextInt(characters.length())));
    }

    private String text(int longest, Supplier<Character> next) {
        int length = random.nextInt(3) == 0 ? between(0, longest) : between(0, Math.min(longest, 12));
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append(next.get());
        }
        return text.toString();
    }

    /** Returns a list of these bounds, filled from the supplier. */
    public <T> List<T> list(int least, int most, Supplier<? extends T> elements) {
        int size = between(least, most);
        List<T> list = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            list.add(elements.get());
        }
        return list;
    }
}
