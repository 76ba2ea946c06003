// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import dev.bracketwire.CallThreads;
import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.work.BackgroundWork;
import dev.bracketwire.examples.tournament.work.WorkPace;
import dev.bracketwire.keys.KeyRing;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.speedgaming.ScheduleImportBuilder;
import dev.bracketwire.speedgaming.SpeedGamingBuilder;
import dev.bracketwire.store.Database;
import dev.bracketwire.store.PersonalTable;
import dev.bracketwire.webhooks.WebhooksBuilder;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Options of a {@link TournamentApp}. */
public final class TournamentAppBuilder {
    final Database db;
    final Identities identities;
    InstantSource clock = InstantSource.system();
    CallThreads threads = CallThreads.create("tournaments");
    private @Nullable MessagePort messages;
    private @Nullable RolePort roles;
    private @Nullable SheetPort sheets;
    private @Nullable ServicePort services;
    private @Nullable ConnectorRegistry connectors;
    final List<PersonalTable> personal = new ArrayList<>();
    private @Nullable KeyRing webhookKeys;
    private boolean publishing;
    private UnaryOperator<WebhooksBuilder> webhookOptions = UnaryOperator.identity();
    private UnaryOperator<WebhooksBuilder> webhookClock = UnaryOperator.identity();
    private @Nullable SpeedGamingBuilder speedGaming;
    private Duration schedulePeriod = Duration.ofMinutes(1);
    private UnaryOperator<SpeedGamingBuilder> clientClock = UnaryOperator.identity();
    private UnaryOperator<ScheduleImportBuilder> importClock = UnaryOperator.identity();
    private boolean background = true;
    private WorkPace pace = WorkPace.DEFAULT;

    TournamentAppBuilder(Database db, Identities identities) {
        this.db = db;
        this.identities = identities;
    }

    /** Sends messages to people. Without it they are stored and wait. */
    public TournamentAppBuilder messages(MessagePort port) {
        messages = port;
        return this;
    }

    /** Sets roles of people. Without it the roles to set are stored and wait. */
    public TournamentAppBuilder roles(RolePort port) {
        roles = port;
        return this;
    }

    /** Keeps the sheets of tournaments up to date. */
    public TournamentAppBuilder sheets(SheetPort port) {
        sheets = port;
        return this;
    }

    /** Shows and controls the services of this supervisor. */
    public TournamentAppBuilder services(ServicePort port) {
        services = port;
        return this;
    }

    /** Shows the health of these connectors. */
    public TournamentAppBuilder connectors(ConnectorRegistry registry) {
        connectors = registry;
        return this;
    }

    /** Erases people from these tables too, such as those of the server. */
    public TournamentAppBuilder personal(List<PersonalTable> tables) {
        personal.addAll(tables);
        return this;
    }

    /**
     * Publishes changes as webhooks. A node with work in the background delivers them.
     *
     * @param keys encrypt the secrets of subscriptions; all nodes need the same
     * @param options changes the options, such as the addresses that are allowed
     */
    public TournamentAppBuilder webhooks(KeyRing keys, UnaryOperator<WebhooksBuilder> options) {
        webhookKeys = keys;
        webhookOptions = options;
        return this;
    }

    /**
     * Publishes changes as webhooks, and leaves delivery and subscriptions to the other nodes of the database. It is meant
     * for a program beside them that has no keys.
     */
    public TournamentAppBuilder publishing() {
        publishing = true;
        return this;
    }

    /**
     * Imports schedules of SpeedGaming as matches. One of the nodes with work in the background asks SpeedGaming, and all of
     * them share its limit of one request a minute.
     *
     * @param client the options of the client; this application makes and closes it
     * @param period the time between imports: a minute, or five for small tournaments
     */
    public TournamentAppBuilder schedules(SpeedGamingBuilder client, Duration period) {
        speedGaming = client;
        schedulePeriod = period;
        return this;
    }

    /** Leaves the work in the background to other nodes. */
    public TournamentAppBuilder withoutBackgroundWork() {
        background = false;
        return this;
    }

    /** Sets the times of the work in the background; {@link WorkPace#DEFAULT} unless set. */
    public TournamentAppBuilder pace(WorkPace times) {
        pace = times;
        return this;
    }

    /** Takes the time from this clock, such as that of the testkit. */
    public <C extends InstantSource & LongSupplier & ScheduledExecutorService> TournamentAppBuilder clock(C time) {
        clock = time;
        threads.close();
        threads = CallThreads.builder("tournaments").clock(time).build();
        webhookClock = builder -> builder.clock(time);
        clientClock = builder -> builder.clock(time);
        importClock = builder -> builder.clock(time);
        return this;
    }

    Ports ports() {
        return new Ports(messages, roles, sheets, services, connectors);
    }

    @Nullable
    WebhookDesk openWebhooks() {
        if (webhookKeys == null) {
            return publishing ? WebhookDesk.publishing(db, webhookClock) : null;
        }
        return WebhookDesk.open(
                db, webhookKeys, builder -> webhookClock.apply(webhookOptions.apply(builder)), background);
    }

    @Nullable
    ScheduleDesk openSchedules(TournamentApp app) {
        return speedGaming == null
                ? null
                : ScheduleDesk.open(
                        app,
                        clientClock.apply(speedGaming.sharedBy(db)).build(),
                        background ? schedulePeriod : null,
                        importClock);
    }

    List<AutoCloseable> startWork(TournamentApp app) {
        return background ? BackgroundWork.start(app, pace) : List.of();
    }

    /** Creates the tables that are missing, and starts the work in the background. */
    public TournamentApp open() {
        return new TournamentApp(this);
    }
}
