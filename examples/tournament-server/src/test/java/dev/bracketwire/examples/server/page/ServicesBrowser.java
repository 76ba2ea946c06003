// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.bracketwire.examples.server.SupervisedSite;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The services of a supervisor on the page: their states, their control and their live logs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ServicesBrowser {
    private static final int RESTART_MILLIS = 60_000;
    private SupervisedSite site;
    private Chromium chromium;

    @BeforeAll
    void start() throws InterruptedException {
        site = new SupervisedSite();
        chromium = new Chromium();
    }

    @AfterAll
    void stop() {
        chromium.close();
        site.close();
    }

    private BrowserWindow maya(String path) {
        return chromium.window(site.address()).signIn("Maya").open(path);
    }

    @Test
    void service_stoppedAndStarted_isSeenByAnotherBrowser() {
        try (BrowserWindow maya = maya("/services");
                BrowserWindow other = maya("/services")) {
            maya.button("Stop ticker").click();
            assertThat(maya.answer("ticker is stopped")).isVisible();
            assertThat(other.button("Start ticker")).isVisible();
            other.screenshot("services-stopped");
            other.button("Start ticker").click();
            assertThat(maya.button("Stop ticker")).isVisible();
        }
    }

    @Test
    void log_ofARunningService_isLiveAndKeepsTheSelection() {
        try (BrowserWindow maya = maya("/services/" + SupervisedSite.TICKER)) {
            Locator lines = maya.page.locator(".log-line");
            assertThat(lines.filter(new Locator.FilterOptions().setHasText("tick 3"))
                            .first())
                    .isVisible();
            maya.page.evaluate("() => getSelection().selectAllChildren(document.querySelector('.log-line'))");
            String selected = (String) maya.page.evaluate("String(getSelection())");
            int before = count(maya);
            maya.page.waitForCondition(() -> count(maya) >= before + 8);
            assertThat((String) maya.page.evaluate("String(getSelection())"))
                    .isEqualTo(selected)
                    .startsWith("tick");
            assertThat(maya.text("Stands still")).isVisible();
            maya.button("Jump to end").click();
            assertThat(maya.text("Follows the end")).isVisible();
            maya.screenshot("log-live");
        }
    }

    private static int count(BrowserWindow window) {
        return Integer.parseInt(window.page.locator("main > .small").innerText().replaceAll("\\D", ""));
    }

    @Test
    void api_restartedOnThePage_comesBackByItself() {
        try (BrowserWindow maya = maya("/services")) {
            Locator process = maya.page
                    .getByLabel("api", new com.microsoft.playwright.Page.GetByLabelOptions().setExact(true))
                    .locator("code");
            String before = process.innerText();
            maya.button("Restart api").click();
            assertThat(process)
                    .not()
                    .hasText(before, new LocatorAssertions.HasTextOptions().setTimeout(RESTART_MILLIS));
            assertThat(maya.page.locator(".live"))
                    .hasText("Live", new LocatorAssertions.HasTextOptions().setTimeout(RESTART_MILLIS));
            assertThat(process).isVisible();
            assertThat(maya.page.locator(".stale-bar")).hasCount(0);
        }
    }
}
