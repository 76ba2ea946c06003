// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A row as chest exports have them: six columns, some sixty bytes. */
public record Chest(String id, String player, int level, long score, String source, String clan) {
    static final int ROWS = 10_000;

    static Stream<Chest> rows() {
        return IntStream.range(0, ROWS).mapToObj(Chest::of);
    }

    static Chest of(int i) {
        return new Chest(
                Long.toString(1_182_736_450_918_000_000L + i),
                "Player " + i % 997,
                i % 100,
                i * 31L,
                "Level " + i % 30 + " rare Crypt",
                "CLAN");
    }
}
