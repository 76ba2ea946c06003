// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import java.net.URI;
import java.time.Instant;
import java.util.Map;

/** Runs the server with the data of the demo in this process, for tests of the page. */
public final class DemoSite implements AutoCloseable {
    /** A tournament with many entries. */
    public static final String LARGE = "large-cup";

    private final Demo demo;
    private final ServerSettings settings;
    private ApiNode api;
    private final WebServer web;

    private DemoSite(int entries) {
        int apiPort = TestServer.freePort();
        int webPort = TestServer.freePort();
        this.demo = Demo.start(
                // One import at the start, so that tests decide when the next one is made.
                Map.of("apiPort", apiPort, "webPort", webPort, "speedgaming.period", "P1D"), null);
        this.settings = demo.settings().on(apiPort, webPort);
        if (entries > 0) {
            addLargeTournament(entries);
        }
        this.api = new ApiNode(settings, apiPort, new SingleProcess());
        this.web = new WebServer(URI.create("http://127.0.0.1:" + apiPort));
        web.start(webPort);
    }

    /** Starts the demo. */
    public static DemoSite start() {
        return new DemoSite(0);
    }

    /** Starts the demo with a further tournament of this many entries. */
    public static DemoSite start(int entries) {
        return new DemoSite(entries);
    }

    /** Returns the address of the page, without a path. */
    public String address() {
        return settings.address().toString();
    }

    /** Returns the port of the page. */
    public int port() {
        return settings.webPort();
    }

    /** Adds a person who can sign in. */
    public void person(String discord, String name) {
        demo.discord().user(discord, name);
    }

    /** Changes a cell of a sheet, as a person would by hand. */
    public void edit(String spreadsheet, String tab, String cell, Object value) {
        demo.google().open(spreadsheet).find(tab).set(cell, value);
    }

    /** Returns the receiver of the webhooks. */
    public FakeReceiver receiver() {
        return demo.receiver();
    }

    /** Returns the SpeedGaming of the schedules. */
    public FakeSpeedGaming speedGaming() {
        return demo.speedGaming();
    }

    /** Stops the API, as if its process had ended. */
    public void stopApi() {
        api.close();
    }

    /** Starts the API again on its port. */
    public void startApi() {
        api = new ApiNode(settings, settings.apiPort(), new SingleProcess());
    }

    private void addLargeTournament(int entries) {
        try (Database db = ApiNode.database(settings)) {
            db.write(connection -> {
                        SqlSession sql = new SqlSession(db, connection);
                        sql.update(
                                "INSERT INTO ${tournaments} (id, organisation, name, capacity, team_size, max_teams)"
                                        + " VALUES (?, 'league', 'Large Cup', 20000, 1, 0)",
                                LARGE);
                        Instant now = Instant.parse("2026-11-30T18:00:00Z");
                        for (int i = 0; i < entries; i++) {
                            String person = "p-large" + i;
                            sql.update("INSERT INTO ${people} (id, name) VALUES (?, ?)", person, "Player " + i);
                            sql.update(
                                    "INSERT INTO ${entries} (tournament, person, status, position, since, riot_id,"
                                            + " verification) VALUES (?, ?, 'REGISTERED', ?, ?, ?, 'VERIFIED')",
                                    LARGE,
                                    person,
                                    i + 1L,
                                    now,
                                    "Player" + i + "#EUW");
                        }
                        return true;
                    })
                    .get();
        }
    }

    @Override
    public void close() {
        web.close();
        api.close();
        demo.close();
    }
}
