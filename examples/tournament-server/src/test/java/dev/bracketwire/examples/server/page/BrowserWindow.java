// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A window of the browser with cookies of its own, and short words for what a person does in it. */
final class BrowserWindow implements AutoCloseable {
    private final BrowserContext context;
    private final String address;
    private final List<String> problems = new ArrayList<>();
    final Page page;

    BrowserWindow(Browser browser, String address, int width, ColorScheme scheme) {
        this.address = address;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 860)
                .setColorScheme(scheme)
                .setLocale("en-GB")
                .setTimezoneId("Europe/Berlin"));
        context.setDefaultTimeout(15_000);
        this.page = context.newPage();
        page.onPageError(problem -> problems.add("error: " + problem));
        page.onConsoleMessage(message -> {
            // A refusal is an HTTP status of 400 or more, of which Chromium writes a line.
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                problems.add("console: " + message.text());
            }
        });
    }

    /** Returns the errors of scripts and of the content security policy so far. */
    List<String> problems() {
        return List.copyOf(problems);
    }

    BrowserWindow open(String path) {
        page.navigate(address + path);
        page.locator("main h1").waitFor();
        return this;
    }

    /** Signs in as one of the people of the demo. */
    BrowserWindow signIn(String name) {
        page.navigate(address + "/auth/sign-in?to=/");
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
        page.locator(".who").waitFor();
        return this;
    }

    Locator button(String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator link(String name) {
        return page.getByRole(
                AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    Locator field(String label) {
        return page.getByLabel(label, new Page.GetByLabelOptions().setExact(true));
    }

    Locator dialog() {
        return page.locator("dialog[open]");
    }

    Locator inDialog(String button) {
        return dialog().getByRole(
                        AriaRole.BUTTON,
                        new Locator.GetByRoleOptions().setName(button).setExact(true));
    }

    Locator answer(String text) {
        return page.locator(".answer").filter(new Locator.FilterOptions().setHasText(text));
    }

    Locator row(String name) {
        Locator cell = page.locator(".main").getByText(name, new Locator.GetByTextOptions().setExact(true));
        return page.locator("[role=row][tabindex]").filter(new Locator.FilterOptions().setHas(cell));
    }

    Locator text(String text) {
        return page.locator("main").getByText(text).first();
    }

    /** Returns the serious and critical violations that axe finds, with the elements. */
    List<String> violations() {
        return new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .filter(rule -> rule.getImpact().equals("serious")
                                || rule.getImpact().equals("critical"))
                        .map(rule -> rule.getId() + " " + rule.getNodes().get(0).getHtml())
                        .toList();
    }

    void screenshot(String name) {
        page.screenshot(new Page.ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }

    /** Whether something is wider than the window. */
    boolean scrollsSideways() {
        return (Boolean) page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth");
    }

    @Override
    public void close() {
        context.close();
    }
}
