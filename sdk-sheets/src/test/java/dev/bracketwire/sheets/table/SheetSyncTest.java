// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Plan;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.store.Database;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SheetSyncTest {
    @Test
    void sync_ofASheetWithADatabase_goesBothWays() {
        try (TableScene scene = new TableScene(
                        5, List.of(TableScene.player("ann", "Ann#EUW"), TableScene.player("ben", "Ben#EUW")));
                Database db = Database.inMemory()) {
            db.write(connection -> {
                        try (var statement = connection.createStatement()) {
                            statement.execute("CREATE TABLE bw_player (discord text PRIMARY KEY, ign text, team text)");
                            statement.execute(
                                    "INSERT INTO bw_player VALUES ('ben', 'Ben#NA1', 'Red'), ('cid', 'Cid#EUW', 'Blue')");
                        }
                        return 0;
                    })
                    .get();
            Table stored = db.rows("player", "discord");
            SheetTable players = scene.players();
            Plan<RowChange> plan = Sync.of(stored, players.asTable())
                    .by("discord")
                    .columns("ign", "team")
                    .plan()
                    .get();
            assertThat(plan.size()).isEqualTo(3);
            plan.apply().get().orThrow();
            TableRecords records = players.records().get();
            assertThat(records.list()).extracting(SheetRecord::key).containsExactlyInAnyOrder("ben", "cid");
            assertThat(records.record("ben").text("ign")).isEqualTo("Ben#NA1");
            assertThat(records.record("ben").flag("registered")).isTrue();
            assertThat(Sync.of(stored, players.asTable())
                            .by("discord")
                            .columns("ign", "team")
                            .plan()
                            .get()
                            .isEmpty())
                    .isTrue();
            players.upsert(List.of(Map.of("discord", "dan", "ign", "Dan#EUW")))
                    .get()
                    .orThrow();
            Sync.of(players.asTable(), stored)
                    .by("discord")
                    .columns("ign", "team")
                    .run()
                    .get()
                    .orThrow();
            long rows = db.read(connection -> {
                        try (var statement = connection.createStatement();
                                var found = statement.executeQuery("SELECT count(*) FROM bw_player")) {
                            found.next();
                            return found.getLong(1);
                        }
                    })
                    .get();
            assertThat(rows).isEqualTo(3);
        }
    }
}
