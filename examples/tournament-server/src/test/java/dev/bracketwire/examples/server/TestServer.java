// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.testkit.identity.FakeIdentityProvider;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/** Both services in this process, with imitations of Discord and Riot, on a database of its own. */
final class TestServer implements AutoCloseable {
    static final String CUP = "spring-cup";

    final FakeIdentityProvider discord;
    final FakeRiot riot;
    private final ApiNode api;
    private final WebServer web;
    private final URI page;

    private TestServer(FakeIdentityProvider discord, FakeRiot riot, Map<String, Object> storage, Path folder) {
        this.discord = discord;
        this.riot = riot;
        int port = freePort();
        Map<String, Object> all = new HashMap<>(Map.of(
                "state", folder.toString(),
                "webPort", port,
                "discord.base", discord.authorizeUri().resolve("/").toString().replaceAll("/$", ""),
                "discord.clientId", "client",
                "discord.clientSecret", Secret.of("a-client-secret"),
                "riot.key", Secret.of(riot.key()),
                "riot.base", riot.base()));
        all.putAll(storage);
        ServerSettings settings = ServerSettings.read(null, all);
        this.api = new ApiNode(settings, 0, new SingleProcess());
        this.web = new WebServer(URI.create("http://127.0.0.1:" + api.port()));
        web.start(port);
        this.page = settings.address();
    }

    static TestServer start(Path folder) {
        return new TestServer(
                FakeIdentityProvider.start("client", "a-client-secret"),
                FakeRiot.builder()
                        .applicationLimit("500:1")
                        .methodLimit("500:1")
                        .start(),
                Map.of(),
                folder);
    }

    /** Starts a node on PostgreSQL. */
    static TestServer start(String url, Path folder) {
        return new TestServer(
                FakeIdentityProvider.start("client", "a-client-secret"),
                FakeRiot.builder()
                        .applicationLimit("500:1")
                        .methodLimit("500:1")
                        .start(),
                Map.of("database.url", url, "database.user", "postgres", "database.password", Secret.of("postgres")),
                folder);
    }

    /** Returns a free port below those that the system gives to connections, so that none of them takes it meanwhile. */
    static int freePort() {
        while (true) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_000);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (java.io.IOException inUse) {
                // Another one is tried.
            }
        }
    }

    URI page() {
        return page;
    }

    URI api() {
        return URI.create("http://127.0.0.1:" + api.port());
    }

    TournamentApp app() {
        return api.app();
    }

    TestBrowser browser() {
        return new TestBrowser(page);
    }

    /** Makes up a person that Discord knows. */
    Person person(String name) {
        String id = "20000" + Math.floorMod(name.hashCode(), 1_000_000_000);
        discord.user(id, name);
        return app().personOfDiscord(id, name).get();
    }

    /** Makes up a person with a permission for everything, who is signed in. */
    TestBrowser signedIn(String name, Permission level) throws Exception {
        Person person = person(name);
        if (level.includes(Permission.VIEWER)) {
            grant(person.id(), Grant.EVERYTHING, level);
        }
        return browser().signIn(person.discord());
    }

    void grant(String person, String scope, Permission level) {
        app().database()
                .write(connection -> new SqlSession(app().database(), connection)
                        .update("INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)", person, scope, level))
                .get();
    }

    /** Makes up a tournament that takes registrations. */
    TestServer cup(String id) {
        Person admin = person("Root");
        if (app().read(state -> state.findGrant(admin.id(), Grant.EVERYTHING))
                .get()
                .isEmpty()) {
            grant(admin.id(), Grant.EVERYTHING, Permission.ADMIN);
        }
        run(admin, new CreateTournament(id, "league", "Cup " + id, 8, 1));
        run(admin, new SetWindow(id, SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
        return this;
    }

    Answer run(Person person, Command command) {
        return app().run(command, Caller.of(person.id(), Face.TERMINAL)).get();
    }

    /** Returns the refusals in the audit, as command and summary. */
    List<String> refusals() {
        return app().read(state -> state.sql()
                        .list(
                                "SELECT command, summary FROM ${audit} WHERE outcome = 'REFUSED' ORDER BY number",
                                row -> row.getString(1) + " " + row.getString(2)))
                .get();
    }

    @Override
    public void close() {
        web.close();
        api.close();
        discord.close();
        riot.close();
    }
}
