// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.store;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/** The process that {@link TaskChaos} kills and pauses: it offers a task whose runs write rows under their fence. */
final class TaskNode {
    private static final int STEPS = 20;

    private TaskNode() {}

    /** Takes {@code sqlite FILE} or {@code postgres URL SCHEMA}, and ends with its input. */
    public static void main(String[] where) throws IOException {
        Database db = where[0].equals("sqlite")
                ? TaskChaos.open(Database.builder()).open(Path.of(where[1]))
                : TaskChaos.open(Database.builder().schema(where[2])).of(Pools.of(where[1]));
        ClusterTask.builder(db, "beat", Duration.ofMillis(50), run -> work(db, run))
                .lease(Duration.ofSeconds(1))
                .backOff(Duration.ofMillis(50), Duration.ofMillis(100))
                .poll(Duration.ofMillis(200))
                .keepRuns(10_000)
                .open();
        if (System.in.read() < 0) {
            System.exit(0);
        }
    }

    private static void work(Database db, TaskRun run) {
        for (int i = 0; i < STEPS; i++) {
            db.write(connection -> {
                        run.fence(connection);
                        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + db.table("beat")
                                + " (id, token) SELECT COALESCE(MAX(id), 0) + 1, CAST(? AS bigint) FROM "
                                + db.table("beat"))) {
                            insert.setLong(1, run.number());
                            return insert.executeUpdate();
                        }
                    })
                    .get();
            run.checkActive();
            LockSupport.parkNanos(5_000_000);
        }
    }
}
