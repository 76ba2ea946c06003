// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Ports.ClosedException;
import dev.bracketwire.examples.tournament.discord.DiscordInteraction.Kind;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Discord in memory, with its limits. A second message with the same nonce is left out, as there. */
final class FakeDiscord implements DiscordPort {
    final Map<String, Shown> messages = new LinkedHashMap<>();
    final Map<String, String> directs = new LinkedHashMap<>();
    final Set<String> closed = new HashSet<>();
    final Map<String, Set<String>> roles = new LinkedHashMap<>();
    List<SlashCommand> commands = List.of();
    BotStanding standing = new BotStanding(true, List.of(), true, Set.of(), Set.of());

    @Nullable
    RuntimeException failure;

    int edits;
    private final Map<String, String> nonces = new LinkedHashMap<>();
    private @Nullable InteractionHandler handler;

    record Shown(String channel, DiscordMessage content) {}

    @Override
    public synchronized Call<String> post(String channel, DiscordMessage message, String nonce) {
        return Call.of(context -> Call.done(posted(channel, message, nonce)).start());
    }

    private synchronized String posted(String channel, DiscordMessage message, String nonce) {
        failIfWished();
        checked(message);
        assertThat(nonce.length()).isBetween(1, 25);
        String id = nonces.computeIfAbsent(channel + nonce, key -> "message" + (nonces.size() + 1));
        messages.putIfAbsent(id, new Shown(channel, message));
        return id;
    }

    @Override
    public Call<Boolean> edit(String channel, String message, DiscordMessage content) {
        return Call.of(context -> {
            synchronized (this) {
                failIfWished();
                edits++;
                return Call.done(messages.computeIfPresent(message, (id, old) -> new Shown(channel, checked(content)))
                                != null)
                        .start();
            }
        });
    }

    @Override
    public Call<Boolean> delete(String channel, String message) {
        return Call.of(context -> {
            synchronized (this) {
                return Call.done(messages.remove(message) != null).start();
            }
        });
    }

    @Override
    public Call<Boolean> sendDirect(String account, String text, String nonce) {
        if (closed.contains(account)) {
            return Call.failed(new ClosedException("Cannot send messages to this user"));
        }
        return Call.of(context -> {
            synchronized (this) {
                directs.putIfAbsent(nonce, account + ": " + text);
                return Call.done(true).start();
            }
        });
    }

    @Override
    public Call<Boolean> setRoles(String guild, String account, Set<String> wanted, Set<String> ours) {
        return Call.of(context -> {
            synchronized (this) {
                Set<String> now = roles.computeIfAbsent(guild + ":" + account, key -> new TreeSet<>());
                now.removeAll(ours);
                now.addAll(wanted);
                return Call.done(true).start();
            }
        });
    }

    @Override
    public Call<BotStanding> standing(String guild, String channel, Set<String> wanted) {
        return Call.done(standing);
    }

    @Override
    public Call<Boolean> registerCommands(List<SlashCommand> all) {
        commands = all;
        return Call.done(true);
    }

    @Override
    public void listen(InteractionHandler listener) {
        handler = listener;
    }

    private InteractionHandler handler() {
        return Objects.requireNonNull(handler, "the bot does not listen yet");
    }

    private void failIfWished() {
        if (failure != null) {
            throw failure;
        }
    }

    private static DiscordMessage checked(DiscordMessage message) {
        assertThat(message.text().length()).isBetween(1, 2000);
        assertThat(message.buttons().size()).isLessThanOrEqualTo(25);
        assertThat(message.buttons()).allSatisfy(button -> {
            assertThat(button.id().length()).isBetween(1, 100);
            assertThat(button.label().length()).isBetween(1, 80);
        });
        return message;
    }

    synchronized List<Shown> shown(String channel) {
        return new ArrayList<>(messages.values())
                .stream().filter(each -> each.channel().equals(channel)).toList();
    }

    synchronized void lose(String channel) {
        messages.values().removeIf(each -> each.channel().equals(channel));
    }

    Optional<DiscordForm> form(DiscordAccount account, String guild, String button) {
        return handler().form(new DiscordInteraction(Kind.BUTTON, button, account, guild, "channel", Map.of()));
    }

    DiscordMessage press(DiscordAccount account, String guild, String button) {
        return answer(new DiscordInteraction(Kind.BUTTON, button, account, guild, "channel", Map.of()));
    }

    DiscordMessage press(DiscordAccount account, String guild, DiscordMessage message, String label) {
        Button button = message.buttons().stream()
                .filter(each -> each.label().equals(label))
                .findFirst()
                .orElseThrow(() -> new AssertionError(message.toString()));
        return press(account, guild, button.id());
    }

    DiscordMessage submit(DiscordAccount account, String guild, String form, Map<String, String> fields) {
        return answer(new DiscordInteraction(Kind.FORM, form, account, guild, "channel", fields));
    }

    DiscordMessage type(DiscordAccount account, @Nullable String guild, String command, Map<String, String> options) {
        return answer(new DiscordInteraction(Kind.COMMAND, command, account, guild, "channel", options));
    }

    List<String> suggestions(String guild, String typed) {
        return handler().suggestions(guild, typed);
    }

    private DiscordMessage answer(DiscordInteraction interaction) {
        return checked(handler().handle(interaction).get());
    }
}
