// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.sheets;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Knows the tokens that are accepted and hands out new ones, for a signed JWT of the service account or a refresh token. */
final class FakeTokens {
    static final String PROJECT = "603366585132";
    static final String ACCOUNT = "bracket-bot@fake-project.iam.gserviceaccount.com";
    static final String SCOPE = "https://www.googleapis.com/auth/";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String REAL_AUDIENCE = "https://oauth2.googleapis.com/token";
    private static final Duration LIFETIME = Duration.ofSeconds(3599);

    private final String tokenUri;
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, Token> refreshTokens = new HashMap<>();
    private int issued;

    // Made when it is asked for, since that takes a tenth of a second. Guarded by this.
    private @Nullable KeyPair key;

    FakeTokens(String tokenUri) {
        this.tokenUri = tokenUri;
    }

    private synchronized KeyPair key() {
        KeyPair made = key;
        if (made == null) {
            try {
                KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
                generator.initialize(2048);
                made = generator.generateKeyPair();
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("this JVM makes no RSA key", e);
            }
            key = made;
        }
        return made;
    }

    /** Holds the user and the rights of a token; scopes are Google's without the address in front. */
    record Token(String user, Set<String> scopes, Instant expires) {}

    void add(String token, String user, Set<String> scopes) {
        tokens.put(token, new Token(user, scopes, Instant.MAX));
    }

    void addRefresh(String token, String user, Set<String> scopes) {
        refreshTokens.put(token, new Token(user, scopes, Instant.MAX));
    }

    void revokeAll() {
        tokens.clear();
    }

    int issued() {
        return issued;
    }

    /** Finds the token if it is valid now; a self-signed JWT of the account is one too. */
    @Nullable
    Token find(String text, Instant now) {
        Token token = tokens.get(text);
        if (token != null) {
            return token.expires.isAfter(now) ? token : null;
        }
        JsonNode claims = claims(text);
        if (claims == null
                || claims.path("exp").asLong() <= now.getEpochSecond()
                || !claims.path("iss").asText().equals(ACCOUNT)) {
            return null;
        }
        return new Token(ACCOUNT, scopes(claims.path("scope").asText("spreadsheets drive")), Instant.MAX);
    }

    /** Answers a request for a token; a failure ends in a refusal. */
    ObjectNode grant(Map<String, String> form, Instant now) {
        String type = form.getOrDefault("grant_type", "");
        Token token;
        if (type.equals("refresh_token")) {
            Token known = refreshTokens.get(form.getOrDefault("refresh_token", ""));
            if (known == null) {
                throw new Refusal("invalid_grant", "Token has been expired or revoked.");
            }
            token = known;
        } else if (type.equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) {
            token = ofAssertion(form.getOrDefault("assertion", ""), now);
        } else {
            throw new Refusal("unsupported_grant_type", "Invalid grant_type: " + type);
        }
        String text = "ya29.fake-" + ++issued + "-" + Long.toString(now.getEpochSecond(), 36);
        tokens.put(text, new Token(token.user, token.scopes, now.plus(LIFETIME)));
        return JsonNodeFactory.instance
                .objectNode()
                .put("access_token", text)
                .put("expires_in", LIFETIME.toSeconds())
                .put("token_type", "Bearer");
    }

    private Token ofAssertion(String assertion, Instant now) {
        JsonNode claims = claims(assertion);
        if (claims == null) {
            throw new Refusal("invalid_grant", "Invalid JWT Signature.");
        }
        if (!claims.path("iss").asText().equals(ACCOUNT)) {
            throw new Refusal("invalid_grant", "Invalid grant: account not found");
        }
        String audience = claims.path("aud").asText();
        if (!audience.equals(tokenUri) && !audience.equals(REAL_AUDIENCE)) {
            throw new Refusal("invalid_grant", "Invalid JWT: Failed audience check. The right audience is " + tokenUri);
        }
        long begin = claims.path("iat").asLong();
        long end = claims.path("exp").asLong();
        long second = now.getEpochSecond();
        if (end <= second || begin > second + 300 || end - begin > 3600) {
            throw new Refusal(
                    "invalid_grant",
                    "Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe. Check"
                            + " your iat and exp values in the JWT claim.");
        }
        String scope = claims.path("scope").asText();
        if (scope.isBlank()) {
            throw new Refusal("invalid_scope", "Invalid OAuth scope or ID token audience provided.");
        }
        return new Token(claims.path("sub").asText(ACCOUNT), scopes(scope), Instant.MAX);
    }

    private static Set<String> scopes(String text) {
        return Set.of(text.replace(SCOPE, "").strip().split("\\s+"));
    }

    /** Reads a JWT if our key signed it. */
    private @Nullable JsonNode claims(String jwt) {
        String[] parts = jwt.split("\\.", -1);
        if (parts.length != 3) {
            return null;
        }
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(key().getPublic());
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            Base64.Decoder decoder = Base64.getUrlDecoder();
            JsonNode header = JSON.readTree(decoder.decode(parts[0]));
            return header.path("alg").asText().equals("RS256") && signature.verify(decoder.decode(parts[2]))
                    ? JSON.readTree(decoder.decode(parts[1]))
                    : null;
        } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
            return null; // no JWT of ours
        }
    }

    /** Writes the account's file as Google hands it out. */
    String serviceAccountJson() {
        String pem = "-----BEGIN PRIVATE KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(key().getPrivate().getEncoded())
                + "\n-----END PRIVATE KEY-----\n";
        return JsonNodeFactory.instance
                .objectNode()
                .put("type", "service_account")
                .put("project_id", "fake-project")
                .put("private_key_id", "0123456789abcdef0123456789abcdef01234567")
                .put("private_key", pem)
                .put("client_email", ACCOUNT)
                .put("client_id", "100000000000000000001")
                .put("token_uri", tokenUri)
                .put("universe_domain", "googleapis.com")
                .toString();
    }

    /** Refuses a token with an OAuth error. */
    static final class Refusal extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String error;

        Refusal(String error, String description) {
            super(description, null, false, false);
            this.error = error;
        }

        ObjectNode body() {
            return JsonNodeFactory.instance.objectNode().put("error", error).put("error_description", getMessage());
        }
    }
}
