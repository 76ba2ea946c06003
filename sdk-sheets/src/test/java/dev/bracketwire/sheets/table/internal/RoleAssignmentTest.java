// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.bracketwire.seeded.SeededDraw;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RoleAssignmentTest {
    @Test
    void assign_greedyChoiceIsWorse_takesTheLargestSum() {
        assertThat(RoleAssignment.assign(new double[][] {{0.9, 0.8}, {0.85, 0}}, 0.5))
                .containsExactly(1, 0);
    }

    @Test
    void assign_belowThreshold_givesNone() {
        assertThat(RoleAssignment.assign(new double[][] {{0.4, 0.1}, {0.2, 0.8}}, 0.5))
                .containsExactly(-1, 1);
        assertThat(RoleAssignment.assign(new double[][] {{}, {}}, 0.5)).containsExactly(-1, -1);
        assertThat(RoleAssignment.assign(new double[0][], 0.5)).isEmpty();
    }

    @Test
    void assign_randomScores_isAsGoodAsTryingAll() {
        SeededDraw.rounds(400, draw -> {
            double[][] scores = new double[draw.between(1, 5)][];
            int columns = draw.between(0, 5);
            for (int role = 0; role < scores.length; role++) {
                scores[role] = new double[columns];
                for (int column = 0; column < columns; column++) {
                    scores[role][column] = draw.between(0, 10) / 10.0;
                }
            }
            int[] assigned = RoleAssignment.assign(scores, 0.5);
            Set<Integer> used = new HashSet<>();
            double sum = 0;
            for (int role = 0; role < scores.length; role++) {
                if (assigned[role] >= 0) {
                    assertThat(used.add(assigned[role])).isTrue();
                    assertThat(scores[role][assigned[role]]).isGreaterThanOrEqualTo(0.5);
                    sum += scores[role][assigned[role]];
                }
            }
            assertThat(sum)
                    .as(Arrays.deepToString(scores))
                    .isCloseTo(best(scores, 0, new boolean[columns]), within(1e-9));
        });
    }

    private static double best(double[][] scores, int role, boolean[] used) {
        if (role == scores.length) {
            return 0;
        }
        double most = best(scores, role + 1, used);
        for (int column = 0; column < used.length; column++) {
            if (!used[column] && scores[role][column] >= 0.5) {
                used[column] = true;
                most = Math.max(most, scores[role][column] + best(scores, role + 1, used));
                used[column] = false;
            }
        }
        return most;
    }
}
