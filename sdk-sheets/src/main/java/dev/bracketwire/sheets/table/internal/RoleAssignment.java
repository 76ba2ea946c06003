// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import java.util.Arrays;

/** Gives each role at most one column and each column at most one role, so that the sum of the scores is the largest. */
final class RoleAssignment {
    private static final double FORBIDDEN = 1e6;

    private RoleAssignment() {}

    /**
     * Returns the column of each role; -1 if it gets none. Uses the Hungarian method with potentials, in the order of roles
     * squared times columns.
     *
     * @param scores for each role the score of each column, from 0 to 1
     * @param threshold the least score that is taken
     */
    static int[] assign(double[][] scores, double threshold) {
        int roles = scores.length;
        int columns = roles == 0 ? 0 : scores[0].length;
        // One place more for each role stands for no column, at no gain.
        int places = columns + roles;
        double[] rolePotential = new double[roles + 1];
        double[] placePotential = new double[places + 1];
        int[] roleOf = new int[places + 1];
        int[] previous = new int[places + 1];
        for (int role = 1; role <= roles; role++) {
            roleOf[0] = role;
            int place = 0;
            double[] least = new double[places + 1];
            Arrays.fill(least, Double.POSITIVE_INFINITY);
            boolean[] seen = new boolean[places + 1];
            do {
                seen[place] = true;
                int current = roleOf[place];
                int next = 0;
                double delta = Double.POSITIVE_INFINITY;
                for (int i = 1; i <= places; i++) {
                    if (seen[i]) {
                        continue;
                    }
                    double reduced = cost(scores, current - 1, i - 1, columns, threshold)
                            - rolePotential[current]
                            - placePotential[i];
                    if (reduced < least[i]) {
                        least[i] = reduced;
                        previous[i] = place;
                    }
                    if (least[i] < delta) {
                        delta = least[i];
                        next = i;
                    }
                }
                for (int i = 0; i <= places; i++) {
                    if (seen[i]) {
                        rolePotential[roleOf[i]] += delta;
                        placePotential[i] -= delta;
                    } else {
                        least[i] -= delta;
                    }
                }
                place = next;
            } while (roleOf[place] != 0);
            while (place != 0) {
                int before = previous[place];
                roleOf[place] = roleOf[before];
                place = before;
            }
        }
        int[] assigned = new int[roles];
        Arrays.fill(assigned, -1);
        for (int i = 1; i <= columns; i++) {
            if (roleOf[i] > 0) {
                assigned[roleOf[i] - 1] = i - 1;
            }
        }
        return assigned;
    }

    private static double cost(double[][] scores, int role, int place, int columns, double threshold) {
        if (place >= columns) {
            return 0;
        }
        return scores[role][place] >= threshold ? -scores[role][place] : FORBIDDEN;
    }
}
