// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.CallThreads;
import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.discord.AccountDesk;
import dev.bracketwire.examples.tournament.discord.DiscordPort;
import dev.bracketwire.examples.tournament.discord.StoredEvents;
import dev.bracketwire.examples.tournament.discord.TournamentBot;
import dev.bracketwire.store.Database;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The parts of a running bot, which are closed in the reverse order. */
final class BotProcess implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(BotProcess.class);

    private final Deque<AutoCloseable> parts = new ArrayDeque<>();
    private final int services;

    private BotProcess(BotSettings settings, DiscordPort discord) {
        this.services = settings.services().size();
        if (discord instanceof AutoCloseable connection) {
            parts.push(connection);
        }
        try {
            if (services > 0) {
                parts.push(BoundServices.start(settings.state(), settings.services()));
            }
            if (settings.server().isPresent()) {
                startBesideServer(settings, discord);
            } else {
                startWithApplication(settings, discord);
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** Starts the bot, after the services that live as long as it. */
    static BotProcess start(BotSettings settings, DiscordPort discord) {
        return new BotProcess(settings, discord);
    }

    private void startBesideServer(BotSettings settings, DiscordPort discord) {
        Database panels = opened(Database.open(settings.panels()));
        RemoteDesk desk = opened(RemoteDesk.create(
                settings.server().orElseThrow(), settings.token().orElseGet(() -> Secret.env("TOURNAMENT_TOKEN"))));
        TournamentBot bot = opened(TournamentBot.create(discord, panels));
        bot.start(desk);
        RemoteOutbox outbox = opened(RemoteOutbox.start(desk, bot, bot, CallThreads.create("outbox")));
        parts.push(desk.follow(new RemoteEvents.Listener() {
            @Override
            public void changed(String tournament) {
                bot.changed(tournament);
                outbox.wake();
            }

            @Override
            public void messages() {
                outbox.wake();
            }

            @Override
            public void missed() {
                bot.changedAll();
                outbox.retry();
            }
        }));
    }

    private void startWithApplication(BotSettings settings, DiscordPort discord) {
        Database db = LocalApplication.database(settings);
        TournamentBot bot = TournamentBot.create(discord, db);
        LocalApplication local = opened(LocalApplication.open(settings, db, bot));
        parts.push(bot);
        parts.push(StoredEvents.follow(db, bot::changed)); // before the start, which reads everything
        bot.start(AccountDesk.of(local.app()));
    }

    private <P extends AutoCloseable> P opened(P part) {
        parts.push(part);
        return part;
    }

    /** Returns the part about services of the line that reports that the bot is online. */
    String note() {
        return services == 0 ? "" : ", and its " + services + (services == 1 ? " service" : " services");
    }

    @Override
    public void close() {
        while (!parts.isEmpty()) {
            try {
                parts.pop().close();
            } catch (Exception e) {
                log.warn("a part of the bot could not be closed", e);
            }
        }
    }
}
