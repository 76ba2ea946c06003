// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import dev.bracketwire.sheets.CellBounds;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Candidate;
import dev.bracketwire.sheets.table.RoleMatch.Source;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Finds columns for roles by header and content, and gives a role none if two columns or two roles fit about equally well. */
final class RoleDetection {
    /** The least score of a column that a role is given. */
    static final double THRESHOLD = 0.7;

    private static final double CANDIDATE = 0.3;
    private static final double MARGIN = 0.1;
    private static final double BLANK_HEADER = 0.5;
    private static final int MOST_CANDIDATES = 10;

    private final TableArea area;
    private final String[] headers;
    private final HeaderText[] texts;
    private final ContentEvidence[] evidence;
    private final BitSet taken;

    /** Prepares the search among the columns of the area that are not taken. */
    RoleDetection(TableArea area, String[] headers, HeaderText[] texts, ContentEvidence[] evidence, BitSet taken) {
        this.area = area;
        this.headers = headers;
        this.texts = texts;
        this.evidence = evidence;
        this.taken = taken;
    }

    static RoleMatch none(String role, String reason, List<Candidate> candidates) {
        return new RoleMatch(role, null, Source.NONE, 0, List.of(reason), candidates);
    }

    /** Fills in the matches that are open yet. */
    void detect(List<RoleHeaders> roles, @Nullable RoleMatch[] matches) {
        int[] open = IntStream.range(0, matches.length)
                .filter(role -> matches[role] == null)
                .toArray();
        double[][] scores = new double[open.length][];
        for (int i = 0; i < open.length; i++) {
            scores[i] = new double[headers.length];
            for (int column = 0; column < headers.length; column++) {
                scores[i][column] = taken.get(column) ? 0 : score(roles.get(open[i]), column);
            }
        }
        int[] assigned = RoleAssignment.assign(scores, THRESHOLD);
        for (int i = 0; i < open.length; i++) {
            matches[open[i]] = match(roles.get(open[i]), scores, assigned, i);
        }
    }

    private RoleMatch match(RoleHeaders role, double[][] scores, int[] assigned, int i) {
        String name = role.role().name();
        int column = assigned[i];
        List<Candidate> candidates = candidates(scores[i]);
        if (column < 0) {
            return none(name, reasonForNone(role, scores[i], candidates), candidates);
        }
        int[] rivals = rivals(scores, assigned, i);
        if (rivals.length > 0) {
            return none(name, "the columns " + shown(column, rivals) + " fit about equally well", candidates);
        }
        if (isContested(scores, assigned, i)) {
            return none(name, "column " + shown(column) + " fits another role about as well", candidates);
        }
        String content = evidence[column].verdict(role.role().content()).reason();
        List<String> reasons = content.isEmpty() ? List.of("the header fits") : List.of("the header fits", content);
        return new RoleMatch(
                name, column + area.startColumn(), Source.DETECTED, scores[i][column], reasons, candidates);
    }

    private double score(RoleHeaders role, int column) {
        double score = role.score(texts[column]);
        if (score == 0) {
            return headers[column].isBlank()
                            && evidence[column].isStrong(role.role().content())
                    ? BLANK_HEADER
                    : 0;
        }
        return Math.max(
                0,
                Math.min(
                        1,
                        score + evidence[column].verdict(role.role().content()).change()));
    }

    /** Returns the other columns that fit a role about as well as its own, unless another role has a better claim to them. */
    private static int[] rivals(double[][] scores, int[] assigned, int role) {
        double least = scores[role][assigned[role]] - MARGIN;
        return IntStream.range(0, scores[role].length)
                .filter(column -> column != assigned[role] && scores[role][column] >= least)
                .filter(column -> IntStream.range(0, assigned.length)
                        .noneMatch(other -> assigned[other] == column
                                && scores[other][column] >= scores[role][column] + MARGIN / 2))
                .toArray();
    }

    /** Whether the column fits another role about as well, which has no column or only a worse one. */
    private static boolean isContested(double[][] scores, int[] assigned, int role) {
        int column = assigned[role];
        return IntStream.range(0, assigned.length)
                .filter(other -> other != role && scores[other][column] >= scores[role][column] - MARGIN)
                .anyMatch(other -> assigned[other] < 0 || scores[other][assigned[other]] < scores[other][column]);
    }

    private String reasonForNone(RoleHeaders role, double[] scores, List<Candidate> candidates) {
        for (int column = 0; column < scores.length; column++) {
            String reason = evidence[column].verdict(role.role().content()).reason();
            if (!taken.get(column) && scores[column] < THRESHOLD && role.score(texts[column]) >= THRESHOLD) {
                return "column " + shown(column) + " has a fitting header, but " + reason;
            }
        }
        if (candidates.isEmpty()) {
            return "no header fits";
        }
        int best = candidates.get(0).column() - area.startColumn();
        if (scores[best] >= THRESHOLD) {
            return "column " + shown(best) + " fits another role about as well";
        }
        return "column " + shown(best)
                + (headers[best].isBlank() ? " has fitting content, but no header" : " fits too little to be taken");
    }

    private List<Candidate> candidates(double[] scores) {
        return IntStream.range(0, scores.length)
                .filter(column -> scores[column] >= CANDIDATE)
                .mapToObj(column -> new Candidate(column + area.startColumn(), headers[column], scores[column]))
                .sorted(Comparator.comparingDouble(Candidate::confidence).reversed())
                .limit(MOST_CANDIDATES)
                .toList();
    }

    private String shown(int column, int... others) {
        return IntStream.concat(IntStream.of(column), Arrays.stream(others))
                .sorted()
                .mapToObj(each -> CellBounds.columnLetters(each + area.startColumn())
                        + (headers[each].isBlank() ? "" : " \"" + headers[each].strip() + '"'))
                .collect(Collectors.joining(" and "));
    }
}
