// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.command.ChangeSettings;
import dev.bracketwire.examples.tournament.command.CreateTournament;
import dev.bracketwire.examples.tournament.command.ShowSettings;
import dev.bracketwire.examples.tournament.state.Tournament;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Settings act at once, are refused where they contradict each other or the entries, and can be taken back. */
class SettingsTest {
    private TournamentScene scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), 2, 1);

    @AfterEach
    void close() {
        scene.close();
    }

    private void teams(int capacity) {
        scene.close();
        scene = TournamentScene.of(TestDatabase.SQLITE.open(), new KnownAccounts(), capacity, 2);
    }

    private static ChangeSettings sizes(@Nullable Integer capacity, @Nullable Integer size, @Nullable Integer teams) {
        return new ChangeSettings("cup", null, capacity, size, teams, null, null, null, null, null, null, null);
    }

    private static ChangeSettings times(String opens, String closes) {
        return new ChangeSettings("cup", null, null, null, null, opens, closes, null, null, null, null, null);
    }

    private static ChangeSettings texts(@Nullable String name, @Nullable String sheet, @Nullable String tab) {
        return new ChangeSettings("cup", name, null, null, null, null, null, null, null, sheet, tab, null);
    }

    @Test
    void capacity_raised_promotesAtOnceByAPlan() {
        scene.register("Ann", "Ben", "Cid", "Dan");
        Answer.Planned plan = scene.planned("Olga", ChangeSettings.capacity("cup", 3, null));
        assertThat(plan.changes()).containsExactly("cup: places 2 → 3", "Cid: moves from the waitlist to a place");

        Answer done = scene.did("Olga", ChangeSettings.capacity("cup", 3, plan.fingerprint()));

        assertThat(scene.registered()).containsExactly("Ann", "Ben", "Cid");
        assertThat(scene.undo("Olga", done).done()).isTrue();
        assertThat(scene.registered()).containsExactly("Ann", "Ben");
        assertThat(scene.waiting()).containsExactly("Cid", "Dan");
        assertThat(scene.settings().capacity()).isEqualTo(2);
    }

    @Test
    void settings_thatContradictEachOther_areRefused() {
        for (ChangeSettings wrong : List.of(
                sizes(0, null, null),
                sizes(20_001, null, null),
                sizes(null, 0, null),
                sizes(null, 21, null),
                sizes(null, null, -1),
                sizes(null, 2, 2),
                sizes(null, null, Integer.MAX_VALUE),
                times("2026-12-06T10:00:00Z", "2026-12-06T10:00:00Z"),
                times("2026-12-06T10:00:00Z", "2026-12-05T10:00:00Z"),
                times("tomorrow", ""),
                times("+1000000000-12-31T23:59:59Z", ""),
                times("-1000000000-01-01T00:00:00Z", ""),
                texts(" ", null, null),
                texts("x".repeat(81), null, null),
                texts(null, "sheet", null),
                texts(null, null, "tab"))) {
            Answer refused = scene.refused("Olga", Reason.INVALID, wrong);
            assertThat(refused.text()).as(wrong.toString()).matches("(?s).+[.]");
        }
        scene.refused("Root", Reason.INVALID, new CreateTournament("Bad Id", "club", "Name", 2, 1));
        scene.refused("Root", Reason.INVALID, new CreateTournament("good", "club", "Name", 0, 1));
        scene.refused("Root", Reason.CONFLICT, new CreateTournament("cup", "club", "Name", 2, 1));
        assertThat(scene.settings().capacity()).isEqualTo(2);
    }

    @Test
    void settings_thatContradictTheEntries_areRefused() {
        scene.register("Ann", "Ben");
        assertThat(scene.refused("Olga", Reason.CONFLICT, sizes(1, null, null)).text())
                .isEqualTo("2 people have a place already. Withdraw 1 of them first, or set at least 2 places.");
        scene.refused("Olga", Reason.CONFLICT, sizes(null, 2, null));
        teams(6);
        scene.join("Ann", "Dragons");
        scene.join("Ben", "Wolves");
        scene.join("Cid", "Herons");

        scene.refused("Olga", Reason.CONFLICT, sizes(null, null, 2));
        scene.refused("Olga", Reason.CONFLICT, sizes(4, null, null));

        assertThat(scene.registered()).containsExactly("Ann", "Ben", "Cid");
    }

    @Test
    void settings_changed_actAtOnceAndRevert() {
        Tournament before = scene.settings();
        Answer done = scene.did(
                "Olga",
                new ChangeSettings(
                        "cup",
                        " Winter Cup ",
                        9,
                        3,
                        2,
                        "2026-12-01T00:00:00Z",
                        "2026-12-31T00:00:00.123456Z",
                        "2026-12-30T00:00:00Z",
                        "2026-12-31T00:00:00Z",
                        "sheet-id",
                        "Players",
                        null));

        Tournament after = scene.did("Olga", new ShowSettings("cup")).data(Tournament.class);
        assertThat(after.name()).isEqualTo("Winter Cup");
        assertThat(after.capacity()).isEqualTo(9);
        assertThat(after.teamSize()).isEqualTo(3);
        assertThat(after.maxTeams()).isEqualTo(2);
        assertThat(after.registration().closes()).isEqualTo("2026-12-31T00:00:00.123Z");
        assertThat(after.spreadsheet()).isEqualTo("sheet-id");
        scene.did("Olga", new ChangeSettings("cup", null, null, null, null, "", "", " ", "", "", "", null));
        assertThat(scene.settings().registration().opens()).isNull();
        assertThat(scene.settings().tab()).isNull();
        scene.undo("Olga", scene.did("Olga", sizes(12, null, null)));
        assertThat(scene.settings().capacity()).isEqualTo(9);
        TournamentScene.refused(scene.undo("Olga", done), Reason.STALE);
        assertThat(scene.did("Olga", sizes(9, null, null)).text())
                .isEqualTo("Settings of Winter Cup: nothing would change.");
        assertThat(before.capacity()).isEqualTo(2);
    }
}
