// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.MessagePort;
import dev.bracketwire.examples.tournament.Ports.RolePort;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.TournamentAppBuilder;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** The application in this process, on the database that the settings name. */
record LocalApplication(TournamentApp app, Database db, Riot riot) implements AutoCloseable {
    /** Opens the application for a terminal. */
    static LocalApplication open(BotSettings settings) {
        riotKey(settings);
        return open(settings, database(settings), null);
    }

    /** Opens the application, with the bot as its way to people unless it is null. */
    static <B extends MessagePort & RolePort> LocalApplication open(
            BotSettings settings, Database db, @Nullable B bot) {
        Riot riot = Riot.create(riotKey(settings));
        TournamentAppBuilder app =
                TournamentApp.builder(db, Identities.of(riot, settings.game())).publishing();
        return new LocalApplication(
                bot == null
                        ? app.withoutBackgroundWork().open()
                        : app.messages(bot).roles(bot).open(),
                db,
                riot);
    }

    private static Secret riotKey(BotSettings settings) {
        return settings.riotKey()
                .orElseThrow(() -> new BotSettings.MissingException(
                        "The key of the Riot API is missing. Put it into TOURNAMENT_RIOT_KEY."));
    }

    /** Opens the PostgreSQL database of the settings. */
    static Database database(BotSettings settings) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(settings.database().orElseThrow());
        settings.databaseUser().ifPresent(source::setUser);
        settings.databasePassword().ifPresent(password -> source.setPassword(password.reveal()));
        return Database.builder().listening(source).of(source);
    }

    @Override
    public void close() {
        app.close();
        riot.close();
        db.close();
    }
}
