// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.TournamentApp;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.state.Grant;
import dev.bracketwire.examples.tournament.state.SqlSession;
import dev.bracketwire.riot.Account;
import dev.bracketwire.riot.Platform;
import dev.bracketwire.riot.Puuid;
import dev.bracketwire.riot.RiotId;
import dev.bracketwire.riot.ign.Identities;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.ManualClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** The bot on Discord in memory and an application in memory, whose admin is Olga. */
final class BotScene implements AutoCloseable {
    static final Instant START = Instant.parse("2026-12-05T12:00:00Z");
    static final String GUILD = "guild1";
    static final DiscordAccount OLGA = new DiscordAccount("100", "Olga");
    static final DiscordAccount ANN = new DiscordAccount("101", "Ann");
    static final DiscordAccount BEN = new DiscordAccount("102", "Ben");

    final ManualClock clock = ManualClock.at(START);
    final FakeDiscord discord = new FakeDiscord();
    final Database db = Database.inMemory();
    final TournamentApp app;
    final AccountDesk desk;
    TournamentBot bot;

    BotScene() {
        bot = TournamentBot.create(discord, db, clock);
        app = TournamentApp.builder(db, new AnyAccount())
                .messages(bot)
                .roles(bot)
                .services(new OneService())
                .clock(clock)
                .withoutBackgroundWork()
                .open();
        desk = AccountDesk.of(app);
        String olga = app.personOfDiscord(OLGA.id(), OLGA.name()).get().id();
        db.write(connection -> new SqlSession(db, connection)
                        .update(
                                "INSERT INTO ${grants} (person, scope, level) VALUES (?, ?, ?)",
                                olga,
                                Grant.EVERYTHING,
                                Permission.ADMIN))
                .get();
        bot.start(desk);
    }

    /** Creates a tournament whose registration and check-in are open. */
    BotScene tournament(String id, String organisation, int capacity, int teamSize) {
        did(new CreateTournament(id, organisation, "Cup " + id, capacity, teamSize));
        did(new SetWindow(id, SetWindow.Which.REGISTRATION, SetWindow.Wish.OPEN));
        did(new SetWindow(id, SetWindow.Which.CHECK_IN, SetWindow.Wish.OPEN));
        return this;
    }

    Answer did(Command command) {
        Answer answer = desk.run(command, OLGA).get();
        assertThat(answer.done()).as(answer.text()).isTrue();
        return answer;
    }

    DiscordMessage setup(String guild, String tournament, String channel) {
        return discord.type(
                OLGA,
                guild,
                "setup",
                Map.of(
                        "tournament",
                        tournament,
                        "channel",
                        channel,
                        "registered-role",
                        "role-in",
                        "checked-in-role",
                        "role-here"));
    }

    DiscordMessage register(DiscordAccount account, String guild, String tournament, String riotId) {
        return discord.submit(account, guild, "register:" + tournament, Map.of("riot-id", riotId));
    }

    /** Starts the bot again, as after a restart of its process. */
    void restart() {
        bot.close();
        bot = TournamentBot.create(discord, db, clock);
        bot.start(desk);
    }

    @Override
    public void close() {
        bot.close();
        app.close();
        db.close();
    }

    /** Knows an account for every name. */
    private static final class AnyAccount implements Identities {
        @Override
        public Call<Account> account(RiotId name) {
            String id = name.toString().replaceAll("[^A-Za-z0-9]", "_");
            return Call.done(new Account(new Puuid((id + "x".repeat(78)).substring(0, 78)), name));
        }

        @Override
        public Call<Account> account(Puuid puuid) {
            String[] parts = puuid.value().replaceAll("x+$", "").split("_", -1);
            return Call.done(new Account(puuid, RiotId.parse(parts[0] + "#" + parts[1])));
        }

        @Override
        public Call<Platform> platform(Puuid puuid) {
            return Call.done(Platform.EUW1);
        }

        @Override
        public Call<Integer> icon(Puuid puuid, Platform platform) {
            return Call.done(1);
        }

        @Override
        public String keyFingerprint() {
            return "tests";
        }
    }

    private static final class OneService implements ServicePort {
        private String state = "READY";

        @Override
        public Call<List<Service>> list() {
            return Call.done(List.of(service()));
        }

        private Service service() {
            return new Service("overlay", state, state.equals("READY"), START, "by hand", null, 1);
        }

        @Override
        public Call<Service> control(String name, ServiceAction action) {
            state = action == ServiceAction.STOP ? "STOPPED" : "READY";
            return Call.done(service());
        }

        @Override
        public Call<List<String>> log(String name, int lines) {
            return Call.done(List.of());
        }
    }
}
