// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.internal.TabImage;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Candidate;
import dev.bracketwire.sheets.table.RoleMatch.Source;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Decides which column each role gets: first by metadata of the columns, then by settings, then by headers and content. A role
 * gets none rather than a doubtful one.
 */
final class RoleChoice {
    private final TabImage image;
    private final LayoutHints hints;
    private final TableArea area;
    private final List<RoleHeaders> roles;
    private final String[] headers;
    private final HeaderText[] texts;
    private final ContentEvidence[] evidence;
    private final ProblemList problems;
    private final @Nullable RoleMatch[] matches;
    private final BitSet taken = new BitSet();

    /** Prepares the choice; the arrays have an element for each column of the area. */
    RoleChoice(
            TabImage image,
            LayoutHints hints,
            TableArea area,
            List<RoleHeaders> roles,
            String[] headers,
            ContentEvidence[] evidence,
            ProblemList problems) {
        this.image = image;
        this.hints = hints;
        this.area = area;
        this.roles = roles;
        this.headers = headers;
        this.evidence = evidence;
        this.problems = problems;
        texts = Arrays.stream(headers).map(HeaderText::of).toArray(HeaderText[]::new);
        matches = new RoleMatch[roles.size()];
    }

    List<RoleMatch> choose() {
        takePins();
        takeHints();
        for (int role = 0; role < matches.length; role++) {
            if (matches[role] == null && hints.without().contains(name(role))) {
                matches[role] =
                        RoleDetection.none(name(role), "the settings say that there is no such column", List.of());
            }
        }
        new RoleDetection(area, headers, texts, evidence, taken).detect(roles, matches);
        List<RoleMatch> all = new ArrayList<>();
        for (int role = 0; role < matches.length; role++) {
            RoleMatch match = matches[role];
            all.add(match == null ? RoleDetection.none(name(role), "no header fits", List.of()) : match);
        }
        return all;
    }

    private void takePins() {
        for (int role = 0; role < matches.length; role++) {
            String name = name(role);
            List<Integer> pinned = image.pins().entrySet().stream()
                    .filter(entry -> entry.getValue().contains(name) && isInside(entry.getKey()))
                    .map(Map.Entry::getKey)
                    .sorted()
                    .toList();
            if (pinned.isEmpty()) {
                continue;
            }
            int column = pinned.get(0) - area.startColumn();
            if (pinned.size() > 1) {
                abstainOverPins(role, "the columns " + letters(pinned) + " are all marked as " + name);
            } else if (claims(pinned.get(0)) > 1) {
                abstainOverPins(
                        role, "column " + letters(pinned) + " is marked as " + name + " and as another role too");
            } else {
                take(role, column, Source.PINNED, "metadata of the column says so");
            }
        }
    }

    /** Returns how many of the wanted roles the metadata of a column names. */
    private long claims(int column) {
        return image.pins().getOrDefault(column, List.of()).stream()
                .distinct()
                .filter(value ->
                        roles.stream().anyMatch(role -> role.role().name().equals(value)))
                .count();
    }

    private void abstainOverPins(int role, String reason) {
        problems.addTab("has columns whose marks contradict each other: " + reason, "remove the marks of all but one");
        matches[role] = RoleDetection.none(name(role), reason, List.of());
    }

    private void takeHints() {
        for (Map.Entry<String, String> hint : hints.columns().entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .toList()) {
            int role = IntStream.range(0, matches.length)
                    .filter(each -> name(each).equals(hint.getKey()))
                    .findFirst()
                    .orElse(-1);
            if (role < 0) {
                problems.addTab(
                        "has a setting for the column of " + hint.getKey() + ", which is no role",
                        "the roles are "
                                + roles.stream().map(each -> each.role().name()).collect(Collectors.joining(", ")));
            } else if (matches[role] == null) {
                takeHint(role, hint.getValue());
            }
        }
    }

    private void takeHint(int role, String wanted) {
        int[] found = columnsCalled(wanted);
        String reason;
        if (found.length == 1 && !taken.get(found[0])) {
            take(role, found[0], Source.CONFIGURED, "the settings name it");
            return;
        } else if (found.length == 1) {
            reason = "the column that the settings name, \"" + wanted + "\", has another role already";
        } else if (found.length > 1) {
            reason = "several columns have the header \"" + wanted
                    + "\" that the settings name; name the letters of one";
        } else {
            reason = "no column has the header or the letters \"" + wanted + "\" that the settings name";
        }
        problems.addTab("has no column for " + name(role) + ": " + reason, "correct the setting or the header");
        matches[role] = RoleDetection.none(name(role), reason, List.of());
    }

    private int[] columnsCalled(String wanted) {
        String key = HeaderText.of(wanted).key();
        int[] found = IntStream.range(0, headers.length)
                .filter(column -> key.isEmpty()
                        ? headers[column].strip().equals(wanted.strip()) && !wanted.isBlank()
                        : texts[column].key().equals(key))
                .toArray();
        if (found.length > 0) {
            return found;
        }
        int index = ColumnDetector.columnIndex(wanted);
        return index >= 0 && isInside(index) ? new int[] {index - area.startColumn()} : new int[0];
    }

    private void take(int role, int column, Source source, String reason) {
        taken.set(column);
        Candidate only = new Candidate(column + area.startColumn(), headers[column], 1);
        matches[role] = new RoleMatch(name(role), only.column(), source, 1, List.of(reason), List.of(only));
    }

    private boolean isInside(int column) {
        return column >= area.startColumn() && column < area.endColumn();
    }

    private String name(int role) {
        return roles.get(role).role().name();
    }

    private static String letters(List<Integer> columns) {
        return columns.stream().map(CellBounds::columnLetters).collect(Collectors.joining(" and "));
    }
}
