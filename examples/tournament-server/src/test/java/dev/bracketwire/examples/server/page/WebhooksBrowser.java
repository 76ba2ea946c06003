// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server.page;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.assertions.LocatorAssertions;
import dev.bracketwire.testkit.webhooks.Behavior;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Webhooks on the page: an admin adds one, looks at deliveries and repeats them; an organiser looks only. */
class WebhooksBrowser extends BrowserFixture {
    private static final int LONG = 60_000;

    private static LocatorAssertions.IsVisibleOptions patiently() {
        return new LocatorAssertions.IsVisibleOptions().setTimeout(LONG);
    }

    private static Locator deliveries(BrowserWindow window, String text) {
        return window.page.locator(".deliveries .line").filter(new Locator.FilterOptions().setHasText(text));
    }

    @Test
    void webhook_added_showsItsSecretOnceAndADeliveryWithItsReply() {
        try (BrowserWindow maya = window().signIn("Maya").open("/webhooks");
                BrowserWindow otto = window().signIn("Otto").open("/tournaments/spring-cup/roster")) {
            maya.button("Add a webhook").click();
            maya.field("Address").fill("http://10.0.0.1/hooks");
            maya.field("Description").fill("Results <desk>");
            maya.field("Types").fill("entry.withdrawn");
            maya.inDialog("Add").click();
            assertThat(maya.dialog().locator(".problem")).containsText("10.0.0.1");
            maya.field("Address").fill(site.receiver().uri("/results").toString());
            maya.inDialog("Add").click();
            Locator secret = maya.dialog().locator("[data-secret]");
            assertThat(secret).containsText("whsec_");
            String key = secret.innerText();
            maya.inDialog("I have it").click();
            maya.button("Send a test event to Results <desk>").click();
            assertThat(maya.answer("The receiver took the test event")).isVisible(patiently());

            otto.row("Gus").click();
            otto.inDialog("Withdraw").click();

            Locator line = deliveries(maya, "To Results <desk>");
            assertThat(line).containsText("Arrived", new LocatorAssertions.ContainsTextOptions().setTimeout(LONG));
            assertThat(site.receiver().received("/results").get(1).verifies(key))
                    .isTrue();
            line.locator("button").focus();
            maya.page.keyboard().press("Enter");
            assertThat(maya.dialog()).containsText("Status 204");
            assertThat(maya.dialog()).containsText("webhook-id");
            assertThat(maya.dialog()).containsText("\"name\": \"Gus\"");
            maya.inDialog("Copy as curl").click();
            assertThat(maya.field("Command")).containsText("webhook-signature");
            maya.field("Command").scrollIntoViewIfNeeded();
            maya.screenshot("delivery-curl");
            maya.inDialog("Send again").click();
            assertThat(maya.answer("is sent to Results <desk> again")).isVisible();
            assertThat(deliveries(maya, "To Results <desk>"))
                    .hasCount(2, new LocatorAssertions.HasCountOptions().setTimeout(LONG));
            assertThat(maya.problems()).isEmpty();
        }
    }

    @Test
    void deliveries_thatFailed_areShownAndSentAgain() {
        site.receiver().on("/gone").behaves(Behavior.status(410));
        try (BrowserWindow maya = window().signIn("Maya").open("/webhooks")) {
            maya.button("Add a webhook").click();
            maya.field("Address").fill(site.receiver().uri("/gone").toString());
            maya.field("Description").fill("Gone");
            maya.field("Types").fill("tournament.created");
            maya.inDialog("Add").click();
            maya.inDialog("I have it").click();
            maya.open("/");
            maya.button("New tournament").click();
            maya.field("Name").fill("Autumn Cup");
            maya.field("Id in addresses").fill("autumn-cup");
            maya.field("Organisation").fill("league");
            maya.inDialog("Create").click();
            assertThat(maya.page.locator("main h1")).hasText("Autumn Cup");
            maya.open("/webhooks");
            assertThat(maya.button("Resume Gone")).isVisible(patiently());
            site.receiver().on("/gone").behaves(Behavior.ok());
            maya.button("Resume Gone").click();
            assertThat(maya.button("Pause Gone")).isVisible(patiently());

            maya.button("Send again what failed").click();
            maya.field("To").selectOption("Gone");
            maya.inDialog("Show them").click();
            assertThat(maya.dialog()).containsText("sends tournament.created to Gone again");
            maya.inDialog("Confirm for good").click();

            assertThat(deliveries(maya, "To Gone").filter(new Locator.FilterOptions().setHasText("Arrived")))
                    .hasCount(1, new LocatorAssertions.HasCountOptions().setTimeout(LONG));
            maya.button("Remove Gone").click();
            maya.inDialog("Confirm for good").click();
            assertThat(maya.button("Remove Gone")).hasCount(0);
        }
        assertThat(site.receiver().await(1, Duration.ofMinutes(1))).isNotEmpty();
    }

    @Test
    void organiser_seesDeliveriesAndNoSecrets() {
        try (BrowserWindow otto = window().signIn("Otto").open("/webhooks");
                BrowserWindow vera = window().signIn("Vera").open("/")) {
            Locator line = deliveries(otto, "To Prize desk").first();
            assertThat(line).isVisible(patiently());
            assertThat(otto.button("Add a webhook")).hasCount(0);
            assertThat(otto.button("Send again what failed")).hasCount(0);
            otto.field("State").selectOption("succeeded");
            assertThat(deliveries(otto, "Stream overlay").first()).isVisible(patiently());
            deliveries(otto, "Stream overlay").first().locator("button").click();
            assertThat(otto.dialog()).containsText("Status 204");
            assertThat(otto.inDialog("Copy as curl")).hasCount(0);
            otto.page.keyboard().press("Escape");
            assertThat(otto.dialog()).hasCount(0);
            assertThat(vera.link("Webhooks")).hasCount(0);
            assertThat(otto.problems()).isEqualTo(List.of());
        }
    }
}
