// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.riot.Game;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings of the bot. A file and the environment give them: {@code TOURNAMENT_TOKEN} is the token of the server,
 * {@code TOURNAMENT_DISCORD_TOKEN} that of the bot.
 *
 * @param server the address of a server of tournaments; without it the application runs in this process
 * @param token the token that the server takes. That of a bot acts for others and has the level ADMIN, since the bot also
 *     works off the server's outbox of messages and roles
 * @param discordToken the token of the bot, from its page at Discord
 * @param panels the SQLite file in which a bot keeps its panels, beside a server
 * @param database the PostgreSQL database of the application, such as {@code jdbc:postgresql://db/tournaments}
 * @param databaseUser the user of the database
 * @param databasePassword the password of the user
 * @param riotKey the key of the Riot API, by which names are verified
 * @param game the game whose platforms people play on
 * @param services the services that are started and stopped with the bot
 * @param state the directory in which their supervisor keeps its state
 */
record BotSettings(
        Optional<URI> server,
        Optional<Secret> token,
        Optional<Secret> discordToken,
        Path panels,
        Optional<String> database,
        Optional<String> databaseUser,
        Optional<Secret> databasePassword,
        Optional<Secret> riotKey,
        Game game,
        Map<String, ServiceSettings> services,
        Path state) {
    private static final Map<String, String> DEFAULTS =
            Map.of("panels", "bot.db", "game", "tft", "state", ".bot-services");

    /**
     * A service.
     *
     * @param command the program and its arguments
     * @param directory the directory in which it runs
     * @param environment variables that it gets
     * @param port the port on which it listens, which must be free
     * @param health the path that answers when it is ready
     * @param after the services that must be ready before
     */
    record ServiceSettings(
            List<String> command,
            Optional<Path> directory,
            Map<String, String> environment,
            Optional<Integer> port,
            Optional<String> health,
            List<String> after) {}

    static BotSettings read(Optional<Path> file, Optional<URI> server, Map<String, String> environment) {
        var settings = Settings.builder().defaults(DEFAULTS);
        file.ifPresent(settings::file);
        settings.environment("TOURNAMENT_").variables(environment);
        server.ifPresent(address -> settings.set("server", address));
        return settings.build().read(BotSettings.class);
    }

    /** A required setting is missing. The message says how to add it. */
    static final class MissingException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        MissingException(String message) {
            super(message);
        }
    }
}
