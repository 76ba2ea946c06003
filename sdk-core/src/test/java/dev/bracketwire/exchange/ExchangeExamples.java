// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/** The examples of the guide and the Javadoc, in their order. */
@NullMarked
@SuppressWarnings("UnusedVariable")
abstract class ExchangeExamples {
    record Player(String name, int score, Optional<LocalDate> joined) {}

    abstract void seat(Player player);

    void read() {
        try (Rows<Player> players = Format.csv().read(Path.of("players.csv"), Player.class)) {
            for (Player player : players) {
                seat(player);
            }
            players.problems().forEach(System.out::println);
        }
    }

    void write(List<Player> players) {
        Format.jsonLines().write(Path.of("players.jsonl"), players.stream());
    }

    void formats() {
        CsvFormat sheet = Format.csv().delimiter(';').encoding(StandardCharsets.ISO_8859_1);
        JsonFormat list = Format.json();
        JsonFormat lines = Format.jsonLines();
        XmlFormat xml = Format.xml("players", "player");
    }

    void quarantine() {
        Format careful = Format.csv().onProblem(OnProblem.quarantine(Path.of("bad.jsonl")));
    }
}
