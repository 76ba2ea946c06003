// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.options.ColorScheme;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Each view on a desktop, on a narrow screen and in the dark: accessible, without sideways scrolling, small to load. */
class AppearanceBrowser extends BrowserFixture {
    private static final long FIRST_LOAD = 60 * 1024;
    private static final List<String> VIEWS = List.of(
            "tournaments /",
            "overview /tournaments/spring-cup",
            "players /tournaments/spring-cup/players",
            "roster /tournaments/spring-cup/roster",
            "teams /tournaments/duo-night/roster",
            "plans /tournaments/spring-cup/plans",
            "settings /tournaments/spring-cup/settings",
            "sheet /tournaments/spring-cup/sheet",
            "messages /tournaments/spring-cup/messages",
            "audit /tournaments/spring-cup/audit",
            "services /services",
            "log /services/api",
            "connectors /connectors",
            "webhooks /webhooks",
            "schedules /schedules",
            "schedule /schedules/spring-cup",
            "match /schedules/spring-cup/1",
            "people /people",
            "whole-audit /audit",
            "me /me");

    @ParameterizedTest
    @CsvSource({"desktop, 1280, LIGHT", "narrow, 360, LIGHT", "dark, 1280, DARK"})
    void views_ofAnAdmin_areAccessible(String kind, int width, ColorScheme scheme) {
        List<String> problems = new ArrayList<>();
        try (BrowserWindow maya = chromium.window(site.address(), width, scheme).signIn("Maya")) {
            for (String each : VIEWS) {
                String name = each.substring(0, each.indexOf(' '));
                maya.open(each.substring(each.indexOf(' ') + 1));
                com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat(maya.page.locator("main .skeleton"))
                        .hasCount(0);
                look(maya, name + "-" + kind, problems);
            }
            maya.open("/tournaments/spring-cup/plans");
            maya.page
                    .getByLabel("Reset registration")
                    .getByText("Show the changes")
                    .click();
            maya.dialog().waitFor();
            look(maya, "plan-" + kind, problems);
            maya.open("/tournaments/spring-cup/roster");
            maya.row("Nyx").click();
            maya.dialog().waitFor();
            look(maya, "entry-" + kind, problems);
            maya.open("/webhooks?type=entry.registered");
            maya.page.locator(".deliveries .link-button").first().click();
            maya.dialog().locator(".attempts").waitFor();
            look(maya, "delivery-" + kind, problems);
            maya.open("/webhooks");
            maya.button("Add a webhook").click();
            look(maya, "webhook-" + kind, problems);
            maya.open("/people?q=otto");
            maya.button("Permissions of Otto").click();
            look(maya, "person-" + kind, problems);
            problems.addAll(maya.problems());
        }
        try (BrowserWindow hana = chromium.window(site.address(), width, scheme).signIn("Hana")) {
            look(hana.open("/tournaments/spring-cup"), "waiting-" + kind, problems);
            hana.button("Change name").click();
            look(hana, "register-" + kind, problems);
        }
        try (BrowserWindow visitor = chromium.window(site.address(), width, scheme)) {
            look(visitor.open("/tournaments/spring-cup"), "visitor-" + kind, problems);
            look(visitor.open("/nothing"), "not-found-" + kind, problems);
        }
        assertThat(problems).isEmpty();
    }

    private static void look(BrowserWindow window, String name, List<String> problems) {
        window.screenshot(name);
        window.violations().forEach(rule -> problems.add(name + ": " + rule));
        if (window.scrollsSideways()) {
            problems.add(name + ": scrolls sideways");
        }
    }

    @org.junit.jupiter.api.Test
    void firstLoad_ofAVisitor_isSmallAndOfOneOrigin() {
        AtomicLong bytes = new AtomicLong();
        List<String> foreign = new ArrayList<>();
        try (BrowserWindow visitor = window()) {
            visitor.page.onResponse(response -> {
                String address = response.url();
                if (!address.startsWith(site.address())) {
                    foreign.add(address);
                } else if (!address.contains("/api/") && !address.contains("/events")) {
                    bytes.addAndGet(compressed(response.body()));
                }
            });
            visitor.open("/");
            visitor.page.waitForLoadState();
        }
        System.out.println("browser first load: " + bytes + " bytes in gzip");
        assertThat(foreign).isEmpty();
        assertThat(bytes.get()).isPositive().isLessThan(FIRST_LOAD);
    }

    private static int compressed(byte[] body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(body);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.size();
    }
}
