// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.sheets;

import dev.bracketwire.benchmarks.Figures;
import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.internal.ColumnDetector;
import dev.bracketwire.sheets.table.internal.DetectedLayout;
import dev.bracketwire.sheets.table.internal.LayoutHints;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds the columns of roles by the headers of the test's corpus, and measures the time that a large tab takes. */
final class HeaderDetection {
    private static final Path CORPUS = Path.of("sdk-sheets", "src", "test", "resources", "sheets", "header-corpus.txt");
    private static final Pattern MARK = Pattern.compile("\\{(\\*|[a-z_]+)(\\??)}(.*)", Pattern.DOTALL);
    private static final int COLUMNS = 300;
    private static final int ROLES = 20;
    private static final int ROWS = 1_000;
    private static final int WARMUP = 10;
    private static final int TIMES = 9;

    private final List<Line> corpus;
    private final LayoutHints registration = hints(ColumnRole.registration());
    private final TabImage large = large();
    private final LayoutHints many;

    /**
     * A header row.
     *
     * @param expected the column of each role that has one
     * @param free the columns that any role may have
     */
    private record Line(TabImage image, Map<String, Integer> expected, Set<Integer> free) {}

    HeaderDetection() throws IOException {
        try (Stream<String> lines = Files.lines(CORPUS)) {
            corpus = lines.filter(line -> line.contains(" | ") && (!line.startsWith("# ") || line.startsWith("# |")))
                    .map(HeaderDetection::parse)
                    .toList();
        }
        List<ColumnRole> roles = new ArrayList<>(ColumnRole.registration());
        IntStream.range(0, ROLES - roles.size())
                .forEach(i -> roles.add(ColumnRole.of("extra" + i, "Extra " + i, "Additional column " + i)
                        .content(i % 2 == 0 ? ColumnRole.Content.NUMBER : ColumnRole.Content.ANY)));
        many = hints(roles);
        for (int i = 0; i < WARMUP; i++) {
            ColumnDetector.detect(large, many);
        }
    }

    private static LayoutHints hints(List<ColumnRole> roles) {
        return new LayoutHints(roles, Map.of(), Set.of(), null, null);
    }

    private static Line parse(String line) {
        List<Cell> headers = new ArrayList<>();
        Map<String, Integer> expected = new HashMap<>();
        Set<Integer> free = new HashSet<>();
        for (String cell : line.split(" \\| ", -1)) {
            Matcher mark = MARK.matcher(cell);
            if (!mark.matches()) {
                headers.add(Cell.text(cell));
                continue;
            }
            if (mark.group(1).equals("*")) {
                free.add(headers.size());
            } else if (mark.group(2).isEmpty()) {
                expected.put(mark.group(1), headers.size());
            }
            headers.add(Cell.text(mark.group(3)));
        }
        return new Line(TabImage.of("Players", List.of(headers)), expected, free);
    }

    /** Returns a tab in which each role has its column among many that are none. */
    private static TabImage large() {
        List<String> known = List.of(
                "Discord Username",
                "Riot ID (Name#TAG)",
                "Alt IGNs",
                "Pronouns",
                "Registered?",
                "Checked in",
                "Team name");
        List<List<Cell>> rows = new ArrayList<>();
        rows.add(IntStream.range(0, COLUMNS)
                .mapToObj(column -> Cell.text(
                        column % 40 == 7
                                ? known.get(column / 40 % known.size())
                                : column < 13 ? "Extra " + column : "What did you think of question " + column + "?"))
                .toList());
        for (int row = 0; row < ROWS; row++) {
            int number = row;
            rows.add(IntStream.range(0, COLUMNS)
                    .mapToObj(column -> Cell.text(column % 3 == 0 ? "answer " + number : "Name" + number + "#EUW"))
                    .toList());
        }
        return TabImage.of("Players", rows);
    }

    void measure(Figures figures) {
        int wanted = 0;
        int found = 0;
        int wrong = 0;
        for (Line line : corpus) {
            wanted += line.expected.size();
            DetectedLayout layout = ColumnDetector.detect(line.image, registration);
            for (RoleMatch match : layout.roles()) {
                Integer column = match.column();
                if (column == null || line.free.contains(column)) {
                    continue;
                }
                if (column.equals(line.expected.get(match.role()))) {
                    found++;
                } else {
                    wrong++;
                }
            }
        }
        figures.add("headers-wrong", "ours", wrong, "roles");
        figures.add("headers-found", "ours", 100.0 * found / wanted, "%");
        double[] millis = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long begin = System.nanoTime();
            ColumnDetector.detect(large, many);
            millis[i] = (System.nanoTime() - begin) / 1e6;
        }
        Arrays.sort(millis);
        figures.add("detection-300x20x1000", "ours", millis[TIMES / 2], "ms");
    }
}
