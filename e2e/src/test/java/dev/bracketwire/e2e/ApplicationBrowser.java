// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A window of the Chromium of this machine. */
final class ApplicationBrowser implements AutoCloseable {
    private final Playwright playwright;
    private final Page page;

    private ApplicationBrowser(Playwright playwright, Page page) {
        this.playwright = playwright;
        this.page = page;
    }

    static ApplicationBrowser open(String address) {
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        Browser browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(Path.of(System.getProperty("browser.program", "/usr/bin/chromium")))
                        .setArgs(List.of(
                                "--headless",
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
        PlaywrightAssertions.setDefaultAssertionTimeout(60_000);
        Page page = browser.newPage(new Browser.NewPageOptions().setBaseURL(address));
        page.setDefaultTimeout(60_000);
        return new ApplicationBrowser(playwright, page);
    }

    /** Opens the link for the first admin and signs in as this user of the imitated Discord. */
    void firstAdmin(String link, String user) {
        page.navigate(link);
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(user).setExact(true))
                .click();
        page.locator(".who").waitFor();
    }

    Page page() {
        return page;
    }

    @Override
    public void close() {
        playwright.close();
    }
}
