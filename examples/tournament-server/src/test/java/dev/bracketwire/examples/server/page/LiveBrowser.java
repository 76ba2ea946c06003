// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions;
import org.junit.jupiter.api.Test;

/** Changes arrive by themselves, a broken stream is shown, and nothing is missing afterwards. */
class LiveBrowser extends BrowserFixture {
    private static final int STALE_MILLIS = 60_000;

    @Test
    void change_byAnother_isSeenAtOnce() {
        try (BrowserWindow visitor = window().open("/tournaments/duo-night/players");
                BrowserWindow ivo = window().signIn("Ivo").open("/tournaments/duo-night")) {
            assertThat(visitor.row("Ivo")).hasCount(0);
            ivo.button("Register").click();
            ivo.field("Riot ID").fill("Ivo#EUW");
            ivo.field("Team").fill("Sunrise");
            ivo.inDialog("Register").click();
            assertThat(visitor.row("Ivo")).isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(60_000));
            assertThat(visitor.row("Ivo")).hasCount(1);
        }
    }

    @Test
    void stream_thatFallsSilent_isMarkedWithin5SecondsAndRecovers() throws Exception {
        try (BreakableConnection connection = new BreakableConnection(site.port());
                BrowserWindow visitor = chromium.window(connection.address()).open("/tournaments/duo-night/players");
                BrowserWindow jun = window().signIn("Jun").open("/tournaments/duo-night")) {
            assertThat(visitor.page.locator(".live")).hasText("Live");
            connection.hold();
            assertThat(visitor.page.locator(".stale-bar"))
                    .containsText(
                            "Not live since", new LocatorAssertions.ContainsTextOptions().setTimeout(STALE_MILLIS));
            assertThat(visitor.page.locator(".live")).hasText("Not live");
            visitor.screenshot("stale");
            jun.button("Register").click();
            jun.field("Riot ID").fill("Jun#EUW");
            jun.field("Team").fill("Comets");
            jun.inDialog("Register").click();
            assertThat(jun.answer("Registered as Jun#EUW")).isVisible();
            assertThat(visitor.row("Jun")).hasCount(0);

            connection.release();
            assertThat(visitor.row("Jun")).hasCount(1);
            assertThat(visitor.page.locator(".stale-bar")).hasCount(0);
            assertThat(visitor.page.locator(".live")).hasText("Live");
        }
    }

    @Test
    void api_thatStops_isMarkedAndFoundAgain() {
        try (BrowserWindow visitor = window().open("/tournaments/spring-cup")) {
            site.stopApi();
            assertThat(visitor.page.locator(".stale-bar"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(STALE_MILLIS));
            assertThat(visitor.page.locator("main h1")).hasText("Spring Cup");
            site.startApi();
            assertThat(visitor.page.locator(".stale-bar")).hasCount(0);
        }
    }
}
