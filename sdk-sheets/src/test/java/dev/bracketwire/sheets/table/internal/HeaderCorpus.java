// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.Cell;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.ColumnRole;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Header rows that organisers write, with the role of each column. See {@code sheets/header-corpus.txt}. */
final class HeaderCorpus {
    private static final Pattern MARK = Pattern.compile("\\{(\\*|[a-z_]+)(\\??)}(.*)", Pattern.DOTALL);
    static final LayoutHints REGISTRATION = new LayoutHints(ColumnRole.registration(), Map.of(), Set.of(), null, null);

    private HeaderCorpus() {}

    /**
     * One header row.
     *
     * @param headers the headers
     * @param expected the column of a role
     * @param candidates the columns between which a role must not choose
     * @param free the columns that any role may have
     */
    record Line(
            List<String> headers,
            Map<String, Integer> expected,
            Map<String, List<Integer>> candidates,
            Set<Integer> free) {}

    static List<Line> load() throws IOException {
        try (InputStream stream = HeaderCorpus.class.getResourceAsStream("/sheets/header-corpus.txt")) {
            if (stream == null) {
                throw new IllegalStateException("the corpus is missing");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains(" | ") && (!line.startsWith("# ") || line.startsWith("# |")))
                    .map(HeaderCorpus::parse)
                    .toList();
        }
    }

    private static Line parse(String line) {
        Line row = new Line(new ArrayList<>(), new HashMap<>(), new HashMap<>(), new HashSet<>());
        for (String cell : line.split(" \\| ", -1)) {
            int column = row.headers.size();
            Matcher mark = MARK.matcher(cell);
            if (!mark.matches()) {
                row.headers.add(cell);
                continue;
            }
            row.headers.add(mark.group(3));
            String role = mark.group(1);
            if (role.equals("*")) {
                row.free.add(column);
            } else if (mark.group(2).isEmpty()) {
                row.expected.put(role, column);
            } else {
                row.candidates.computeIfAbsent(role, any -> new ArrayList<>()).add(column);
            }
        }
        return row;
    }

    /** Returns a tab whose only row is this header. */
    static TabImage image(List<String> headers) {
        return TabImage.of("Players", List.of(headers.stream().map(Cell::text).toList()));
    }
}
