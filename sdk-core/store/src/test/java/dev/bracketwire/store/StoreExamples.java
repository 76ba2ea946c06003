// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import dev.bracketwire.exchange.Backup;
import dev.bracketwire.exchange.Format;
import dev.bracketwire.exchange.Manifest;
import dev.bracketwire.exchange.RowChange;
import dev.bracketwire.exchange.Sync;
import dev.bracketwire.exchange.Table;
import dev.bracketwire.exchange.Transfer;
import dev.bracketwire.exchange.TransferReport;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.keys.TokenStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;

/** The examples of the store's guide and Javadoc. */
@SuppressWarnings("UnusedVariable")
abstract class StoreExamples {
    record Player(long id, String name, int rating) {}

    private final Player ann = new Player(1, "Ann", 1500);

    abstract List<Player> players(Connection connection) throws SQLException;

    abstract int insert(Connection connection, Player player) throws SQLException;

    void open(Migrations league) {
        try (Database db = Database.open(Path.of("state/league.db"))) {
            db.migrate(league).get();
            db.write(connection -> insert(connection, ann)).get();
            List<Player> all = db.read(connection -> players(connection)).get();
        }
    }

    void migrations() {
        Migrations league = Migrations.named("league")
                .step("V1__players", "CREATE TABLE ${players} (id bigint PRIMARY KEY, name text NOT NULL)")
                .step("V2__rating", "ALTER TABLE ${players} ADD COLUMN rating int NOT NULL DEFAULT 1500");
    }

    void files() {
        Migrations league =
                Migrations.of("league", StoreExamples.class::getResourceAsStream, "V1__players.sql", "V2__rating.sql");
    }

    void builder(Migrations league, DataSource pool) {
        Database db = Database.builder()
                .schema("league")
                .schemaMode(SchemaMode.VALIDATE)
                .migrations(league)
                .of(pool);
    }

    int plain(Database db, Connection connection, Player player) throws SQLException {
        try (PreparedStatement insert =
                connection.prepareStatement("INSERT INTO " + db.table("players") + " (id, name) VALUES (?, ?)")) {
            insert.setLong(1, player.id());
            insert.setString(2, player.name());
            return insert.executeUpdate();
        }
    }

    void scripts(Path folder) throws Exception {
        for (Migrations.Script script : Migrations.own().scripts(DatabaseEngine.POSTGRESQL)) {
            Files.writeString(folder.resolve(script.name() + ".sql"), script.sql());
        }
    }

    void lease(Database db) {
        Optional<Lease> mine = db.lease("import", Duration.ofSeconds(30)).get();
        if (mine.isPresent()) {
            try (Lease lease = mine.get()) {
                db.write(connection -> {
                            lease.fence(connection);
                            return insert(connection, ann);
                        })
                        .get();
            }
        }
    }

    void upsert(Database db, List<Player> players) {
        Upsert upsert = Upsert.into(db.table("players"), "id").set("name", "rating");
        int rows = db.write(connection -> upsert.run(connection, players, (row, player) -> {
                    row.setLong(1, player.id());
                    row.setString(2, player.name());
                    row.setInt(3, player.rating());
                }))
                .get();
    }

    void query(Database db) {
        Query strong = Query.of("SELECT id, name FROM " + db.table("players") + " WHERE rating > ?", 1800);
        TransferReport report = db.read(connection -> Transfer.from(strong.rows(connection))
                        .to(Path.of("strong.csv"), Format.csv())
                        .get())
                .within(Duration.ofMinutes(10))
                .get();
    }

    void exchange(Database db) {
        Table players = db.rows("players", "id");
        Report<RowChange> report = Sync.of(Table.file(Path.of("roster.csv"), Format.csv()), players)
                .by("id")
                .run()
                .get();
        Manifest made = Backup.of(players, db.rows("results", "id"))
                .to(Path.of("league.zip"))
                .get();
    }

    void load(Database db, Upsert upsert) {
        TransferReport report = Transfer.from(Path.of("players.csv"), Format.csv())
                .inBatches(1000, 1, rows -> db.write(connection -> upsert.run(connection, rows)))
                .get();
    }

    void sealed(Database db, KeyRing keys, Player player, PreparedStatement insert, ResultSet rows)
            throws SQLException {
        SealedColumn email = SealedColumn.of(db, "players", "id", "email", keys);
        insert.setBytes(2, email.seal(player.id(), "ann@example.org"));
        String opened = email.open(player.id(), rows.getBytes("email"));
    }

    void personal(Database db, SealedColumn email) {
        PersonalData people = PersonalData.of(
                db,
                PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), "sent_at"),
                PersonalTable.of("results", "player_id").blanking("player_name"),
                PersonalTable.of("players", "id").sealed(email));
        people.export(42, Path.of("person-42.json")).get();
        people.erase(42).get().orThrow();
        people.expire().get().orThrow();
    }

    void tables() {
        PersonalTable chat = PersonalTable.of("chat", "author_id").keptFor(Duration.ofDays(90), "sent_at");
        PersonalTable results = PersonalTable.of("results", "player_id").blanking("player_name", "country");
    }

    abstract boolean running();

    abstract int work(Database db);

    void wakeup(Database db) {
        try (Wakeup jobs = db.wakeup("jobs")) {
            while (running()) {
                if (work(db) == 0) {
                    jobs.await(Duration.ofSeconds(5)).get();
                }
            }
        }
    }

    void wake(Database db) {
        db.write(connection -> {
                    insert(connection, ann);
                    db.wake(connection, "jobs");
                    return 1;
                })
                .get();
    }

    void claim(Database db, long now) {
        QueueClaim due = QueueClaim.from(db, "jobs", "id")
                .where("state = 'due' AND due_at <= ?")
                .orderBy("due_at")
                .set("state = 'taken'");
        List<Long> ids = db.write(connection ->
                        due.take(connection, 64, query -> query.setLong(1, now), row -> row.getLong("id")))
                .get();
    }

    void clusterTask(Database db) {
        ClusterTask retention = ClusterTask.builder(db, "retention", Duration.ofHours(1), run -> prune(run))
                .jitter(0.1)
                .backOff(Duration.ofMinutes(1), Duration.ofHours(1))
                .open();
        retention.pause("the archive is moved").get();
        retention.resume().get();
        retention.trigger().get();
        TaskStatus status = retention.status().get();
    }

    void operatorPage(Database db) {
        ClusterTask retention = ClusterTask.of(db, "retention");
        List<TaskRecord> runs = retention.runs(20).get();
        retention.trigger().get();
    }

    private Database db = Database.inMemory();

    abstract int deleteOldest(Connection connection, int rows) throws SQLException;

    int prune(TaskRun run) {
        int all = 0;
        for (int rows = batch(run); rows > 0; rows = batch(run)) {
            run.checkActive();
            all += rows;
        }
        return all;
    }

    int batch(TaskRun run) {
        return db.write(connection -> {
                    run.fence(connection);
                    return deleteOldest(connection, 500);
                })
                .get();
    }

    void afterCommit(Map<Long, Player> seen) {
        db.write(connection -> {
                    db.afterCommit(connection, () -> seen.put(ann.id(), ann));
                    return insert(connection, ann);
                })
                .get();
    }

    static TokenStore tokenStore(Database db) {
        TokenStore store = DatabaseTokenStore.in(db, KeyRing.of("2026-11", Secret.env("TOKEN_KEY")));
        return store;
    }
}
