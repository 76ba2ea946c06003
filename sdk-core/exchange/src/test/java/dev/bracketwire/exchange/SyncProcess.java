// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Plan;
import java.nio.file.Path;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;

/** Compares two tables of a million rows, of which every ten thousandth differs, in a process with a small heap. */
@NullMarked
final class SyncProcess {
    static final int ROWS = 1_000_000;
    static final int EVERY = 10_000;

    record Player(String id, String name, String score) {}

    private SyncProcess() {}

    private static Stream<Player> players(int from, int to, String score) {
        return IntStream.range(from, to)
                // In no order, as ids are.
                .mapToObj(i -> (int) (i * 7_919L % ROWS))
                .map(i -> new Player("player" + i, "Player number " + i, i % EVERY == 0 ? score : "7"));
    }

    @SuppressWarnings("SystemOut") // what the one who waits reads
    public static void main(String[] arguments) {
        Path file = Path.of(arguments[0]);
        Format.csv().write(file, players(1, ROWS, "old"));
        Table source = Table.of("players", (Iterable<Object>)
                () -> players(0, ROWS - 1, "new").map(player -> (Object) player).iterator());
        Sync sync = Sync.of(source, Table.file(file, Format.csv())).by("id");
        Plan<RowChange> plan = sync.plan().get();
        System.out.println(plan.counts());
        System.out.println(plan.apply().get().complete());
    }
}
