// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class FilesTest {
    record Player(String name, int score) {}

    private static final List<Format> FORMATS =
            List.of(Format.csv(), Format.json(), Format.jsonLines(), Format.xml("players", "player"));

    @TempDir
    Path folder;

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void write_thenRead_givesTheSame() throws IOException {
        Path file = folder.resolve("players");
        for (Format format : FORMATS) {
            Written written = format.write(file, IntStream.range(0, 3000).mapToObj(i -> new Player("P" + i, i)));
            assertThat(written).isEqualTo(new Written(3000, Files.size(file)));
            try (Rows<Player> rows = format.read(file, Player.class)) {
                assertThat(rows.stream().mapToInt(Player::score).sum()).isEqualTo(2999 * 1500);
                assertThat(rows.seen()).isEqualTo(3000);
            }
        }
        assertThat(names()).containsExactly("players");
    }

    @Test
    void write_thatFails_leavesWhatWasThere() throws IOException {
        Path file = folder.resolve("players");
        for (Format format : FORMATS) {
            Files.writeString(file, "old");
            Stream<Player> rows = IntStream.range(0, 100_000).mapToObj(i -> {
                if (i == 99_999) {
                    throw new IllegalStateException("the source broke");
                }
                return new Player("P" + i, i);
            });
            assertThatThrownBy(() -> format.write(file, rows)).hasMessage("the source broke");
            assertThat(file).hasContent("old");
            assertThat(names()).containsExactly("players");
        }
    }

    @Test
    void write_whereItCannot_saysSo() {
        Path file = folder.resolve("no/such/folder/x.csv");
        assertThatThrownBy(() -> Format.csv().write(file, List.of()))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("x.csv cannot be written");
        assertThatThrownBy(() -> Format.csv().read(file))
                .isInstanceOf(ExchangeException.class)
                .hasMessageContaining("x.csv cannot be read");
    }

    @Test
    void read_badRows_goToTheQuarantine() throws IOException {
        Path file = folder.resolve("players.csv");
        Path quarantine = folder.resolve("bad.jsonl");
        Files.writeString(file, "name,score\nAnn,1\nBob,x\n\nCid\nDan,4\n");
        Format format = Format.csv().onProblem(OnProblem.quarantine(quarantine));
        try (Rows<Player> rows = format.read(file, Player.class)) {
            assertThat(rows).containsExactly(new Player("Ann", 1), new Player("Dan", 4));
            assertThat(quarantine).doesNotExist();
        }
        assertThat(quarantine)
                .hasContent("{\"row\":2,\"line\":3,\"problems\":[\"score is no whole number\"],"
                        + "\"data\":{\"name\":\"Bob\",\"score\":\"x\"}}\n"
                        + "{\"row\":3,\"line\":5,\"problems\":[\"has 1 field, and should have 2\"],"
                        + "\"data\":{\"name\":\"Cid\"}}");
    }

    @Test
    void read_noBadRow_leavesNoQuarantine() throws IOException {
        Path file = folder.resolve("players.jsonl");
        Files.writeString(file, "{\"name\":\"Ann\",\"score\":1}\n");
        Format format = Format.jsonLines().onProblem(OnProblem.quarantine(folder.resolve("bad.jsonl")));
        try (Rows<Player> rows = format.read(file, Player.class)) {
            assertThat(rows).hasSize(1);
        }
        assertThat(names()).containsExactly("players.jsonl");
    }

    @Test
    void rows_areReadOnce() throws IOException {
        Path file = folder.resolve("a.csv");
        Files.writeString(file, "a\n1\n");
        try (var rows = Format.csv().read(file)) {
            assertThat(rows).containsExactly(Map.of("a", "1"));
            assertThatThrownBy(rows::iterator).isInstanceOf(IllegalStateException.class);
            assertThat(rows).hasToString("Rows of " + file + ": 1 seen, 0 left out");
        }
        var closed = Format.csv().read(file);
        closed.close();
        closed.close();
        assertThatThrownBy(() -> closed.iterator().hasNext()).hasMessageContaining("are closed");
    }
}
