// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import dev.bracketwire.Call;
import dev.bracketwire.Outcome;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.TypeRef;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.keys.KeyRing;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
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

    void transfer() {
        TransferReport report = Transfer.from(Path.of("old.csv"), Format.csv())
                .rename("Nick", "name")
                .convert("score", Integer.class)
                .filter(row -> row.get("name") != null)
                .to(Path.of("new.xml"), Format.xml("players", "player"))
                .get();
    }

    void batches(Connector chests) {
        TransferReport report = Transfer.from(Path.of("players.csv"), Format.csv())
                .inBatches(100, 4, players -> chests.post("/players", Body.json(players), Reply.class))
                .get();
    }

    record Taken(List<BatchProblem> refused) {}

    void batchesInPart(Connector chests) {
        TransferReport report = Transfer.from(Path.of("players.csv"), Format.csv())
                .inBatches(100, 4, players -> chests.post("/players", Body.json(players), Taken.class), Taken::refused)
                .get();
    }

    void sync() {
        Table roster = Table.file(Path.of("roster.csv"), Format.csv());
        Table site = Table.file(Path.of("site.jsonl"), Format.jsonLines());
        Plan<RowChange> plan = Sync.of(roster, site).by("id").plan().get();
        System.out.println(plan);
        Report<RowChange> report = plan.apply().get();
    }

    private static final TypeRef<List<Player>> PLAYERS = new TypeRef<>() {};

    void platform(Connector platform) {
        Table chests = Table.of("chests", platform.get("/players", PLAYERS), change -> switch (change.kind()) {
            case RowChange.ADD ->
                platform.post("/players", Body.json(change.after()), Reply.class)
                        .map(reply -> Outcome.applied(change));
            default -> Call.done(Outcome.skipped(change, "players are never changed"));
        });
    }

    void backup(Table players, Table matches) {
        Manifest made = Backup.of(players, matches).to(Path.of("league.zip")).get();
    }

    void javadocBackup(Table players, Table matches) {
        Backup league = Backup.of(players, matches);
        Manifest made = league.to(Path.of("league.zip")).get();
        RestoreProof proof = league.prove(Path.of("league.zip")).get().orThrow();
    }

    void prove(Table players, Table matches, KeyRing keys) {
        RestoreProof proof = Restore.from(Path.of("league.zip"))
                .keys(keys)
                .prove(players, matches)
                .within(Duration.ofMinutes(10))
                .get();
        System.out.println(proof);
    }

    void restore(Table players, Table matches) {
        Plan<Restore.Replacement> plan =
                Restore.from(Path.of("league.zip")).into(players, matches).get();
        System.out.println(plan);
        Report<Restore.Replacement> report = plan.apply().get();
    }

    void schema() {
        Schema players = TableSchema.of(
                Column.text("id").required().unique(), Column.whole("score").between(0, 5000));
    }

    void infer() {
        try (var rows = Format.csv().read(Path.of("players.csv"))) {
            TableSchema players = TableSchema.infer(rows, 1000).with("id", Column::unique);
            System.out.println(players.toJsonSchema());
        }
    }

    void quarantine() {
        Format careful = Format.csv().onProblem(OnProblem.quarantine(Path.of("bad.jsonl")));
    }
}
