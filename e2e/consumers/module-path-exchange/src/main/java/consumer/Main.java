// SPDX-License-Identifier: Apache-2.0
package consumer;

import dev.bracketwire.Plan;
import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.JsonSchema;
import dev.bracketwire.exchange.Restore;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Rows;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        Path folder = Files.createTempDirectory("consumer");
        Path file = folder.resolve("players.csv");
        List<Player> players =
                List.of(new Player("1", "Ann", new Home("Graz")), new Player("2", "Bob", new Home("Wien")));
        Format.csv().write(file, players.subList(0, 1));

        Table table = Table.file(file, Format.csv());
        Backup.of(table).to(folder.resolve("league.zip")).get();
        Plan<Restore.Replacement> restore =
                Restore.from(folder.resolve("league.zip")).into(table).get();
        System.out.println(restore.title() + ": " + restore.counts());

        Plan<RowChange> plan =
                Sync.of(Table.of("players", players), table).by("id").plan().get();
        System.out.println(plan);
        plan.apply().get().orThrow();
        try (Rows<Player> rows = Format.csv().read(file, Player.class)) {
            rows.forEach(System.out::println);
        }

        try {
            System.out.println(JsonSchema.parse("{\"required\": [\"id\"]}").check(Map.of("name", "Ann")));
        } catch (IllegalStateException e) {
            System.out.println(e.getMessage());
        }
    }

    record Player(String id, String name, Home home) {}

    record Home(String city) {}
}
