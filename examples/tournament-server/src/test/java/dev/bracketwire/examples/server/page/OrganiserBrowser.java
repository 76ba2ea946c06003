// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An organiser on the page: roster, plans with undo, settings, windows, audit, messages. */
@TestMethodOrder(MethodOrderer.MethodName.class)
class OrganiserBrowser extends BrowserFixture {
    private static final String CUP = "/tournaments/spring-cup";
    private static final int FOLLOWED = 60_000;

    @Test
    void audit_undoOfACheckIn_takesItBack() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/roster")) {
            otto.button("Check Dario in").click();
            assertThat(otto.answer("Checked in as Dario#EUW")).isVisible();

            otto.link("Audit").last().click();
            Locator line = otto.page
                    .locator(".line")
                    .filter(new Locator.FilterOptions().setHasText("checked Dario in"))
                    .first();
            assertThat(line).containsText("Otto");
            assertThat(line).containsText("page");
            assertThat(line).containsText("Done");
            line.getByRole(AriaRole.BUTTON).click();
            assertThat(otto.answer("Undo of check-in")).isVisible();
            assertThat(line).containsText("undone by");

            otto.link("Roster").click();
            assertThat(otto.button("Check Dario in")).isVisible();
        }
    }

    @Test
    void plan_resetCheckIn_isShownConfirmedAndUndone() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/plans")) {
            otto.page.getByLabel("Reset check-in").getByRole(AriaRole.BUTTON).click();
            assertThat(otto.dialog()).containsText("Ann: not checked in");
            assertThat(otto.dialog()).containsText("This can be undone");
            otto.page.keyboard().press("Escape");
            assertThat(otto.dialog()).hasCount(0);

            otto.page.getByLabel("Reset check-in").getByRole(AriaRole.BUTTON).click();
            otto.inDialog("Confirm").click();
            assertThat(otto.answer("3 changes made")).isVisible();
            otto.screenshot("answer-with-undo");

            otto.answer("3 changes made")
                    .getByRole(AriaRole.BUTTON, new Locator.GetByRoleOptions().setName("Undo"))
                    .click();
            assertThat(otto.dialog()).containsText("Ann: checked in");
            otto.inDialog("Confirm").click();
            assertThat(otto.answer("Undo of reset-check-in")).isVisible();
            otto.link("Overview").click();
            assertThat(otto.page.getByRole(AriaRole.PROGRESSBAR, new Page.GetByRoleOptions().setName("Checked in")))
                    .hasAttribute("aria-valuenow", "3");
        }
    }

    @Test
    void plan_moreplaces_bringsThoseUpWhoWait() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/plans")) {
            otto.field("Places").fill("10");
            otto.page.getByLabel("Number of places").getByRole(AriaRole.BUTTON).click();
            assertThat(otto.dialog()).containsText("moves from the waitlist to a place");
            otto.inDialog("Confirm").click();
            assertThat(otto.answer("Settings of Spring Cup: 3 changes made")).isVisible();

            otto.link("Messages").click();
            assertThat(otto.page
                            .locator(".line")
                            .filter(new Locator.FilterOptions().setHasText("Hana"))
                            .first())
                    .isVisible();
        }
    }

    @Test
    void roster_enterOnARow_opensIt() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/roster?show=places")) {
            assertThat(otto.row("Dario")).containsText("Verified");
            otto.row("Dario").focus();
            otto.page.keyboard().press("Enter");
            otto.inDialog("Verify").click();
            assertThat(otto.answer("Dario#EUW is verified")).isVisible();
        }
    }

    @Test
    void settings_contradiction_isShownAtTheField() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/settings")) {
            otto.field("Registration opens").fill("2026-12-05T18:00");
            otto.field("Registration closes").fill("2026-12-04T18:00");
            otto.button("Save").click();
            assertThat(otto.page.locator(".field.wrong")).containsText("Registration closes");
            assertThat(otto.page.locator(".field.wrong .problem")).containsText("which is not after it opens at");
            assertThat(otto.field("Registration closes")).hasAttribute("aria-invalid", "true");
            otto.screenshot("settings-problem");

            otto.field("Registration closes").fill("2026-12-06T18:00");
            otto.button("Save").click();
            assertThat(otto.answer("Settings of Spring Cup: 1 change made")).isVisible();
            assertThat(otto.field("Registration closes")).hasValue("2026-12-06T18:00");
        }
    }

    @Test
    void sheet_editByHand_isShownAndTakenOver() {
        try (BrowserWindow otto = window().signIn("Otto").open(CUP + "/settings")) {
            String spreadsheet = otto.field("Spreadsheet").inputValue();
            otto.link("Sheet").click();
            assertThat(otto.text("Up to date"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(FOLLOWED));
            site.edit(spreadsheet, "Sign-up", "D3", false);
            Locator edits = otto.page.getByLabel("Edits by hand");
            assertThat(edits).containsText("Ann", new LocatorAssertions.ContainsTextOptions().setTimeout(FOLLOWED));
            otto.screenshot("sheet-edits");
            edits.getByRole(AriaRole.BUTTON).click();
            assertThat(otto.page.locator(".answer, dialog[open]").first()).isVisible();
            if (otto.dialog().count() > 0) {
                otto.inDialog("Confirm").click();
            }
            assertThat(otto.answer("made")).isVisible();
            assertThat(edits).containsText("Nobody has changed");
        }
    }

    @Test
    void viewer_seesTheRosterWithoutActions() {
        try (BrowserWindow vera = window().signIn("Vera").open(CUP + "/roster")) {
            assertThat(vera.row("Ann")).isVisible();
            assertThat(vera.page.locator("[role=row] button")).hasCount(0);
            assertThat(vera.link("Plans")).hasCount(0);
            assertThat(vera.link("People")).hasCount(0);
            vera.link("Settings").click();
            assertThat(vera.field("Name")).isDisabled();
        }
    }

    @Test
    void window_closedByHand_isClosedForPlayers() {
        try (BrowserWindow otto = window().signIn("Otto").open("/tournaments/duo-night");
                BrowserWindow jun = window().signIn("Jun").open("/tournaments/duo-night")) {
            assertThat(jun.button("Register")).isVisible();
            Locator registration = otto.page.getByLabel("Registration is");
            registration.getByText("Closed").click();
            assertThat(otto.answer("Registration is closed")).isVisible();
            assertThat(jun.button("Register")).hasCount(0);
            registration
                    .getByText("Open", new Locator.GetByTextOptions().setExact(true))
                    .click();
            assertThat(jun.button("Register")).isVisible();
        }
    }
}
