// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.bracketwire.testkit.speedgaming.FakeSpeedGaming;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Schedules on the page: an organiser imports, changes matches and settles suggestions; a viewer looks only. */
class SchedulesBrowser extends BrowserFixture {
    private static final int LONG = 60_000;
    private static final String CUP = "/schedules/spring-cup";
    private static final String HOSTILE = "<img src=x onerror=\"window.hacked=1\">";

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LONG);
    }

    private static Locator line(BrowserWindow window, String list, String text) {
        return window.page.locator(list + " .line").filter(new Locator.FilterOptions().setHasText(text));
    }

    private static void openMatch(BrowserWindow window, String label) {
        window.open(CUP);
        line(window, ".matches", label).locator("a").click();
        assertThat(window.page.locator("main h1")).hasText(label);
        window.page.locator(".match-log").waitFor();
    }

    private static void imported(BrowserWindow window) {
        window.open("/schedules");
        window.button("Plan an import of Spring Cup").click();
        window.inDialog("Confirm for good").click();
        assertThat(window.answer("made.")).isVisible(patiently());
    }

    private Instant inDays(int days) {
        return Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofDays(days));
    }

    private FakeSpeedGaming schedule() {
        return site.speedGaming();
    }

    /** Waits for the import of the start, after which each import is one of a test. */
    @BeforeAll
    void waitForTheFirstImport() {
        try (BrowserWindow vera = window().signIn("Vera").open("/schedules")) {
            assertThat(vera.page.locator(".runs .line"))
                    .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(LONG));
            assertThat(vera.page.locator(".runs .line").first())
                    .containsText("Applied", new LocatorAssertions.ContainsTextOptions().setTimeout(LONG));
        }
    }

    @Test
    void plan_confirmed_isAppliedAsItWasShown_andRefusedOnceItIsOld() {
        schedule().episode(11).event("springcup").at(inDays(4)).player("Kira").player("Pax");
        try (BrowserWindow otto = window().signIn("Otto").open("/schedules");
                BrowserWindow maya = window().signIn("Maya").open("/schedules")) {
            otto.button("Plan an import of Spring Cup").click();
            assertThat(otto.dialog()).containsText("Kira against Pax");
            otto.screenshot("schedule-plan");
            maya.button("Plan an import of Spring Cup").click();
            assertThat(maya.dialog()).containsText("Kira against Pax");
            schedule()
                    .episode(12)
                    .event("springcup")
                    .at(inDays(5))
                    .player("Lumi")
                    .player("Milo");
            maya.inDialog("Confirm for good").click();
            assertThat(maya.answer("1 change made.")).isVisible(patiently());

            otto.inDialog("Confirm for good").click();
            assertThat(otto.dialog()).containsText("have changed since the plan was shown");
            otto.inDialog("Look again").click();
            assertThat(otto.dialog()).containsText("Lumi against Milo");
            assertThat(otto.dialog()).not().containsText("Kira against Pax");
            otto.inDialog("Confirm for good").click();
            assertThat(otto.answer("1 change made.")).isVisible(patiently());
            otto.open(CUP);
            assertThat(line(otto, ".matches", "Kira against Pax")).isVisible();
            assertThat(line(otto, ".matches", "Lumi against Milo")).isVisible();
            assertThat(otto.problems()).isEmpty();
            assertThat(maya.problems()).isEmpty();
        }
    }

    @Test
    void match_fieldOfTheSchedule_isRefusedWithTheReasonAndTakenOver_andAViewerSeesItAtOnce() {
        try (BrowserWindow otto = window().signIn("Otto");
                BrowserWindow vera = window().signIn("Vera")) {
            openMatch(otto, "Cleo against Dario");
            openMatch(vera, "Cleo against Dario");
            assertThat(vera.button("Save")).hasCount(0);
            assertThat(vera.text("Not approved")).isVisible();
            assertThat(otto.page.locator(".need").first()).containsText("2 missing");

            otto.field("Title").fill("Semifinal");
            otto.button("Save").click();
            Locator refusal = otto.page.locator(".note.bad");
            assertThat(refusal).containsText("SpeedGaming");
            refusal.scrollIntoViewIfNeeded();
            otto.screenshot("match-refused");
            otto.button("Take over and save").click();

            assertThat(otto.page.locator("main h1")).hasText("Semifinal");
            assertThat(vera.page.locator("main h1")).hasText("Semifinal");
            assertThat(line(vera, ".match-log", "Semifinal")).containsText("by Otto");
            otto.button("Give all back to the schedule").click();
            assertThat(otto.answer("follows its schedule again")).isVisible();
            otto.field("Address").fill("https://stream.example/final");
            otto.button("Set the stream").click();
            assertThat(otto.link("https://stream.example/final")).isVisible();
            otto.button("Give back the stream in en").click();
            assertThat(otto.link("https://stream.example/final")).hasCount(0);
            assertThat(otto.problems()).isEmpty();
            assertThat(vera.problems()).isEmpty();
        }
    }

    @Test
    void suggestions_areSettled_andAMergeIsUndone() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP)) {
            otto.page.locator(".suggestions").waitFor();
            otto.screenshot("schedule-suggestions");
            assertThat(otto.violations()).isEmpty();
            otto.button("Attach Show match of Ann and Ann against Jun").click();
            assertThat(otto.answer("Both are one match now")).isVisible();
            assertThat(line(otto, ".matches", "Ann against Jun")).hasCount(0);
            Locator merge = line(otto, ".suggestions", "Gus the Great");
            assertThat(merge).containsText("login on Twitch");
            merge.getByText("Merge", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(otto.answer("Both are one person now")).isVisible();
            Locator undo = line(otto, ".merges", "stands for player").locator("button");
            undo.click();
            assertThat(otto.answer("two persons again")).isVisible();
            assertThat(line(otto, ".merges", "stands for player")).hasCount(0);
            openMatch(otto, "Show match of Ann");
            otto.button("Detach").click();
            assertThat(otto.answer("Both matches are apart again")).isVisible();
            openMatch(otto, "Gus against Hana");
            otto.button("Link Hana").click();
            otto.field("Person of the roster").selectOption("Hana");
            otto.inDialog("Link to this person").click();
            assertThat(otto.answer("The player is Hana from now on")).isVisible();
            assertThat(otto.dialog()).hasCount(0);
            assertThat(otto.problems()).isEmpty();
        }
    }

    @Test
    void text_thatAStrangerTyped_isShownAsText() {
        schedule()
                .episode(21)
                .event("springcup")
                .at(inDays(6))
                .title(HOSTILE)
                .player(HOSTILE + "1", player -> player.publicStream(HOSTILE))
                .player("javascript:alert(1)")
                .commentator(HOSTILE + "2")
                .match1(match -> match.note(HOSTILE))
                .channel(99, HOSTILE, "javascript:alert(1)", HOSTILE);
        try (BrowserWindow otto = window().signIn("Otto")) {
            imported(otto);
            for (String path : new String[] {"/schedules", CUP}) {
                otto.open(path);
                otto.page.locator(".lines").first().waitFor();
                assertThat(otto.page.locator("main img")).hasCount(0);
            }
            line(otto, ".matches", HOSTILE).locator("a").click();
            assertThat(otto.page.locator("main h1")).hasText(HOSTILE);
            assertThat(otto.text(HOSTILE + "2")).isVisible();
            assertThat(otto.page.locator("main img")).hasCount(0);
            assertThat(otto.page.locator("a[href^=javascript]")).hasCount(0);
            assertThat(otto.page.evaluate("window.hacked")).isNull();
            assertThat(otto.problems()).isEmpty();
        }
    }

    @Test
    void schedule_isEnabledChangedAndDisabled() {
        schedule().event("duonight").name("Duo Night");
        try (BrowserWindow otto = window().signIn("Otto").open("/schedules")) {
            otto.button("Enable a schedule").click();
            assertThat(otto.field("Tournament").locator("option")).hasText(new String[] {"Duo Night"});
            otto.field("Event on SpeedGaming").fill("unknownevent");
            otto.inDialog("Enable").click();
            assertThat(otto.dialog().locator(".note.bad")).containsText("does not have it");
            otto.screenshot("schedule-enable");
            assertThat(otto.violations()).isEmpty();
            otto.field("Event on SpeedGaming").fill("duonight");
            otto.inDialog("Enable").click();
            assertThat(otto.button("Plan an import of Duo Night")).isVisible();
            otto.button("Change the schedule of Duo Night").click();
            otto.field("Commentators").fill("3");
            otto.inDialog("Save").click();
            assertThat(otto.text("3 commentators")).isVisible();
            otto.button("Disable the schedule of Duo Night").click();
            assertThat(otto.button("Enable the schedule of Duo Night")).isVisible();
            assertThat(otto.problems()).isEmpty();
        }
        try (BrowserWindow hana = window().signIn("Hana").open("/schedules")) {
            assertThat(hana.text("Nothing here for you")).isVisible();
            assertThat(hana.link("Schedules")).hasCount(0);
        }
    }

    @Test
    void match_addedByHand_isStartedFinishedAndReopened() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP)) {
            otto.button("Add a match").click();
            otto.field("Add a player").selectOption("Cleo");
            otto.field("Add a player").selectOption("Emil");
            otto.field("Start").fill("2030-01-05T20:00");
            otto.field("Title").fill("Friendly match");
            otto.screenshot("match-add");
            assertThat(otto.violations()).isEmpty();
            otto.inDialog("Add").click();
            assertThat(line(otto, ".matches", "Friendly match")).containsText("20:00 CET");
            openMatch(otto, "Friendly match");
            otto.button("Start").click();
            assertThat(otto.page.locator(".page-head .chip")).hasText("Started");
            otto.button("Finish").click();
            assertThat(otto.page.locator(".page-head .chip")).hasText("Finished");
            otto.button("Reopen").click();
            otto.button("Cancel the match").click();
            assertThat(otto.page.locator(".page-head .chip")).hasText("Cancelled");
            assertThat(otto.problems()).isEmpty();
        }
    }

    @Test
    void calendar_isOfferedForDownload() {
        try (BrowserWindow vera = window().signIn("Vera").open(CUP)) {
            var download = vera.page.waitForDownload(() -> vera.link("Download").click());
            assertThat(download.suggestedFilename()).isEqualTo("springcup-delayed.ics");
            assertThat(vera.text("/calendar/springcup-delayed.ics")).isVisible();
        }
    }
}
