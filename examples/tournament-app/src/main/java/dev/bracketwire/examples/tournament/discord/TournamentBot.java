// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.Call;
import dev.bracketwire.CallThreads;
import dev.bracketwire.WorkRun;
import dev.bracketwire.examples.tournament.Ports;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction.Kind;
import dev.bracketwire.examples.tournament.discord.PanelStore.Panel;
import dev.bracketwire.examples.tournament.state.Person;
import dev.bracketwire.examples.tournament.state.RandomIds;
import dev.bracketwire.examples.tournament.state.Tournament;
import dev.bracketwire.store.Database;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Discord bot: one panel for each tournament, private answers, and commands for organisers. It reaches Discord through a
 * {@link DiscordPort} and tournaments through an {@link AccountDesk}, so it runs beside the application or far from it.
 * People are known by the id of their account. One bot runs for one token.
 */
public final class TournamentBot implements InteractionHandler, Ports.MessagePort, Ports.RolePort, AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(TournamentBot.class);

    private final DiscordPort discord;
    private final PanelStore store;
    private final CallThreads threads;
    private volatile @Nullable Started started;

    private TournamentBot(DiscordPort discord, Database db, CallThreads threads) {
        this.discord = discord;
        this.threads = threads;
        this.store = new PanelStore(db);
    }

    private record Started(PanelBoard board, BotActions actions) {}

    /** Creates a bot that keeps its tables in this database. Nothing is shown before {@link #start}. */
    public static TournamentBot create(DiscordPort discord, Database db) {
        return new TournamentBot(discord, db, CallThreads.create("discord-bot"));
    }

    /** Creates a bot that takes the time from this clock. */
    public static <C extends InstantSource & LongSupplier & ScheduledExecutorService> TournamentBot create(
            DiscordPort discord, Database db, C clock) {
        return new TournamentBot(
                discord, db, CallThreads.builder("discord-bot").clock(clock).build());
    }

    /** Registers the commands, answers interactions from now on, and shows all panels as the tournaments are. */
    public void start(AccountDesk desk) {
        PanelBoard board = new PanelBoard(store, discord, desk, threads);
        started = new Started(board, new BotActions(store, board, discord, desk));
        discord.listen(this);
        discord.registerCommands(AdminCommands.all()).get();
        board.refreshAll();
    }

    /** Schedules an edit of the panel of a tournament, if it has one. */
    public void changed(String tournament) {
        Started now = started;
        if (now != null) {
            now.board.changed(tournament);
        }
    }

    /** Schedules an edit of all panels, since events may have been missed. */
    public void changedAll() {
        Started now = started;
        if (now != null) {
            threads.execute(now.board::refreshAll);
        }
    }

    @Override
    public Optional<DiscordForm> form(DiscordInteraction interaction) {
        Started now = started;
        return now == null || interaction.kind() != Kind.BUTTON ? Optional.empty() : now.actions.form(interaction);
    }

    @Override
    public Call<DiscordMessage> handle(DiscordInteraction interaction) {
        return threads.call("interaction", work -> answer(interaction, work));
    }

    private DiscordMessage answer(DiscordInteraction interaction, WorkRun work) {
        Started now = started;
        if (now == null) {
            return DiscordMessage.of("The bot is starting. Try again in a few seconds.");
        }
        try {
            return now.actions.run(interaction, threads.dates().instant(), work);
        } catch (Refusal refusal) {
            return DiscordMessage.of(DiscordText.of(refusal.text()));
        } catch (RuntimeException e) {
            String id = RandomIds.answer();
            log.error("{} {} {} failed", id, interaction.kind(), interaction.name(), e);
            return DiscordMessage.of(
                    "The bot could not do this. Look whether it was done, then try again. If it fails again,"
                            + " tell an organiser the id " + id + ".");
        }
    }

    @Override
    public List<String> suggestions(String guild, String typed) {
        Started now = started;
        return now == null
                ? List.of()
                : now.board.tournaments(guild).stream()
                        .filter(id -> id.contains(typed.strip()))
                        .limit(25)
                        .toList();
    }

    @Override
    public Call<Boolean> send(Person person, String text, String id) {
        return person.discord() == null
                ? Call.failed(new ClosedException("the person has no Discord account"))
                : discord.sendDirect(person.discord(), DiscordText.of(text), id);
    }

    @Override
    public Call<Boolean> post(String channel, String text, String id) {
        return discord.post(channel, DiscordMessage.of(DiscordText.of(text)), id)
                .map(message -> true);
    }

    @Override
    public Call<Boolean> set(Person person, Tournament tournament, Set<Ports.Role> roles) {
        String account = person.discord();
        return store.find(tournament.id())
                .then(panel -> account == null
                                || panel.isEmpty()
                                || panel.get().roles().isEmpty()
                        ? Call.done(true)
                        : discord.setRoles(
                                panel.get().guild(),
                                account,
                                wanted(panel.get(), roles),
                                panel.get().roleIds()));
    }

    private static Set<String> wanted(Panel panel, Set<Ports.Role> roles) {
        Set<String> wanted = new TreeSet<>();
        for (Map.Entry<Ports.Role, String> each : panel.roles().entrySet()) {
            if (roles.contains(each.getKey())) {
                wanted.add(each.getValue());
            }
        }
        return wanted;
    }

    /** Ends the edits. Discord and the database are left open. */
    @Override
    public void close() {
        started = null;
        threads.close();
    }
}
