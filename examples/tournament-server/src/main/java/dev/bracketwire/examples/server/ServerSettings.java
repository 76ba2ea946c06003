// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.speedgaming.SpeedGaming;
import dev.bracketwire.speedgaming.SpeedGamingBuilder;
import dev.bracketwire.webhooks.WebhooksBuilder;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the server. The README explains each of them.
 *
 * @param apiPort the port of the API on this machine
 * @param webPort the port of the page on this machine
 * @param publicAddress the address that people open, without a path; empty for the page's port on this machine
 * @param state the folder for the database and for the state of the supervisor
 * @param database the database
 * @param discord the sign-in
 * @param riot the access to Riot
 * @param sheets the access to Google Sheets; empty if no tournament has a sheet
 * @param webhooks the webhooks
 * @param speedgaming the access to schedules of SpeedGaming; empty if no tournament has one
 * @param services further services of the organiser, by their names
 * @param demo whether this is a trial with made-up data
 */
record ServerSettings(
        int apiPort,
        int webPort,
        Optional<URI> publicAddress,
        Path state,
        Storage database,
        Discord discord,
        RiotAccess riot,
        Optional<SheetsAccess> sheets,
        WebhookAccess webhooks,
        Optional<ScheduleAccess> speedgaming,
        Map<String, OwnService> services,
        boolean demo) {
    ServerSettings {
        services = Map.copyOf(services);
    }

    /** Returns the address that people open. */
    URI address() {
        return publicAddress.orElse(URI.create("http://127.0.0.1:" + webPort));
    }

    /** Returns the same settings with other ports. */
    ServerSettings on(int api, int web) {
        return new ServerSettings(
                api, web, publicAddress, state, database, discord, riot, sheets, webhooks, speedgaming, services, demo);
    }

    /** Reads the settings from a file and from variables that begin with {@code TOURNAMENT_}. */
    static ServerSettings read(@Nullable Path file, Map<String, Object> overrides) {
        var builder = Settings.builder()
                .defaults(Map.of(
                        "apiPort", "8000",
                        "webPort", "3000",
                        "state", "tournament-state",
                        "demo", "false",
                        "webhooks.allowHttp", "false",
                        "discord.base", "https://discord.com"));
        if (file != null) {
            builder = builder.file(file);
        }
        builder = builder.environment("TOURNAMENT_");
        for (Map.Entry<String, Object> each : overrides.entrySet()) {
            builder = builder.set(each.getKey(), each.getValue());
        }
        return SettingsCheck.checked(builder.build().read(ServerSettings.class));
    }

    /**
     * The database: a SQLite file, or PostgreSQL.
     *
     * @param file the SQLite file; empty for {@code tournament.db} in the state folder
     * @param url the address of PostgreSQL, such as {@code jdbc:postgresql://localhost/tournament}; empty for SQLite
     * @param user the user of PostgreSQL
     * @param password the password of that user
     */
    record Storage(Optional<Path> file, Optional<String> url, Optional<String> user, Optional<Secret> password) {}

    /**
     * The sign-in by Discord.
     *
     * @param base the address of Discord
     * @param clientId the id of the application there
     * @param clientSecret its secret
     */
    record Discord(URI base, Optional<String> clientId, Optional<Secret> clientSecret) {}

    /**
     * The access to Riot.
     *
     * @param key the API key
     * @param base another address with {@code {route}} in it, such as that of a proxy; empty for Riot itself
     */
    record RiotAccess(Optional<Secret> key, Optional<String> base) {}

    /**
     * The access to Google Sheets: a key file of a service account, or a token.
     *
     * @param serviceAccount the key file
     * @param token a token, for trials
     * @param base another address, such as that of a proxy; empty for Google itself
     */
    record SheetsAccess(Optional<Path> serviceAccount, Optional<Secret> token, Optional<URI> base) {}

    /**
     * The webhooks.
     *
     * @param keys the file of the keys that encrypt the secrets of webhooks; empty for {@code webhook-keys} in the state
     *     folder, which is made if it is not there
     * @param allowHttp whether addresses may begin with http
     * @param ranges addresses that are not public but allowed, each with a port, such as {@code 10.20.0.0/16:8443}
     */
    record WebhookAccess(Optional<Path> keys, boolean allowHttp, List<String> ranges) {
        WebhookAccess {
            ranges = List.copyOf(ranges);
        }

        /** Allows these addresses. */
        WebhooksBuilder allow(WebhooksBuilder builder) {
            WebhooksBuilder allowing = allowHttp ? builder.allowHttp() : builder;
            for (String range : ranges) {
                int colon = range.lastIndexOf(':');
                try {
                    allowing = allowing.allowRange(
                            range.substring(0, colon), Integer.parseInt(range.substring(colon + 1)));
                } catch (IllegalArgumentException e) {
                    throw new ConfigurationException(
                            List.of(new Problem("webhooks.ranges", "cannot be " + range + ": " + e.getMessage())));
                }
            }
            return allowing;
        }
    }

    /**
     * The access to the schedules of SpeedGaming.
     *
     * @param contact an address by which the operator of SpeedGaming reaches the organisers; it is sent with each request
     * @param base another address, such as that of a trial; empty for SpeedGaming itself
     * @param spacing the least time between two requests; empty for that which SpeedGaming asks for
     * @param period the time between imports of all schedules; empty for a minute
     */
    record ScheduleAccess(String contact, Optional<URI> base, Optional<Duration> spacing, Optional<Duration> period) {
        /** Returns the options of a client. */
        SpeedGamingBuilder client() {
            SpeedGamingBuilder client = SpeedGaming.builder(contact);
            base.ifPresent(client::base);
            spacing.ifPresent(client::spacing);
            return client;
        }

        /** Returns the time between imports. */
        Duration every() {
            return period.orElse(Duration.ofMinutes(1));
        }
    }

    /**
     * A further service that the organiser runs beside the server.
     *
     * @param command the program and its arguments
     * @param directory the folder in which it runs; empty for that of the server
     * @param environment variables that are added
     * @param ports the ports on which it listens
     * @param after the services that must be ready before it
     * @param health a path that answers when it is ready; empty if it has none
     */
    record OwnService(
            List<String> command,
            Optional<Path> directory,
            Map<String, String> environment,
            List<Integer> ports,
            List<String> after,
            Optional<String> health) {}
}
