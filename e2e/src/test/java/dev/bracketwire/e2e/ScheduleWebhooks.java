// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import dev.bracketwire.speedgaming.MatchListener;
import dev.bracketwire.speedgaming.ScheduleImport;
import dev.bracketwire.speedgaming.ScheduledMatch;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.StoreSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.webhooks.Event;
import dev.bracketwire.webhooks.Webhooks;
import java.sql.SQLException;
import java.util.Map;

/** Publishes what an import changes, as the guide of schedules and the Javadoc of listeners show it. */
final class ScheduleWebhooks implements MatchListener {
    private final Webhooks hooks;

    ScheduleWebhooks(Webhooks hooks) {
        this.hooks = hooks;
    }

    static ScheduleImport open(SpeedGaming speedGaming, Database db, Webhooks hooks) {
        return ScheduleImport.builder(speedGaming, db)
                .listener(new ScheduleWebhooks(hooks))
                .everyMinute()
                .open();
    }

    @Override
    public void rescheduled(StoreSession session, ScheduledMatch before, ScheduledMatch after) throws SQLException {
        hooks.publish(session.connection(), Event.of("match.rescheduled", Map.of("match", after.id())));
    }

    @Override
    public void cancelled(StoreSession session, ScheduledMatch match) throws SQLException {
        hooks.publish(session.connection(), Event.of("match.cancelled", new Cancelled(match.id(), match.label())));
    }

    /** The data of an event. */
    record Cancelled(long match, String label) {}
}
