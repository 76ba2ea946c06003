// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The keys, the address as the state of the page, and the steps back and forward. */
class KeyboardBrowser extends BrowserFixture {
    @Test
    void keys_slashQuestionMarkEscape_doWhatTheListSays() {
        try (BrowserWindow visitor = window().open("/tournaments/spring-cup/players")) {
            visitor.page.keyboard().press("/");
            assertThat(visitor.field("Filter players")).isFocused();
            visitor.page.keyboard().type("Ben");
            assertThat(visitor.page.locator(".found")).hasText("1 of 11");
            visitor.page.keyboard().press("ArrowDown");
            assertThat(visitor.page.locator("[role=row]:focus")).containsText("Ben");
            visitor.page.keyboard().press("/");
            visitor.page.keyboard().press("Escape");
            assertThat(visitor.field("Filter players")).hasValue("");

            visitor.page.locator("main h1").focus();
            visitor.page.keyboard().press("?");
            assertThat(visitor.dialog()).containsText("Move to the filter");
            visitor.page.keyboard().press("Escape");
            assertThat(visitor.dialog()).hasCount(0);
        }
    }

    @Test
    void address_holdsTabAndFilter_andStepsBackAndForward() {
        try (BrowserWindow visitor = window().open("/")) {
            visitor.page.getByText("Spring Cup").click();
            assertThat(visitor.page.locator("main h1")).isFocused();
            visitor.link("Players").click();
            visitor.field("Filter players").fill("waitlist");
            assertThat(visitor.row("Hana")).isVisible();
            assertThat(visitor.row("Ann")).hasCount(0);
            assertThat(visitor.page).hasURL(Pattern.compile(".*/tournaments/spring-cup/players\\?q=waitlist"));
            assertThat(visitor.page).hasTitle("Players · Spring Cup · Bracketwire");

            visitor.page.goBack();
            assertThat(visitor.link("Overview")).hasAttribute("aria-current", "page");
            visitor.page.goForward();
            assertThat(visitor.field("Filter players")).hasValue("waitlist");
            visitor.page.reload();
            assertThat(visitor.row("Hana")).isVisible();
            assertThat(visitor.row("Ann")).hasCount(0);
            visitor.page.goBack();
            visitor.page.goBack();
            assertThat(visitor.page.locator("main h1")).hasText("Tournaments");
        }
    }

    @Test
    void tab_fromTheTop_firstOffersTheContent() {
        try (BrowserWindow visitor = window().open("/")) {
            visitor.page.keyboard().press("Tab");
            assertThat(visitor.link("Skip to the content")).isFocused();
            visitor.page.keyboard().press("Tab");
            visitor.page.keyboard().press("Tab");
            assertThat(visitor.link("Tournaments")).isFocused();
        }
    }

    @Test
    void times_areThoseOfTheViewer_withTheZoneNamed() {
        try (BrowserWindow otto = window().signIn("Otto").open("/tournaments/spring-cup/audit")) {
            assertThat(otto.page.locator(".bottom")).containsText(Pattern.compile("Europe/Berlin \\(CES?T\\)"));
            assertThat(otto.page.locator("main time").first()).hasAttribute("datetime", Pattern.compile("2.*Z"));
        }
    }

    @Test
    void unknownAddress_saysWhereToGo() {
        try (BrowserWindow visitor = window().open("/nothing")) {
            assertThat(visitor.text("There is no such page")).isVisible();
            visitor.open("/");
            visitor.page.navigate(site.address() + "/tournaments/nothing");
            assertThat(visitor.page.locator("main .note code")).containsText("A-");
        }
    }
}
