// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.exchange.TableProblem;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RowComparisonTest {
    private static List<String> differences(List<Map<String, Object>> expected, List<Map<String, Object>> found) {
        try (RowComparison comparison = new RowComparison("players", List.of("id"))) {
            return comparison.expected(expected).found(found).differences().stream()
                    .map(TableProblem::toString)
                    .toList();
        }
    }

    @Test
    void differences_sameRowsInAnotherOrder_areNone() {
        List<Map<String, Object>> rows = new ArrayList<>();
        IntStream.range(0, 60_000).forEach(i -> rows.add(Map.of("id", i % 50_000, "name", "Ann" + i % 7)));
        List<Map<String, Object>> shuffled = new ArrayList<>(rows);
        Collections.shuffle(shuffled, new Random(7));
        assertThat(differences(rows, shuffled)).isEmpty();
    }

    @Test
    void differences_rowLostAddedAndChanged_areNamedByKeyAndColumn() {
        assertThat(differences(
                        List.of(
                                Map.of("id", 1, "name", "Ann"),
                                Map.of("id", 2, "name", "Ben"),
                                Map.of("id", 3, "old", 1),
                                Map.of("id", 5, "name", "x"),
                                Map.of("id", 5, "name", "x")),
                        List.of(
                                Map.of("id", 2, "name", "BEN"),
                                Map.of("id", 3, "new", 1),
                                Map.of("id", 4, "name", "Cid"),
                                Map.of("id", 5, "name", "x"))))
                .containsExactly(
                        "players, id 1: was not restored",
                        "players, id 2, column name: has another value than in the backup",
                        "players, id 3, column new: is not in the backup",
                        "players, id 3, column old: is not in the table",
                        "players, id 4: is there and was not in the backup",
                        "players, id 5: was not restored");
    }

    @Test
    void differences_wholeNumberAndNumberWithAPoint_areNotTheSame() {
        assertThat(differences(List.of(Map.of("id", 1, "v", 1L)), List.of(Map.of("id", 1, "v", 1.0))))
                .hasSize(1);
        assertThat(differences(List.of(Map.of("id", 1, "v", "1")), List.of(Map.of("id", 1, "v", 1L))))
                .hasSize(1);
    }

    @Test
    void differences_manyMore_areCappedAndShowNoValueButTheKey() {
        List<Map<String, Object>> rows = IntStream.range(0, 500)
                .<Map<String, Object>>mapToObj(i -> Map.of("id", "k\\n" + "y".repeat(100) + i, "secret", "hidden"))
                .toList();
        assertThat(differences(rows, List.of()))
                .hasSize(100)
                .allSatisfy(each -> assertThat(each).doesNotContain("hidden").hasSizeLessThan(120));
    }
}
