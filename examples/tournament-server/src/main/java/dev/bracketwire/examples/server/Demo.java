// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.identity.FakeIdentityProvider;
import dev.bracketwire.testkit.riot.FakeRiot;
import dev.bracketwire.testkit.sheets.FakeSheets;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A trial with made-up data: imitations of Discord, Riot, Google, SpeedGaming and a receiver of webhooks on this machine, and
 * settings that point to them. They run in the main process, so they outlive a restart of the API.
 */
final class Demo implements AutoCloseable {
    private static final String CLIENT = "demo-client";
    private static final String SHEETS_TOKEN = "demo-sheets-token";
    private static final String CONTACT = "organiser@demo.example";

    /** Shorter than the minute that SpeedGaming asks for, which would be too long to wait for in a trial. */
    private static final String SPACING = "PT0.2S";

    private final FakeIdentityProvider discord;
    private final FakeRiot riot =
            FakeRiot.builder().applicationLimit("500:1").methodLimit("500:1").start();
    private final FakeSheets google = FakeSheets.start().token(SHEETS_TOKEN);
    private final FakeReceiver receiver = FakeReceiver.start();
    private final FakeSpeedGaming speedGaming = FakeSpeedGaming.start();
    private final AtomicBoolean open = new AtomicBoolean(true);
    private final Path state;
    private final boolean temporary;
    private final ServerSettings settings;
    private final Map<String, String> environment = new LinkedHashMap<>();

    private Demo(Map<String, Object> ports, @Nullable Path kept) {
        String secret = RandomSecrets.create();
        this.discord = FakeIdentityProvider.start(CLIENT, secret);
        this.temporary = kept == null;
        this.state = kept == null ? temporary() : kept;
        set("state", state.toString());
        set("demo", "true");
        set("discord.base", discord.authorizeUri().resolve("/").toString().replaceAll("/$", ""));
        set("discord.client.id", CLIENT);
        set("discord.client.secret", secret);
        set("riot.key", riot.key());
        set("riot.base", riot.base());
        set("sheets.token", SHEETS_TOKEN);
        set("sheets.base", google.uri().toString());
        String loopback = "127.0.0.1/32:" + receiver.port();
        set("webhooks.allow.http", "true");
        set("webhooks.ranges", loopback);
        set("speedgaming.contact", CONTACT);
        set("speedgaming.base", speedGaming.uri().toString());
        set("speedgaming.spacing", SPACING);
        Map<String, Object> all = new LinkedHashMap<>(ports);
        all.put("state", state.toString());
        all.put("demo", "true");
        all.put("discord.base", environment.get("TOURNAMENT_DISCORD_BASE"));
        all.put("discord.clientId", CLIENT);
        all.put("discord.clientSecret", Secret.of(secret));
        all.put("riot.key", Secret.of(riot.key()));
        all.put("riot.base", riot.base());
        all.put("sheets.token", Secret.of(SHEETS_TOKEN));
        all.put("sheets.base", google.uri().toString());
        all.put("webhooks.allowHttp", "true");
        all.put("webhooks.ranges", List.of(loopback));
        all.put("speedgaming.contact", CONTACT);
        all.put("speedgaming.base", speedGaming.uri().toString());
        all.put("speedgaming.spacing", SPACING);
        this.settings = ServerSettings.read(null, all);
    }

    private void set(String path, String value) {
        environment.put("TOURNAMENT_" + path.toUpperCase(java.util.Locale.ROOT).replace('.', '_'), value);
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("tournament-demo");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the imitations and fills the database, unless it is filled already. */
    static Demo start(Map<String, Object> ports, @Nullable Path state) {
        Demo demo = new Demo(ports, state);
        try {
            demo.fill();
            return demo;
        } catch (RuntimeException e) {
            demo.close();
            throw e;
        }
    }

    private void fill() {
        try (ServerMetrics metrics = new ServerMetrics();
                Platforms platforms = new Platforms(settings.on(1, 2), settings.address(), metrics.bridge());
                Database db = ApiNode.database(settings);
                TournamentApp app = TournamentServer.quiet(db, platforms.identities(), settings)) {
            new DemoData(app, discord, riot, google, receiver, speedGaming).fill();
        }
    }

    ServerSettings settings() {
        return settings;
    }

    /** Returns the settings as variables for the API. */
    Map<String, String> environment() {
        return Map.copyOf(environment);
    }

    /** Prints the names of the people that can sign in. */
    void announce(PrintWriter out) {
        out.println(
                "Sign in as Maya (admin), Otto (organiser), Vera (viewer) or one of the players; no password is asked.");
        out.println(temporary ? "Nothing is kept when you stop it with Ctrl-C." : "The data is kept in " + state + ".");
        out.flush();
    }

    FakeIdentityProvider discord() {
        return discord;
    }

    FakeReceiver receiver() {
        return receiver;
    }

    FakeSpeedGaming speedGaming() {
        return speedGaming;
    }

    FakeSheets google() {
        return google;
    }

    Optional<Path> kept() {
        return temporary ? Optional.empty() : Optional.of(state);
    }

    @Override
    public void close() {
        if (!open.compareAndSet(true, false)) {
            return;
        }
        discord.close();
        riot.close();
        google.close();
        receiver.close();
        speedGaming.close();
        if (temporary) {
            delete(state);
        }
    }

    private static void delete(Path folder) {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
