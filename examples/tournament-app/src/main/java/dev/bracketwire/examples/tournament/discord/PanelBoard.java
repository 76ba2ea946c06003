// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import dev.bracketwire.CallThreads;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.command.ShowTournament;
import dev.bracketwire.examples.tournament.command.TournamentView;
import dev.bracketwire.examples.tournament.discord.PanelStore.Panel;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the panel of each tournament up to date. Changes within a short time become one edit, and a panel is edited at
 * most once in 2 seconds. A panel that was deleted is posted again.
 */
final class PanelBoard {
    private static final Logger log = LoggerFactory.getLogger(PanelBoard.class);
    private static final Duration GATHERING = Duration.ofMillis(250);
    private static final Duration BETWEEN_EDITS = Duration.ofSeconds(2);
    private static final Duration FIRST_RETRY = Duration.ofSeconds(5);
    private static final Duration LAST_RETRY = Duration.ofMinutes(5);
    // Deleted panels are found then, without the right to read messages.
    private static final Duration UNASKED_EDIT = Duration.ofMinutes(10);

    private final PanelStore store;
    private final DiscordPort discord;
    private final AccountDesk desk;
    private final CallThreads threads;
    private final Map<String, PanelState> states = new ConcurrentHashMap<>();

    PanelBoard(PanelStore store, DiscordPort discord, AccountDesk desk, CallThreads threads) {
        this.store = store;
        this.discord = discord;
        this.desk = desk;
        this.threads = threads;
    }

    /** Schedules an edit of all panels. */
    void refreshAll() {
        store.panels().get().forEach(this::show);
    }

    /** Shows a panel that is new or was moved. */
    void show(Panel panel) {
        states.compute(panel.tournament(), (id, old) -> old == null ? new PanelState(panel) : old.moved(panel))
                .due(Duration.ZERO);
    }

    /** Schedules an edit of the panel of a tournament, if it has one. */
    void changed(String tournament) {
        PanelState state = states.get(tournament);
        if (state != null) {
            state.due(GATHERING);
        }
    }

    Optional<Panel> find(String tournament) {
        return Optional.ofNullable(states.get(tournament)).map(state -> state.panel);
    }

    /** Returns the tournament as it was shown last. */
    Optional<TournamentView> view(String tournament) {
        return Optional.ofNullable(states.get(tournament)).map(state -> state.view);
    }

    /** Returns the tournaments of a server in order. */
    java.util.List<String> tournaments(String guild) {
        return states.values().stream()
                .map(state -> state.panel)
                .filter(panel -> panel.guild().equals(guild))
                .map(Panel::tournament)
                .sorted()
                .toList();
    }

    /** The panel of one tournament and its next edit. */
    private final class PanelState {
        private volatile Panel panel;
        private volatile @Nullable TournamentView view;
        private @Nullable Future<?> timer;
        private Instant next = Instant.MAX;
        private Instant lastEdit = Instant.MIN;
        private Duration retry = FIRST_RETRY;
        private boolean running;
        private boolean again;

        PanelState(Panel panel) {
            this.panel = panel;
        }

        synchronized PanelState moved(Panel other) {
            panel = other;
            return this;
        }

        /** Schedules an edit after the delay, or later if the limit requires it. */
        synchronized void due(Duration delay) {
            if (running) {
                again = true;
                return;
            }
            Instant now = threads.dates().instant();
            Instant earliest = lastEdit.equals(Instant.MIN) ? now : lastEdit.plus(BETWEEN_EDITS);
            Instant at = now.plus(delay);
            at = at.isBefore(earliest) ? earliest : at;
            if (!at.isBefore(next)) {
                return;
            }
            if (timer != null) {
                timer.cancel(false);
            }
            next = at;
            timer = threads.after(Duration.between(now, at), this::edit);
        }

        private void edit() {
            synchronized (this) {
                if (running) {
                    again = true;
                    return;
                }
                running = true;
                again = false;
                next = Instant.MAX;
            }
            Duration wait;
            try {
                wait = showNow();
                retry = FIRST_RETRY;
            } catch (RuntimeException e) {
                wait = retry;
                retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
                log.warn(
                        "the panel of {} could not be shown and is tried again in {}; /setup shows the reason",
                        panel.tournament(),
                        wait,
                        e);
            }
            synchronized (this) {
                running = false;
                lastEdit = threads.dates().instant();
            }
            due(again ? GATHERING : wait);
        }

        private Duration showNow() {
            Panel shown = panel;
            Answer answer =
                    desk.run(new ShowTournament(shown.tournament()), null).get();
            if (answer.done()) {
                TournamentView now =
                        answer.data(ShowTournament.PublicTournament.class).tournament();
                view = now;
                place(shown, PanelText.of(now));
                Instant time = threads.dates().instant();
                return PanelText.nextChange(now, time)
                        .map(at -> Duration.between(time, at))
                        .filter(delay -> delay.compareTo(UNASKED_EDIT) < 0)
                        .orElse(UNASKED_EDIT);
            }
            if (answer instanceof Answer.Refused refused && refused.reason() == Answer.Reason.NOT_FOUND) {
                place(shown, PanelText.ofMissing(shown.tournament()));
                return UNASKED_EDIT;
            }
            throw new IllegalStateException(answer.text());
        }

        private void place(Panel shown, DiscordMessage content) {
            Panel unposted = shown;
            if (shown.message() != null) {
                if (discord.edit(shown.channel(), shown.message(), content).get()) {
                    return;
                }
                unposted = shown.lost();
                if (!kept(shown, unposted)) {
                    return;
                }
            }
            String message =
                    discord.post(unposted.channel(), content, unposted.nonce()).get();
            if (!kept(unposted, unposted.posted(message))) {
                discord.delete(unposted.channel(), message).get();
            }
        }

        /** Stores the panel, unless it was replaced, perhaps by another process: then the new one is shown next. */
        private boolean kept(Panel before, Panel after) {
            boolean kept = store.replace(before, after).get();
            Panel stored = kept ? after : store.find(before.tournament()).get().orElse(before);
            synchronized (this) {
                if (panel.nonce().equals(before.nonce())) {
                    panel = stored;
                }
                again |= !panel.nonce().equals(after.nonce());
            }
            return kept;
        }
    }
}
