// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.bracketwire.examples.server.DemoSite;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Long lists and long logs stay quick, and the page stays small. */
class LongListBrowser extends BrowserFixture {
    private static final int ENTRIES = 10_000;
    private static final int LINES = 100_000;
    private static final int MOST_NODES = 2_000;
    private static final int LOADED_MILLIS = 60_000;
    private static final String NODES = "document.querySelectorAll('*').length";

    /** Types a filter and returns the time until the frame that shows its rows, which is what a person waits for. */
    private static final String FILTER_TIME = """
            async (text) => {
              const field = document.querySelector("[data-filter]");
              const frame = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));
              await frame();
              const start = performance.now();
              Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(field, text);
              field.dispatchEvent(new Event("input", { bubbles: true }));
              await frame();
              return performance.now() - start;
            }""";

    @Override
    int largeEntries() {
        return ENTRIES;
    }

    @Test
    void filter_10000Rows_keepsThePageSmall() {
        try (BrowserWindow otto = window().signIn("Otto").open("/tournaments/" + DemoSite.LARGE + "/roster")) {
            assertThat(otto.row("Player 0")).isVisible();
            assertThat(otto.page.getByRole(com.microsoft.playwright.options.AriaRole.GRID))
                    .hasAttribute("aria-rowcount", "" + (ENTRIES + 1));
            double first = ((Number) otto.page.evaluate(FILTER_TIME, "player9")).doubleValue();
            assertThat(otto.page.locator(".found")).hasText("1111 of 10000");
            double second = ((Number) otto.page.evaluate(FILTER_TIME, "PLAYER 9999")).doubleValue();
            assertThat(otto.page.locator(".found")).hasText("1 of 10000");
            assertThat(otto.row("Player 9999")).isVisible();
            double all = ((Number) otto.page.evaluate(FILTER_TIME, "")).doubleValue();
            System.out.printf("browser filter: 10000 rows in %.0f, %.0f and %.0f ms%n", first, second, all);
            assertThat(Math.min(first, Math.min(second, all))).isLessThan(60_000); // on a quiet machine below 100
            assertThat(((Number) otto.page.evaluate(NODES)).intValue()).isLessThan(MOST_NODES);
        }
    }

    @Test
    void keyboard_inALongList_movesAcrossAllRows() {
        try (BrowserWindow otto = window().signIn("Otto").open("/tournaments/" + DemoSite.LARGE + "/roster")) {
            otto.row("Player 0").focus();
            otto.page.keyboard().press("End");
            assertThat(otto.page.locator("[role=row]:focus")).containsText("Player 9999");
            otto.page.keyboard().press("ArrowUp");
            assertThat(otto.page.locator("[role=row]:focus")).containsText("Player 9998");
            otto.page.keyboard().press("Home");
            assertThat(otto.page.locator("[role=row]:focus")).containsText("Player 0");
        }
    }

    @Test
    void log_100000Lines_staysSmall_keepsTheSelectionAndStandsStill() {
        try (BrowserWindow maya = window().signIn("Maya")) {
            AtomicBoolean more = new AtomicBoolean();
            serveLog(maya.page, more);
            maya.open("/services/api");
            assertThat(maya.text("100,000 lines"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LOADED_MILLIS));
            assertThat(maya.page.getByText("line 99999", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();
            int nodes = ((Number) maya.page.evaluate(NODES)).intValue();
            System.out.println("browser log: 100000 lines in " + nodes + " nodes");
            assertThat(nodes).isLessThan(MOST_NODES);

            maya.page.evaluate("""
                    () => {
                      const lines = document.querySelectorAll(".log-line");
                      getSelection().setBaseAndExtent(lines[22].firstChild, 0, lines[24].firstChild, 5);
                    }""");
            String selected = (String) maya.page.evaluate("String(getSelection())");
            assertThat(maya.text("Stands still")).isVisible();
            more.set(true);
            assertThat(maya.text("100,500 lines"))
                    .isVisible(new LocatorAssertions.IsVisibleOptions().setTimeout(LOADED_MILLIS));
            assertThat((String) maya.page.evaluate("String(getSelection())"))
                    .isEqualTo(selected)
                    .contains("line 99");

            maya.button("Jump to end").click();
            assertThat(maya.text("Follows the end")).isVisible();
            assertThat(maya.page.getByText("line 100499", new Page.GetByTextOptions().setExact(true)))
                    .isVisible();

            maya.page.locator(".log").hover();
            maya.page.mouse().wheel(0, -2000);
            assertThat(maya.text("Stands still")).isVisible();
            assertThat(maya.button("Jump to end")).isVisible();
        }
    }

    /** Serves a log of many lines, which ends, and 500 more when the page comes back after they were asked for. */
    private static void serveLog(Page page, AtomicBoolean more) {
        AtomicInteger streams = new AtomicInteger();
        page.route("**/events/log/api", route -> {
            boolean first = streams.getAndIncrement() == 0;
            if (!first && !more.get()) {
                route.fulfill(new Route.FulfillOptions().setStatus(503));
                return;
            }
            int from = first ? 0 : LINES;
            int to = first ? LINES : LINES + 500;
            more.set(false);
            StringBuilder lines = new StringBuilder();
            for (int i = from; i < to; i++) {
                lines.append("event: line\ndata: {\"line\":\"line ").append(i).append("\"}\n\n");
            }
            route.fulfill(new Route.FulfillOptions()
                    .setContentType("text/event-stream")
                    .setBody(lines.toString()));
        });
        page.route(
                "**/api/services/api/log?**",
                route -> route.fulfill(new Route.FulfillOptions()
                        .setContentType("application/json")
                        .setBody("{\"result\":\"done\",\"id\":\"A-2\",\"text\":\"0 lines\",\"data\":{\"lines\":[]}}")));
    }
}
