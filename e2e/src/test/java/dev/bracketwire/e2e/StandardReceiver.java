// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.e2e;

import com.standardwebhooks.Webhook;
import com.standardwebhooks.exceptions.EmptyWebhookSecretException;
import com.standardwebhooks.exceptions.WebhookVerificationException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Receives webhooks by the library of Standard Webhooks for Java, as the guide shows it. */
final class StandardReceiver {
    private final Webhook webhook;

    StandardReceiver(String secret) throws EmptyWebhookSecretException {
        this.webhook = new Webhook(secret); // whsec_…
    }

    boolean isGenuine(byte[] body, Map<String, List<String>> headers) {
        try {
            webhook.verify(new String(body, StandardCharsets.UTF_8), headers);
            return true;
        } catch (WebhookVerificationException e) {
            return false; // answer 401
        }
    }
}
