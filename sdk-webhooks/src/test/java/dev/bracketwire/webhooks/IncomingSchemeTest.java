// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.Secret;
import dev.bracketwire.config.Settings;
import dev.bracketwire.connector.Headers;
import dev.bracketwire.webhooks.http.WebReply;
import dev.bracketwire.webhooks.http.WebRequest;
import dev.bracketwire.webhooks.internal.BodyFields;
import dev.bracketwire.webhooks.internal.Ed25519Keys;
import dev.bracketwire.webhooks.internal.RequestVerifier;
import dev.bracketwire.webhooks.internal.SignatureVerdict;
import java.io.IOException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class IncomingSchemeTest {
    private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
    private static final String SECONDS = Long.toString(NOW.getEpochSecond());
    private static final byte[] SEED = new byte[32];
    private static final Secret DISCORD_KEY = Secret.of(HexFormat.of().formatHex(Ed25519Keys.publicBytes(SEED)));
    private static final Secret SECRET = Secret.of("hush");

    private static WebRequest post(String body, String... headers) {
        return WebRequest.of("POST", "/in?a=1", Headers.received(headers), body.getBytes(UTF_8));
    }

    private static SignatureVerdict verdict(IncomingScheme scheme, WebRequest request) {
        return scheme.verifier().verify(request, request.body(), NOW);
    }

    private static RequestVerifier.Facts facts(IncomingScheme scheme, WebRequest request) throws IOException {
        assertThat(verdict(scheme, request)).isEqualTo(SignatureVerdict.VALID);
        RequestVerifier verifier = scheme.verifier();
        BodyFields fields = verifier.fields(request.headers(), request.body());
        return verifier.facts(request.headers(), fields, request.body());
    }

    private static WebReply handshake(IncomingScheme scheme, WebRequest request) throws IOException {
        assertThat(verdict(scheme, request)).isEqualTo(SignatureVerdict.VALID);
        return Objects.requireNonNull(scheme.verifier()
                .handshake(request.headers(), scheme.verifier().fields(request.headers(), request.body())));
    }

    private static WebRequest slack(String body, String type) {
        return post(
                body,
                "Content-Type",
                type,
                "X-Slack-Request-Timestamp",
                SECONDS,
                "X-Slack-Signature",
                "v0=" + Signing.hmac("hush", "v0:" + SECONDS + ":" + body));
    }

    private static WebRequest discord(String body) {
        return post(
                body, "X-Signature-Timestamp", SECONDS, "X-Signature-Ed25519", Signing.ed25519(SEED, SECONDS + body));
    }

    private static WebRequest twitch(String body, String kind, String at) {
        return post(
                body,
                "Twitch-Eventsub-Message-Id",
                "m-1",
                "Twitch-Eventsub-Message-Timestamp",
                at,
                "Twitch-Eventsub-Message-Type",
                kind,
                "Twitch-Eventsub-Subscription-Type",
                "channel.follow",
                "Twitch-Eventsub-Message-Signature",
                "sha256=" + Signing.hmac("hush", "m-1" + at + body));
    }

    @Test
    void slack_eventsCommandsAndInteractions_haveTheirTypes() throws Exception {
        IncomingScheme scheme = IncomingScheme.slack(SECRET);
        String event = "{\"type\":\"event_callback\",\"event_id\":\"Ev1\",\"event\":{\"type\":\"app_mention\"}}";
        assertThat(facts(scheme, slack(event, "application/json")))
                .isEqualTo(new RequestVerifier.Facts("Ev1", "app_mention"));
        String form = "application/x-www-form-urlencoded";
        assertThat(facts(scheme, slack("command=%2Fcheckin&trigger_id=13.37&text=", form)))
                .isEqualTo(new RequestVerifier.Facts("13.37", "slash_command"));
        String payload = "payload=%7B%22type%22%3A%22block_actions%22%2C%22trigger_id%22%3A%22t%22%7D";
        assertThat(facts(scheme, slack(payload, form))).isEqualTo(new RequestVerifier.Facts("t", "block_actions"));
        WebReply reply =
                handshake(scheme, slack("{\"type\":\"url_verification\",\"challenge\":\"c-1\"}", "application/json"));
        assertThat(reply.text()).isEqualTo("c-1");
    }

    @Test
    void stripe_listOfSignatures_needsOneThatIsRight() throws Exception {
        IncomingScheme scheme = IncomingScheme.stripe(Secret.of("whsec_old"), Secret.of("whsec_new"));
        String body = "{\"id\":\"evt_1\",\"type\":\"invoice.paid\"}";
        String right = Signing.hmac("whsec_new", SECONDS + "." + body);
        String header = "t=" + SECONDS + ",v1=" + "0".repeat(64) + ",v0=abc,v1=" + right;
        assertThat(facts(scheme, post(body, "Stripe-Signature", header)))
                .isEqualTo(new RequestVerifier.Facts("evt_1", "invoice.paid"));
        for (String wrong : new String[] {
            "v1=" + right,
            "t=" + SECONDS + ",t=" + SECONDS + ",v1=" + right,
            "t=" + SECONDS + "x,v1=" + right,
            "t=" + SECONDS + ",v0=" + right,
            "t=" + SECONDS + ",v1=zz" + right.substring(2),
            "t=" + SECONDS + ",v1=" + right + "00",
            "",
        }) {
            assertThat(verdict(scheme, post(body, "Stripe-Signature", wrong)))
                    .as(wrong)
                    .isNotEqualTo(SignatureVerdict.VALID);
        }
    }

    @Test
    void signatures_tenThousandInOneHeader_areNotAllLookedAt() {
        String body = "{}";
        String right = Signing.hmac("hush", SECONDS + "." + body);
        String header = "t=" + SECONDS + (",v1=" + "0".repeat(64)).repeat(10_000) + ",v1=" + right;
        assertThat(verdict(IncomingScheme.stripe(SECRET), post(body, "Stripe-Signature", header)))
                .isEqualTo(SignatureVerdict.NO_MATCH);
        String some = "t=" + SECONDS + (",v1=" + "0".repeat(64)).repeat(20) + ",v1=" + right;
        assertThat(verdict(IncomingScheme.stripe(SECRET), post(body, "Stripe-Signature", some)))
                .isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Test
    void discordInteractions_pingTypesAndReplies() throws Exception {
        IncomingScheme scheme = IncomingScheme.discordInteractions(DISCORD_KEY);
        WebReply ping = handshake(scheme, discord("{\"type\":1}"));
        assertThat(ping.text()).isEqualTo("{\"type\":1}");
        assertThat(facts(scheme, discord("{\"type\":2,\"id\":\"99\"}")))
                .isEqualTo(new RequestVerifier.Facts("99", "command"));
        assertThat(facts(scheme, discord("{\"type\":7,\"id\":\"99\"}")).type()).isEqualTo("interaction_7");
        RequestVerifier verifier = scheme.verifier();
        assertThat(verifier.reply("command").text()).isEqualTo("{\"type\":5}");
        assertThat(verifier.reply("component").text()).isEqualTo("{\"type\":6}");
        assertThat(verifier.reply("autocomplete").text()).contains("\"choices\":[]");
        WebRequest good = discord("{\"type\":1}");
        WebRequest tampered = WebRequest.of("POST", "/", good.headers(), "{\"type\":2}".getBytes(UTF_8));
        assertThat(verdict(scheme, tampered)).isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Test
    void discordEvents_pingIsTypeZero_andRepeatedEventsHaveOneId() throws Exception {
        IncomingScheme scheme = IncomingScheme.discordEvents(DISCORD_KEY);
        WebReply ping = handshake(scheme, discord("{\"type\":0}"));
        assertThat(ping.status()).isEqualTo(204);
        String body = "{\"type\":1,\"event\":{\"type\":\"APPLICATION_AUTHORIZED\"}}";
        RequestVerifier.Facts first = facts(scheme, discord(body));
        assertThat(first.type()).isEqualTo("APPLICATION_AUTHORIZED");
        assertThat(first.id())
                .startsWith("sha256-")
                .hasSize(71)
                .isEqualTo(facts(scheme, discord(body)).id());
        assertThat(facts(scheme, discord(body + " ")).id()).isNotEqualTo(first.id());
        assertThat(scheme.verifier().reply("x").status()).isEqualTo(204);
    }

    @Test
    void twitch_challengeRevocationAndAge() throws Exception {
        IncomingScheme scheme = IncomingScheme.twitch(SECRET);
        String at = "2026-11-30T11:55:00.123456789Z";
        WebReply reply = handshake(scheme, twitch("{\"challenge\":\"c-1\"}", "webhook_callback_verification", at));
        assertThat(reply.text()).isEqualTo("c-1");
        assertThat(reply.headers().first("Content-Type")).contains("text/plain; charset=utf-8");
        assertThat(facts(scheme, twitch("{}", "notification", at)))
                .isEqualTo(new RequestVerifier.Facts("m-1", "channel.follow"));
        assertThat(facts(scheme, twitch("{}", "revocation", at)).type()).isEqualTo("revocation");
        assertThat(verdict(scheme, twitch("{}", "notification", "2026-11-30T11:49:59Z")))
                .isEqualTo(SignatureVerdict.TOO_OLD);
        assertThat(verdict(scheme, twitch("{}", "notification", "2026-11-30T12:10:01Z")))
                .isEqualTo(SignatureVerdict.TOO_NEW);
        assertThat(verdict(scheme, twitch("{}", "notification", "yesterday")))
                .isEqualTo(SignatureVerdict.MALFORMED_TIMESTAMP);
    }

    @Test
    void standard_bothHeaderFamilies() throws Exception {
        SigningSecret secret = SigningSecret.generate();
        IncomingScheme scheme = IncomingScheme.standard(Secret.of(secret.reveal()));
        String body = "{\"type\":\"match.created\"}";
        String signature = secret.sign(("msg_1." + SECONDS + "." + body).getBytes(UTF_8));
        for (String family : new String[] {"webhook-", "svix-"}) {
            WebRequest request =
                    post(body, family + "id", "msg_1", family + "timestamp", SECONDS, family + "signature", signature);
            assertThat(facts(scheme, request)).isEqualTo(new RequestVerifier.Facts("msg_1", "match.created"));
        }
    }

    @Test
    void notion_signsTheBody() throws Exception {
        String body = "{\"id\":\"e-1\",\"type\":\"page.created\"}";
        WebRequest request = post(body, "X-Notion-Signature", "sha256=" + Signing.hmac("hush", body));
        assertThat(facts(IncomingScheme.notion(SECRET), request))
                .isEqualTo(new RequestVerifier.Facts("e-1", "page.created"));
    }

    @Test
    void secret_thatChangesWhileRunning_isUsed() {
        String[] current = {"one"};
        IncomingScheme scheme = IncomingScheme.github(Secret.from(() -> current[0]));
        WebRequest signedByTwo = post("{}", "X-Hub-Signature-256", "sha256=" + Signing.hmac("two", "{}"));
        assertThat(verdict(scheme, signedByTwo)).isEqualTo(SignatureVerdict.NO_MATCH);
        current[0] = "two";
        assertThat(verdict(scheme, signedByTwo)).isEqualTo(SignatureVerdict.VALID);
    }

    @Test
    void id_thatIsNoPlainText_isHashed() throws Exception {
        IncomingScheme scheme = IncomingScheme.github(SECRET);
        String signature = "sha256=" + Signing.hmac("hush", "{}");
        for (String id : new String[] {"a b", "x".repeat(129), "\u00e9", "a\u0000b"}) {
            WebRequest request = post("{}", "X-Hub-Signature-256", signature, "X-GitHub-Delivery", id);
            assertThat(facts(scheme, request).id()).matches("sha256-[0-9a-f]{64}");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "../..", "\u0000", "\ud800", "%s%n", "'; DROP TABLE x; --", "a..b", "..a"})
    void types_ofAnyText_becomeWords(String type) throws Exception {
        IncomingScheme scheme = IncomingScheme.github(SECRET);
        WebRequest request =
                post("{}", "X-Hub-Signature-256", "sha256=" + Signing.hmac("hush", "{}"), "X-GitHub-Event", type);
        assertThat(facts(scheme, request).type()).matches("[A-Za-z0-9_]+(\\.[A-Za-z0-9_]+)*");
    }

    private static IncomingScheme settings(Map<String, String> values) {
        var builder = Settings.builder();
        values.forEach(builder::set);
        return IncomingScheme.of(builder.build());
    }

    @Test
    void settings_ofShopify() throws Exception {
        IncomingScheme shopify = settings(Map.of(
                "secret", "hush",
                "signature.header", "X-Shopify-Hmac-Sha256",
                "signature.encoding", "base64",
                "id.header", "X-Shopify-Webhook-Id",
                "type.header", "X-Shopify-Topic"));
        WebRequest request = post(
                "{\"id\":1}",
                "X-Shopify-Hmac-Sha256",
                "VnKUjZsLuN5iZWjn5EntcBVCF9kMN43LglzCE1/GSeY=",
                "X-Shopify-Webhook-Id",
                "w-1",
                "X-Shopify-Topic",
                "orders/create");
        assertThat(facts(shopify, request)).isEqualTo(new RequestVerifier.Facts("w-1", "orders.create"));
    }

    private static IncomingScheme twilio() {
        return settings(Map.of(
                "secret", "hush",
                "signature.header", "X-Twilio-Signature",
                "signature.algorithm", "hmac-sha1",
                "signature.encoding", "base64",
                "signature.content", "{url}{form}",
                "origin", "https://bot.example"));
    }

    @Test
    void settings_ofTwilio_formAndJson() throws Exception {
        String form = "To=%2B1&Body=a+b&From=%2B2";
        String content = "/in?a=1BodyaBbFrom+2To+1".replace("aBb", "a b");
        for (String host : new String[] {"https://bot.example", "https://bot.example:443"}) {
            WebRequest request = post(
                    form,
                    "Content-Type",
                    "application/x-www-form-urlencoded; charset=UTF-8",
                    "X-Twilio-Signature",
                    Signing.sha1("hush", host + content));
            assertThat(verdict(twilio(), request)).isEqualTo(SignatureVerdict.VALID);
        }
        String json = "{\"a\":1}";
        String hash =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json.getBytes(UTF_8)));
        String target = "/in?bodySHA256=" + hash;
        Headers signed = Headers.of("X-Twilio-Signature", Signing.sha1("hush", "https://bot.example" + target));
        assertThat(verdict(twilio(), WebRequest.of("POST", target, signed, json.getBytes(UTF_8))))
                .isEqualTo(SignatureVerdict.VALID);
        assertThat(verdict(twilio(), WebRequest.of("POST", target, signed, "{\"a\":2}".getBytes(UTF_8))))
                .isEqualTo(SignatureVerdict.NO_MATCH);
        Headers unsigned = Headers.of("X-Twilio-Signature", Signing.sha1("hush", "https://bot.example/in"));
        assertThat(verdict(twilio(), WebRequest.of("POST", "/in", unsigned, json.getBytes(UTF_8))))
                .as("a body that nothing signs")
                .isEqualTo(SignatureVerdict.NO_MATCH);
    }

    @Test
    void settings_ofASenderWithTimestampAndId() throws Exception {
        IncomingScheme scheme = settings(Map.of(
                "secret", "6875736820687573682068757368",
                "oldSecret", "00",
                "secretEncoding", "hex",
                "signature.header", "X-Sig",
                "signature.content", "{id}|{timestamp}|{body}",
                "timestamp.header", "X-Time",
                "timestamp.tolerance", "1m",
                "id.header", "X-Id",
                "type.field", "kind"));
        String body = "{\"kind\":\"goal\"}";
        String signature = HexFormat.of()
                .formatHex(Signing.mac(
                        "HmacSHA256", "hush hush hush".getBytes(UTF_8), ("7|" + SECONDS + "|" + body).getBytes(UTF_8)));
        assertThat(facts(scheme, post(body, "X-Sig", signature, "X-Time", SECONDS, "X-Id", "7")))
                .isEqualTo(new RequestVerifier.Facts("7", "goal"));
        assertThat(verdict(scheme, post(body, "X-Sig", signature, "X-Time", SECONDS, "X-Id", "8")))
                .isEqualTo(SignatureVerdict.NO_MATCH);
        assertThat(verdict(scheme, post(body, "X-Sig", signature, "X-Time", SECONDS, "X-Id", "7", "X-Id", "7")))
                .isEqualTo(SignatureVerdict.NO_MATCH);
        String old = Long.toString(NOW.getEpochSecond() - 61);
        assertThat(verdict(scheme, post(body, "X-Sig", signature, "X-Time", old, "X-Id", "7")))
                .isEqualTo(SignatureVerdict.TOO_OLD);
    }

    @Test
    void settings_thatAreWrong_areRefused() {
        Map<String, String> good = Map.of("secret", "hush", "signature.header", "X-Sig");
        settings(good);
        for (String wrong : new String[] {
            "signature.content={nothing}",
            "signature.content=fixed",
            "signature.content={timestamp}{body}",
            "signature.content={id}{body}",
            "signature.content={url}{body}",
            "signature.algorithm=md5",
            "signature.encoding=base32",
            "secretEncoding=base32",
            "timestamp.header=X-Time",
            "origin=bot.example",
        }) {
            String[] pair = wrong.split("=", 2);
            var all = new java.util.HashMap<>(good);
            all.put(pair[0], pair[1]);
            assertThatThrownBy(() -> settings(all)).as(wrong).isInstanceOf(ConfigurationException.class);
        }
    }

    @Test
    void toString_hidesSecrets() {
        for (Object shown : Arrays.asList(
                IncomingScheme.github(SECRET), twilio(), post("{\"name\":\"hush\"}"), WebReply.text(200, "hush"))) {
            assertThat(shown.toString()).doesNotContain("hush");
        }
    }
}
