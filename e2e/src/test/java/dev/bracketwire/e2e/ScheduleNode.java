// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import dev.bracketwire.Secret;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.speedgaming.MatchField;
import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.SpeedGamingBuilder;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.Webhooks;
import dev.bracketwire.webhooks.WebhooksBuilder;
import java.io.IOException;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Is a node of {@link SpeedGamingLifecycleE2e}: it imports every minute of its clock, and publishes each change. */
final class ScheduleNode {
    private ScheduleNode() {}

    /** Takes {@code NAME BEGAN JDBC-URL FEED-URL RECEIVER-PORT}. It ends with its standard input. */
    public static void main(String[] text) throws IOException {
        FastClock clock = new FastClock(Long.parseLong(text[1]));
        try (Database db = database(text[2]);
                Webhooks hooks = hooks(db, Integer.parseInt(text[4])).open();
                SpeedGaming speedGaming =
                        client(text[0], URI.create(text[3]), db, clock).build();
                ScheduleImport schedule = ScheduleImport.builder(speedGaming, db)
                        .listener(new Glue(hooks))
                        .clock(clock)
                        .everyMinute()
                        .open()) {
            System.out.println("open " + schedule.enabled().get().size());
            while (System.in.read() >= 0) {
                System.out.println("still open");
            }
        }
    }

    static Database database(String url) {
        PGSimpleDataSource server = new PGSimpleDataSource();
        server.setUrl(url);
        DataSource pool = server;
        return Database.builder().schema("league").of(pool);
    }

    static SpeedGamingBuilder client(String name, URI base, Database db, FastClock clock) {
        return SpeedGaming.builder(name + ", judge@league.example")
                .base(base)
                .sharedBy(db)
                .clock(clock);
    }

    static WebhooksBuilder hooks(Database db, int port) {
        KeyRing keys = KeyRing.of("2026-11", Secret.of(Base64.getEncoder().encodeToString(new byte[32])));
        return Webhooks.builder(db, keys).allowHttp().allowRange("127.0.0.1/32", port);
    }

    /** Publishes each change within its transaction. */
    private record Glue(Webhooks hooks) implements MatchListener {
        private void publish(StoreSession session, String type, ScheduledMatch match, String detail)
                throws SQLException {
            long number = Objects.requireNonNull(match.source()).match();
            hooks.publish(session.connection(), Event.of(type, Map.of("match", number, "detail", detail)));
        }

        @Override
        public void created(StoreSession session, ScheduledMatch match) throws SQLException {
            publish(session, "match.created", match, "");
        }

        @Override
        public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {
            Duration by =
                    Duration.between(before.times().raceStart(), after.times().raceStart());
            publish(session, "match.rescheduled", after, by.toString());
        }

        @Override
        public void changed(StoreSession session, ScheduledMatch before, ScheduledMatch after, Set<MatchField> fields)
                throws SQLException {
            publish(session, "match.changed", after, new TreeSet<>(fields).toString());
        }

        @Override
        public void cancelled(StoreSession session, ScheduledMatch match) throws SQLException {
            publish(session, "match.cancelled", match, "");
        }
    }
}
