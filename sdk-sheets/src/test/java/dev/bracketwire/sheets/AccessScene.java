// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.testkit.Answer;
import dev.bracketwire.testkit.FakeUpstream;
import dev.bracketwire.testkit.ManualClock;
import dev.bracketwire.testkit.Received;
import java.net.URI;
import java.net.URLDecoder;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** A token endpoint, an upstream that takes its tokens, service accounts, and a clock for all. */
@SuppressWarnings("try") // a test may be interrupted while it closes
final class AccessScene implements AutoCloseable {
    static final KeyPair KEY = key(2048);
    static final String EMAIL = "bot@cup-1.iam.gserviceaccount.com";

    final ManualClock clock = ManualClock.create();
    final FakeUpstream google = FakeUpstream.start();
    final FakeUpstream sheets = FakeUpstream.start();
    final URI endpoint = URI.create(google.uri() + "/token");
    boolean retrying;
    private final AtomicInteger given = new AtomicInteger();
    private final List<AutoCloseable> open = new ArrayList<>();

    static KeyPair key(int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static String pem(KeyPair key) {
        return "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key.getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
    }

    /** The key file of a service account, as Google's console gives it. */
    ObjectNode account() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", "cup-1")
                .put("private_key_id", "0a1b2c")
                .put("private_key", pem(KEY))
                .put("client_email", EMAIL)
                .put("client_id", "1234567890")
                .put("token_uri", endpoint.toString())
                .put("universe_domain", "googleapis.com");
    }

    /** The file that gcloud writes for a user. */
    ObjectNode user() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "authorized_user")
                .put("client_id", "id.apps.googleusercontent.com")
                .put("client_secret", "canary-client-secret")
                .put("refresh_token", "1//canary-refresh")
                .put("quota_project_id", "cup-2");
    }

    /** Opens it by the clock of this scene; with retries by the real one, which does not stand still. */
    GoogleAccess.Opened open(GoogleAccess access) {
        GoogleAccess.Opened opened = access.tokenEndpointAllowed(endpoint)
                .open(config -> retrying
                        ? config.retry(RetryPolicy.defaults().base(Duration.ofMillis(1)))
                        : config.clock(clock).retry(RetryPolicy.never()));
        open.add(opened);
        return opened;
    }

    Connector connector(GoogleAccess access) {
        Connector connector = Connector.create(ConnectorConfig.builder("sheets", sheets.uri())
                .clock(clock)
                .retry(RetryPolicy.never())
                .auth(open(access).auth())
                .build());
        open.add(0, connector);
        return connector;
    }

    /** Reads something, and returns the Authorization that the upstream saw. */
    String seen(Connector connector) {
        connector.get("/x", Integer.class).get();
        return last(sheets).header("Authorization").orElse("none");
    }

    static Received last(FakeUpstream upstream) {
        return upstream.received().get(upstream.received().size() - 1);
    }

    void works() {
        sheets.on("GET", "/x").answers(Answer.json("1"));
        google.on("POST", "/token").answers(request -> token());
    }

    Answer token() {
        return Answer.json("{\"access_token\":\"ya29.t" + given.incrementAndGet()
                + "\",\"token_type\":\"Bearer\",\"expires_in\":3599}");
    }

    static Answer refused(String error, String description) {
        return Answer.json("{\"error\":\"" + error + "\",\"error_description\":\"" + description + "\"}")
                .status(400);
    }

    /** The parameters of the last request for a token. */
    Map<String, String> asked() {
        Map<String, String> parameters = new LinkedHashMap<>();
        for (String pair : last(google).text().split("&", -1)) {
            String[] parts = pair.split("=", 2);
            parameters.put(parts[0], URLDecoder.decode(parts[1], UTF_8));
        }
        return parameters;
    }

    /** A part of the last assertion: 0 is the header, 1 the claims. */
    JsonNode assertion(int part) throws JsonProcessingException {
        String text = asked().getOrDefault("assertion", "").split("\\.", -1)[part];
        return new JsonMapper().readTree(new String(Base64.getUrlDecoder().decode(text), UTF_8));
    }

    /** Whether the key has signed the last assertion. */
    boolean isSignedBy(KeyPair key) throws GeneralSecurityException {
        String[] parts = asked().getOrDefault("assertion", "").split("\\.", -1);
        Signature signature = Signature.getInstance("SHA256withRSA");
        signature.initVerify(key.getPublic());
        signature.update((parts[0] + "." + parts[1]).getBytes(UTF_8));
        return signature.verify(Base64.getUrlDecoder().decode(parts[2]));
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : open) {
            resource.close();
        }
        sheets.close();
        google.close();
    }
}
