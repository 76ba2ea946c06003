// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;

/** An admin on the page: tournaments, people, permissions, erasing. */
class AdminBrowser extends BrowserFixture {
    @Test
    void permission_granted_isSeenByTheOtherBrowserAtOnce() {
        try (BrowserWindow maya = window().signIn("Maya").open("/people");
                BrowserWindow milo = window().signIn("Milo").open("/tournaments/spring-cup")) {
            assertThat(milo.link("Roster")).hasCount(0);
            maya.button("Permissions of Milo").click();
            maya.field("Permission").selectOption("ORGANISER");
            maya.inDialog("Save").click();
            assertThat(milo.link("Roster")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
            assertThat(maya.row("Milo")).containsText("Organiser of everything");

            milo.link("Roster").click();
            assertThat(milo.button("Check Ben in")).isVisible();
            maya.button("Permissions of Milo").click();
            maya.field("Permission").selectOption("");
            maya.inDialog("Save").click();
            assertThat(milo.link("Roster")).hasCount(0, new LocatorAssertions.HasCountOptions().setTimeout(60_000));
        }
    }

    @Test
    void permission_ofTheLastAdmin_isRefusedWithItsId() {
        try (BrowserWindow maya = window().signIn("Maya").open("/people?q=maya")) {
            maya.button("Permissions of Maya").click();
            maya.field("Permission").selectOption("VIEWER");
            maya.inDialog("Save").click();
            assertThat(maya.dialog().locator(".note")).containsText("Make another person an admin first");
            assertThat(maya.dialog().locator(".note code")).containsText("A-");
        }
    }

    @Test
    void erase_person_showsThatItCannotBeUndone() {
        site.person("900000000000000002", "Zoe");
        try (BrowserWindow zoe = window().signIn("Zoe");
                BrowserWindow maya = window().signIn("Maya").open("/people?q=zoe")) {
            maya.button("Permissions of Zoe").click();
            maya.inDialog("Erase this person").click();
            assertThat(maya.dialog()).containsText("This cannot be undone");
            maya.inDialog("Confirm for good").click();
            assertThat(maya.answer("The person is erased")).isVisible();
            assertThat(maya.button("Undo")).hasCount(0);
            assertThat(maya.text("Nobody matches")).isVisible();
            zoe.open("/");
        }
    }

    @Test
    void create_tournament_opensIt() {
        try (BrowserWindow maya = window().signIn("Maya").open("/")) {
            maya.button("New tournament").click();
            maya.field("Name").fill("Winter <Open>");
            maya.field("Id in addresses").fill("Winter Open");
            maya.field("Organisation").fill("league");
            maya.inDialog("Create").click();
            assertThat(maya.dialog().locator(".note")).containsText("small letters, digits and hyphens");
            maya.field("Id in addresses").fill("winter-open");
            maya.inDialog("Create").click();
            assertThat(maya.page.locator("main h1")).hasText("Winter <Open>");
        }
    }

    @Test
    void services_inOneProcess_showWhyTheyCannotBeControlled() {
        try (BrowserWindow maya = window().signIn("Maya").open("/services")) {
            assertThat(maya.text("Ready")).isVisible();
            maya.button("Restart api").click();
            assertThat(maya.answer("Everything runs in one process here").locator("code"))
                    .containsText("A-");
            maya.link("Log").first().click();
            assertThat(maya.page.locator("main .note")).containsText("Everything runs in one process here");
        }
    }
}
