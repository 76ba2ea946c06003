// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.discord;

import static dev.bracketwire.examples.tournament.discord.BotScene.ANN;
import static dev.bracketwire.examples.tournament.discord.BotScene.BEN;
import static dev.bracketwire.examples.tournament.discord.BotScene.GUILD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.SetWindow;
import dev.bracketwire.examples.tournament.discord.DiscordMessage.Button;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PanelBoardTest {
    private BotScene scene;

    @BeforeEach
    void open() {
        scene = new BotScene().tournament("cup", "club", 2, 1);
    }

    @AfterEach
    void close() {
        scene.close();
    }

    static void await(BooleanSupplier condition) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(5))
                .until(condition::getAsBoolean);
    }

    /** Waits until the panel stands in the channel and its next edit is timed. */
    static void awaitPanel(BotScene scene, String channel) {
        await(() -> {
            scene.clock.advance(Duration.ofMillis(50));
            return scene.discord.shown(channel).size() == 1;
        });
        settle(scene);
    }

    private static void settle(BotScene scene) {
        // The timer of the next edit is set once an edit is over.
        scene.clock.awaitPending(1, Duration.ofSeconds(30));
    }

    private String panel() {
        List<FakeDiscord.Shown> shown = scene.discord.shown("c1");
        return shown.isEmpty() ? "" : shown.get(0).content().text();
    }

    @Test
    void setup_repeated_keepsOnePanel() {
        assertThat(scene.setup(GUILD, "cup", "c1").text()).contains("The panel of cup appears in <#c1>");
        awaitPanel(scene, "c1");
        assertThat(panel())
                .contains("## Cup cup", "**Places:** 0 of 2 taken", "**Registration:** open", "**Check-in:** open");
        assertThat(scene.discord.shown("c1").get(0).content().buttons())
                .extracting(Button::id)
                .containsExactly("register:cup", "check-in:cup", "withdraw:cup");

        scene.setup(GUILD, "cup", "c2");
        awaitPanel(scene, "c2");
        await(() -> scene.discord.shown("c1").isEmpty());
        assertThat(scene.discord.messages).hasSize(1);
    }

    @Test
    void changed_manyTimes_editsOnceInTwoSeconds() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.clock.advance(Duration.ofSeconds(5));
        int before = scene.discord.edits;

        scene.register(ANN, GUILD, "cup", "Ann#EUW");
        for (int i = 0; i < 20; i++) {
            scene.bot.changed("cup");
        }
        scene.clock.advance(Duration.ofMillis(300));
        await(() -> panel().contains("1 of 2 taken"));
        assertThat(scene.discord.edits).isEqualTo(before + 1);

        settle(scene);
        scene.register(BEN, GUILD, "cup", "Ben#EUW");
        scene.bot.changed("cup");
        scene.clock.advance(Duration.ofMillis(1500));
        assertThat(panel()).contains("1 of 2 taken");
        scene.clock.advance(Duration.ofMillis(600));
        await(() -> panel().contains("2 of 2 taken"));
        assertThat(scene.discord.edits).isEqualTo(before + 2);
        assertThat(scene.discord.shown("c1").get(0).content().buttons().get(0).label())
                .isEqualTo("Join the waitlist");
    }

    @Test
    void restart_withPanels_editsThemAndPostsNone() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");

        scene.restart();
        scene.clock.advance(Duration.ofMillis(1));
        await(() -> panel().contains("1 of 2 taken"));
        assertThat(scene.discord.messages).hasSize(1);
        assertThat(scene.discord.press(ANN, GUILD, "check-in:cup").text()).startsWith("Checked in");
    }

    @Test
    void restart_afterPostWasNotKept_postsNoSecond() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.db
                .write(connection -> connection
                        .prepareStatement("UPDATE " + scene.db.table("panels") + " SET message = NULL")
                        .executeUpdate())
                .get();

        scene.restart();
        scene.clock.advance(Duration.ofMillis(1));
        await(() -> "message1"
                .equals(new PanelStore(scene.db).find("cup").get().orElseThrow().message()));
        assertThat(scene.discord.messages).hasSize(1);
    }

    @Test
    void changed_panelDeleted_isPostedAgain() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.discord.lose("c1");

        scene.bot.changed("cup");
        scene.clock.advance(Duration.ofSeconds(3));
        await(() -> scene.discord.shown("c1").size() == 1);
        assertThat(scene.discord.messages).containsOnlyKeys("message2");
    }

    @Test
    void changed_panelMovedByAnotherProcess_isShownThere() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        new PanelStore(scene.db)
                .put(PanelStore.Panel.unposted("cup", GUILD, "c9", Map.of()))
                .get();
        scene.discord.lose("c1");

        scene.bot.changed("cup");
        await(() -> {
            scene.clock.advance(Duration.ofMillis(500));
            return scene.discord.shown("c9").size() == 1;
        });
        assertThat(scene.discord.messages).hasSize(1);
    }

    @Test
    void panel_tournamentGone_saysSo() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.db
                .write(connection -> connection
                        .prepareStatement("DELETE FROM " + scene.db.table("tournaments"))
                        .executeUpdate())
                .get();

        scene.bot.changed("cup");
        await(() -> {
            scene.clock.advance(Duration.ofMillis(500));
            return panel().contains("is not there any more");
        });
        assertThat(scene.discord.shown("c1").get(0).content().buttons()).isEmpty();
    }

    @Test
    void panel_scheduleOpens_isEditedThen() {
        scene.did(new SetWindow("cup", SetWindow.Which.CHECK_IN, SetWindow.Wish.SCHEDULE));
        scene.did(new ChangeSettings(
                "cup",
                null,
                null,
                null,
                null,
                null,
                null,
                "2026-12-05T12:05:00Z",
                "2026-12-05T13:00:00Z",
                null,
                null,
                null));
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        assertThat(panel()).contains("**Check-in:** closed, open from <t:1796472300:f> to <t:1796475600:f>");

        scene.clock.advance(Duration.ofMinutes(5).plusSeconds(1));
        await(() -> panel().contains("**Check-in:** open until <t:1796475600:f>"));
    }

    @Test
    void panel_discordFails_isTriedAgain() {
        scene.discord.failure = new IllegalStateException("Discord is down");
        scene.setup(GUILD, "cup", "c1");
        scene.clock.advance(Duration.ofMillis(1));
        settle(scene);
        assertThat(panel()).isEmpty();

        scene.discord.failure = null;
        await(() -> {
            scene.clock.advance(Duration.ofSeconds(6));
            return !panel().isEmpty();
        });
        assertThat(scene.discord.messages).hasSize(1);
    }

    @Test
    void follow_storedEvents_editsThePanel() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        try (StoredEvents events = StoredEvents.follow(scene.db, scene.bot::changed)) {
            assertThat(events).isNotNull();
            scene.register(ANN, GUILD, "cup", "Ann#EUW");
            await(() -> {
                scene.clock.advance(Duration.ofMillis(500));
                return panel().contains("1 of 2 taken");
            });
        }
    }

    @Test
    void changedAll_missedEvents_editsAll() {
        scene.setup(GUILD, "cup", "c1");
        awaitPanel(scene, "c1");
        scene.register(ANN, GUILD, "cup", "Ann#EUW");
        scene.bot.changedAll();
        await(() -> {
            scene.clock.advance(Duration.ofMillis(500));
            return panel().contains("1 of 2 taken");
        });
        scene.bot.changed("unknown");
    }
}
