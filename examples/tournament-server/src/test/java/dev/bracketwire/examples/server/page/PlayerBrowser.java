// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import org.junit.jupiter.api.Test;

/** A player on the page: register, wait, choose a team, check in, withdraw. */
class PlayerBrowser extends BrowserFixture {
    @Test
    void visitor_isAskedToSignIn_andSeesNothingOfOrganisers() {
        try (BrowserWindow visitor = window().open("/tournaments/spring-cup")) {
            assertThat(visitor.link("Sign in with Discord")).isVisible();
            assertThat(visitor.link("Players")).isVisible();
            assertThat(visitor.link("Roster")).hasCount(0);
            assertThat(visitor.link("Services")).hasCount(0);

            visitor.open("/tournaments/spring-cup/roster");
            assertThat(visitor.text("Nothing here for you")).isVisible();
        }
    }

    @Test
    void register_fullTournament_waitsAndWithdraws() {
        try (BrowserWindow lumi = window().signIn("Lumi").open("/tournaments/spring-cup")) {
            lumi.button("Register").click();
            lumi.inDialog("Register").click();
            assertThat(lumi.dialog().locator(".problem")).containsText("no Riot ID");

            lumi.field("Riot ID").fill("Lumi#EUW");
            lumi.inDialog("Register").click();
            assertThat(lumi.answer("number 4 on the waitlist")).isVisible();
            assertThat(lumi.text("Number 4 on the waitlist")).isVisible();

            lumi.button("Withdraw").click();
            lumi.inDialog("Withdraw").click();
            assertThat(lumi.answer("Withdrawn from Spring Cup")).isVisible();
            assertThat(lumi.button("Register")).isVisible();
        }
    }

    @Test
    void register_similarTeam_offersChoicesAsButtons() {
        try (BrowserWindow pax = window().signIn("Pax").open("/tournaments/duo-night")) {
            pax.button("Register").click();
            pax.field("Riot ID").fill("Pax#EUW");
            pax.field("Team").fill("Sunrize");
            pax.inDialog("Register").click();
            Locator choices = pax.dialog().locator(".choices button");
            assertThat(choices.first()).containsText("Sunrise");
            pax.screenshot("register-choices");

            choices.first().click();
            assertThat(pax.answer("in team Sunrise")).isVisible();
            assertThat(pax.dialog()).hasCount(0);
        }
    }

    @Test
    void checkIn_openWindow_isDoneAndTakenBack() {
        try (BrowserWindow ben = window().signIn("Ben").open("/tournaments/spring-cup")) {
            ben.button("Check in").click();
            assertThat(ben.answer("Checked in as Ben#EUW")).isVisible();
            assertThat(ben.button("Take check-in back")).isVisible();

            ben.button("Take check-in back").click();
            assertThat(ben.answer("taken back")).isVisible();
            assertThat(ben.button("Check in")).isVisible();
        }
    }

    @Test
    void signOut_me_isAVisitorAgain() {
        try (BrowserWindow kira = window().signIn("Kira").open("/me")) {
            assertThat(kira.text("Your entries")).isVisible();
            kira.button("Sign out").click();
            assertThat(kira.link("Sign in")).isVisible();
        }
    }

    @Test
    void textOfPeople_withMarkup_isShownAsText() {
        String markup = "<img src=x onerror=hacked=1>";
        site.person("900000000000000001", markup);
        try (BrowserWindow attacker = window().signIn(markup).open("/tournaments/duo-night")) {
            attacker.button("Register").click();
            attacker.field("Riot ID").fill(markup);
            attacker.inDialog("Register").click();
            assertThat(attacker.dialog().locator(".problem")).containsText(markup);

            attacker.field("Riot ID").fill("Hana#EUW");
            attacker.field("Team").fill("<b>x</b><script>hacked=1</script>");
            attacker.inDialog("Register").click();
            assertThat(attacker.answer("<script>hacked=1</script>")).isVisible();
            attacker.open("/tournaments/duo-night/players");
            assertThat(attacker.row(markup)).containsText("<b>x</b>");
            assertThat(attacker.page.locator("main img, main b, main script")).hasCount(0);
            assertThat(attacker.page.evaluate("typeof hacked")).isEqualTo("undefined");
            assertThat(attacker.problems()).isEmpty();
        }
    }
}
