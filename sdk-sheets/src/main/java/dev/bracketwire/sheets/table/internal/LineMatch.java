// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Finds for each line of a table, a row or a column, the line that it was before. A line is the same if all known cells are;
 * of the lines that are left, those that have most cells in common are.
 */
final class LineMatch {
    // So many lines that changed are compared each with each.
    private static final int MOST_COMPARED = 400;
    private static final int CELL = 8;
    private static final int NEIGHBOUR = 2;

    private final String[][] before;
    private final String[][] after;
    private final int[] cross;
    private final BitSet ignored;
    private final int[] from;
    private final BitSet used = new BitSet();

    private LineMatch(String[][] before, String[][] after, int[] cross, BitSet ignored) {
        this.before = before;
        this.after = after;
        this.cross = cross;
        this.ignored = ignored;
        this.from = new int[before.length];
        Arrays.fill(from, -1);
    }

    /**
     * Matches lines. Both states have as many of them, and each line of before is found once.
     *
     * @param before the earlier lines; a null cell is unknown
     * @param after the later lines
     * @param cross for each cell of a later line its place in the earlier ones
     * @param ignored the places in earlier lines that decide nothing
     * @param known for each later line the earlier one if it is certain, else -1
     * @param hints the same, for lines whose cells do not decide it
     */
    static int[] of(String[][] before, String[][] after, int[] cross, BitSet ignored, int[] known, int[] hints) {
        LineMatch match = new LineMatch(before, after, cross, ignored);
        match.take(known);
        match.takeSame();
        match.take(hints);
        match.takeAlike();
        return filled(match.from);
    }

    /** Gives each line that has none an earlier one: the one of its own number if it is left, else the first. */
    static int[] filled(int[] lines) {
        int[] filled = lines.clone();
        BitSet taken = new BitSet();
        Arrays.stream(lines).filter(line -> line >= 0).forEach(taken::set);
        for (int line = 0; line < filled.length; line++) {
            if (filled[line] < 0 && !taken.get(line)) {
                filled[line] = line;
                taken.set(line);
            }
        }
        for (int line = 0; line < filled.length; line++) {
            if (filled[line] < 0) {
                filled[line] = taken.nextClearBit(0);
                taken.set(filled[line]);
            }
        }
        return filled;
    }

    static boolean isWhole(String[] line) {
        return Arrays.stream(line).allMatch(Objects::nonNull);
    }

    private void take(int line, int earlier) {
        from[line] = earlier;
        used.set(earlier);
    }

    private void take(int[] certain) {
        for (int line = 0; line < certain.length; line++) {
            if (certain[line] >= 0 && from[line] < 0 && !used.get(certain[line])) {
                take(line, certain[line]);
            }
        }
    }

    private void takeSame() {
        Map<List<String>, ArrayDeque<Integer>> same = new HashMap<>();
        List<@Nullable List<String>> texts = new ArrayList<>();
        for (int line = 0; line < after.length; line++) {
            List<String> earlier = used.get(line) ? null : texts(before[line], true);
            List<String> later = from[line] >= 0 ? null : texts(after[line], false);
            if (later != null && later.equals(earlier)) {
                take(line, line);
                later = null;
            } else if (earlier != null) {
                same.computeIfAbsent(earlier, added -> new ArrayDeque<>()).add(line);
            }
            texts.add(later);
        }
        // From the end, since a blank row of the table must not be taken for one that came in above the header.
        for (int line = after.length - 1; line >= 0; line--) {
            ArrayDeque<Integer> lines = texts.get(line) == null ? null : same.get(texts.get(line));
            if (lines != null && !lines.isEmpty()) {
                take(line, lines.removeLast());
            }
        }
    }

    /** Returns the cells that decide; null if one of them is unknown. */
    private @Nullable List<String> texts(String[] line, boolean isEarlier) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < cross.length; i++) {
            if (!ignored.get(cross[i])) {
                String text = line[isEarlier ? cross[i] : i];
                if (text == null) {
                    return null;
                }
                texts.add(text);
            }
        }
        return texts;
    }

    private void takeAlike() {
        List<Pair> pairs = new ArrayList<>();
        int[] open =
                IntStream.range(0, from.length).filter(line -> from[line] < 0).toArray();
        if (open.length > MOST_COMPARED) {
            return;
        }
        for (int line : open) {
            for (int earlier = used.nextClearBit(0); earlier < from.length; earlier = used.nextClearBit(earlier + 1)) {
                pairs.add(new Pair(line, earlier, alike(line, earlier)));
            }
        }
        pairs.sort(Comparator.comparingInt(Pair::alike).reversed());
        for (Pair pair : pairs) {
            if (from[pair.line()] < 0 && !used.get(pair.earlier())) {
                take(pair.line(), pair.earlier());
            }
        }
    }

    private int alike(int line, int earlier) {
        int alike = line == earlier ? 1 : 0;
        alike += line > 0 && from[line - 1] == earlier - 1 ? NEIGHBOUR : 0;
        alike += line + 1 < from.length && from[line + 1] == earlier + 1 ? NEIGHBOUR : 0;
        for (int i = 0; i < cross.length; i++) {
            String is = after[line][i];
            String was = before[earlier][cross[i]];
            if (is != null && was != null) {
                alike += !is.equals(was) ? -CELL : is.isEmpty() ? 0 : CELL;
            }
        }
        return alike;
    }

    private record Pair(int line, int earlier, int alike) {}
}
