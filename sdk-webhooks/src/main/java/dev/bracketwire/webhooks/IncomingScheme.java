// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.webhooks.internal.RequestVerifier;
import dev.bracketwire.webhooks.internal.SchemeKey;
import dev.bracketwire.webhooks.internal.SchemeRules;
import dev.bracketwire.webhooks.internal.SenderKind;
import dev.bracketwire.webhooks.internal.StandardSignature;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says how a sender signs its webhooks, where their id and type are, and how it checks an endpoint. Each takes one secret, or
 * several while the sender changes it. Immutable and safe for several threads.
 *
 * <pre>{@code
 * IncomingScheme github = IncomingScheme.github(Secret.env("GITHUB_WEBHOOK_SECRET"));
 * IncomingScheme shop = IncomingScheme.of(settings.section("shop")); // for a sender that is not here
 * }</pre>
 */
public final class IncomingScheme {
    private static final Duration FIVE_MINUTES = StandardSignature.TOLERANCE;
    private static final Duration TEN_MINUTES = Duration.ofMinutes(10);
    private static final int ED25519_SIGNATURE = 64;

    private final String name;
    private final RequestVerifier verifier;

    private IncomingScheme(String name, RequestVerifier verifier) {
        this.name = name;
        this.verifier = verifier;
    }

    /**
     * Returns Standard Webhooks, also with the headers of Svix. A timestamp may be five minutes off.
     *
     * @param keys {@code whsec_…}, or {@code whpk_…} of a sender that signs by Ed25519
     */
    public static IncomingScheme standard(Secret... keys) {
        return new IncomingScheme(
                "standard",
                new RequestVerifier(
                        SenderKind.STANDARD,
                        null,
                        keys(SchemeKey::standard, keys),
                        FIVE_MINUTES,
                        RequestVerifier.FieldNames.NONE));
    }

    /**
     * Returns GitHub. The type is the event and the action, such as {@code pull_request.opened}. GitHub signs no time and no id,
     * so a stranger that has seen a request can send it again with another id.
     */
    public static IncomingScheme github(Secret... secrets) {
        return hmac("github", SenderKind.GITHUB, SchemeRules.overBody("X-Hub-Signature-256", "sha256="), secrets);
    }

    /**
     * Returns Slack: the Events API, whose type is that of the inner event, such as {@code app_mention}; slash commands, of the
     * type {@code slash_command}; and interactions, such as {@code block_actions}.
     */
    public static IncomingScheme slack(Secret... signingSecrets) {
        return hmac(
                "slack",
                SenderKind.SLACK,
                SchemeRules.overBody("X-Slack-Signature", "v0=")
                        .signing("v0:{timestamp}:{body}", "X-Slack-Request-Timestamp", FIVE_MINUTES),
                signingSecrets);
    }

    /** Returns Stripe. The secret is used as text, with its {@code whsec_}. */
    public static IncomingScheme stripe(Secret... secrets) {
        return hmac(
                "stripe",
                SenderKind.STRIPE,
                SchemeRules.overBody("Stripe-Signature", "v1=")
                        .signing("{timestamp}.{body}", "", FIVE_MINUTES)
                        .inList(),
                secrets);
    }

    /**
     * Returns Discord's interactions, of the types {@code command}, {@code component}, {@code autocomplete} and {@code modal}.
     * The reply defers the answer, which the handler then gives by Discord's API; {@link IncomingSource#replyWith} gives another
     * one.
     *
     * @param publicKeys the application's public key, as Discord shows it
     */
    public static IncomingScheme discordInteractions(Secret... publicKeys) {
        return discord("discord interactions", SenderKind.DISCORD_INTERACTIONS, publicKeys);
    }

    /**
     * Returns Discord's webhook events, such as {@code APPLICATION_AUTHORIZED}.
     *
     * @param publicKeys the application's public key, as Discord shows it
     */
    public static IncomingScheme discordEvents(Secret... publicKeys) {
        return discord("discord events", SenderKind.DISCORD_EVENTS, publicKeys);
    }

    private static IncomingScheme discord(String name, SenderKind kind, Secret... publicKeys) {
        SchemeRules rules = SchemeRules.overBody("X-Signature-Ed25519", "")
                .signing("{timestamp}{body}", "X-Signature-Timestamp", FIVE_MINUTES)
                .signatureLength(ED25519_SIGNATURE);
        return new IncomingScheme(
                name,
                new RequestVerifier(
                        kind,
                        rules,
                        keys(SchemeKey::ed25519, publicKeys),
                        FIVE_MINUTES,
                        RequestVerifier.FieldNames.NONE));
    }

    /**
     * Returns Twitch EventSub, with types such as {@code channel.follow}; a subscription that Twitch has revoked arrives as
     * {@code revocation}. A timestamp may be ten minutes off.
     */
    public static IncomingScheme twitch(Secret... secrets) {
        return hmac(
                "twitch",
                SenderKind.TWITCH,
                SchemeRules.overBody("Twitch-Eventsub-Message-Signature", "sha256=")
                        .signing("{id}{timestamp}{body}", "Twitch-Eventsub-Message-Timestamp", TEN_MINUTES)
                        .isoTimestampAndId("Twitch-Eventsub-Message-Id"),
                secrets);
    }

    /**
     * Returns Notion.
     *
     * @param verificationTokens the token that Notion sent to this endpoint; without one, events are refused, and
     *     {@link WebhooksListener#verificationToken} receives the token that Notion sends
     */
    public static IncomingScheme notion(Secret... verificationTokens) {
        SchemeRules rules = SchemeRules.overBody("X-Notion-Signature", "sha256=");
        return new IncomingScheme(
                "notion",
                new RequestVerifier(
                        SenderKind.NOTION,
                        rules,
                        Arrays.stream(verificationTokens).map(SchemeKey::hmac).toList(),
                        FIVE_MINUTES,
                        RequestVerifier.FieldNames.NONE));
    }

    /**
     * Reads a scheme from settings; the guide has a table of them, and shows those of Shopify and Twilio.
     *
     * @throws dev.bracketwire.ConfigurationException if a setting is missing or wrong, with all of them
     */
    public static IncomingScheme of(Settings section) {
        return new IncomingScheme("settings", SchemeSettings.verifier(section));
    }

    private static IncomingScheme hmac(String name, SenderKind kind, SchemeRules rules, Secret... secrets) {
        return new IncomingScheme(
                name,
                new RequestVerifier(
                        kind, rules, keys(SchemeKey::hmac, secrets), FIVE_MINUTES, RequestVerifier.FieldNames.NONE));
    }

    private static List<SchemeKey> keys(Function<Secret, SchemeKey> make, @Nullable Secret... secrets) {
        if (secrets.length == 0) {
            throw new IllegalArgumentException("there must be a secret: without one, everybody could send");
        }
        return Arrays.stream(secrets)
                .map(secret -> make.apply(Objects.requireNonNull(secret, "secret")))
                .toList();
    }

    RequestVerifier verifier() {
        return verifier;
    }

    /** Names the sender, never a secret. */
    @Override
    public String toString() {
        return "IncomingScheme(" + name + ")";
    }
}
