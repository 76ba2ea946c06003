// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Face;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.riot.Game;
import dev.bracketwire.riot.Riot;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.riot.FakeRiot;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Plays a session of the terminal on an application in memory, with a fake of Riot. It needs no key and no network. */
public final class ConsoleDemo {
    private ConsoleDemo() {}

    /** Plays the session of {@code session.txt}. */
    @SuppressWarnings("SystemOut") // a demo prints
    public static void main(String[] args) {
        play(
                new InputStreamReader(
                        Objects.requireNonNull(ConsoleDemo.class.getResourceAsStream("/session.txt")),
                        StandardCharsets.UTF_8),
                new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    }

    static int play(Reader session, PrintWriter out) {
        try (FakeRiot fake = FakeRiot.start();
                Riot riot =
                        Riot.builder(Secret.of(fake.key())).base(fake.base()).build();
                Database db = Database.inMemory();
                TournamentApp app = TournamentApp.builder(db, Identities.of(riot, Game.TFT))
                        .withoutBackgroundWork()
                        .open()) {
            fake.player("Ann", "EUW", "euw1");
            fake.player("Ben", "EUW", "euw1");
            fake.player("Cid", "EUW", "euw1");
            Console console = Console.asking(
                    app,
                    ConsoleAccounts.of(app),
                    Caller.visitor(Face.TERMINAL),
                    out,
                    new BufferedReader(session),
                    true);
            return console.run();
        }
    }
}
