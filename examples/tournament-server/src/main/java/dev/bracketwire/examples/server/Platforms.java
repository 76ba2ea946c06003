// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.connector.ConnectorRegistry;
import dev.bracketwire.connector.ConnectorRegistryBuilder;
import dev.bracketwire.examples.tournament.Ports.SheetPort;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Region;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.RiotBuilder;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.sheets.GoogleAccess;
import dev.bracketwire.sheets.Sheets;
import dev.bracketwire.sheets.SheetsBuilder;
import dev.bracketwire.sheets.table.SheetTable;
import dev.bracketwire.telemetry.micrometer.MicrometerBridge;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The clients of the platforms that the server needs: Discord for the sign-in, Riot for names, Google for sheets. */
final class Platforms implements AutoCloseable, SheetPort {
    private final Riot riot;
    private final @Nullable Sheets sheets;
    private final DiscordAccounts discord;
    private final ConnectorRegistry registry;

    Platforms(ServerSettings settings, URI publicAddress, MicrometerBridge meters) {
        RiotBuilder options = Riot.builder(settings.riot().key().orElseThrow()).listener(meters);
        this.riot = settings.riot().base().map(options::base).orElse(options).build();
        this.sheets = settings.sheets().map(access -> sheets(access, meters)).orElse(null);
        this.discord = new DiscordAccounts(
                settings.discord().base(),
                settings.discord().clientId().orElseThrow(),
                settings.discord().clientSecret().orElseThrow(),
                publicAddress.resolve("/auth/callback"));
        ConnectorRegistryBuilder all = ConnectorRegistry.builder().add(riot.connector(Region.EUROPE));
        this.registry = (sheets == null ? all : all.add(sheets.connector())).build();
    }

    private static Sheets sheets(ServerSettings.SheetsAccess access, MicrometerBridge meters) {
        GoogleAccess google = access.token()
                .map(GoogleAccess::token)
                .orElseGet(() ->
                        GoogleAccess.serviceAccount(access.serviceAccount().orElseThrow()));
        SheetsBuilder options = Sheets.builder(google).listener(meters);
        return access.base().map(options::base).orElse(options).build();
    }

    Identities identities() {
        return Identities.of(riot, Game.TFT);
    }

    DiscordAccounts discord() {
        return discord;
    }

    ConnectorRegistry registry() {
        return registry;
    }

    @Override
    public Optional<SheetTable> table(Tournament tournament) {
        String spreadsheet = tournament.spreadsheet();
        String tab = tournament.tab();
        return sheets == null || spreadsheet == null || tab == null
                ? Optional.empty()
                : Optional.of(sheets.spreadsheet(spreadsheet).table(tab));
    }

    @Override
    public void close() {
        registry.close();
        discord.close();
        if (sheets != null) {
            sheets.close();
        }
        riot.close();
    }
}
