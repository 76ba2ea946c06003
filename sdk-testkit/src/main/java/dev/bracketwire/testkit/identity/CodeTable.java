// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.identity;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Issues codes and tokens, and checks what comes back. */
final class CodeTable {
    private static final Set<String> LOOPBACK = Set.of("127.0.0.1", "localhost", "[::1]");

    private final FakeIdentityProvider.Builder options;
    private final SecureRandom random = new SecureRandom();

    // All guarded by this.
    private final Map<String, Code> codes = new HashMap<>();
    private final Map<String, Token> tokens = new HashMap<>();
    private final Map<String, String> refreshTokens = new HashMap<>();

    CodeTable(FakeIdentityProvider.Builder options) {
        this.options = options;
    }

    /** Returns the problem of a request for a code in words; null if there is none. */
    @Nullable
    String problem(CodeRequest request) {
        if (!request.client().equals(options.clientId)) {
            return "Unknown client_id.";
        }
        if (!isAllowed(request.redirect())) {
            return "The redirect_uri is not registered.";
        }
        if (!request.type().equals("code")) {
            return "The response_type must be code.";
        }
        if (!request.method().equals("S256") || request.challenge().length() != 43) {
            return "A code_challenge by S256 is needed.";
        }
        return null;
    }

    private boolean isAllowed(String redirect) {
        if (options.redirect != null) {
            return options.redirect.equals(redirect);
        }
        try {
            URI uri = URI.create(redirect);
            return "http".equals(uri.getScheme()) && uri.getHost() != null && LOOPBACK.contains(uri.getHost());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    synchronized URI issue(CodeRequest request, String user) {
        String code = secret();
        codes.put(code, new Code(request, user, options.clock.instant().plus(options.codeLifetime)));
        return request.back("code", code);
    }

    synchronized ObjectNode grant(Map<String, String> form, @Nullable String authorization) {
        checkClient(form, authorization);
        String type = form.getOrDefault("grant_type", "");
        if (type.equals("authorization_code")) {
            return tokens(userOfCode(form));
        }
        if (type.equals("refresh_token")) {
            String user = refreshTokens.remove(form.getOrDefault("refresh_token", ""));
            if (user == null) {
                throw new TokenRefusal("invalid_grant", "Invalid \"refresh_token\" in request.");
            }
            return tokens(user);
        }
        throw new TokenRefusal("unsupported_grant_type", "Grant type \"" + type + "\" is not supported.");
    }

    private void checkClient(Map<String, String> form, @Nullable String authorization) {
        String given = form.getOrDefault("client_id", "") + ":" + form.getOrDefault("client_secret", "");
        if (authorization != null && authorization.startsWith("Basic ")) {
            try {
                given = new String(Base64.getDecoder().decode(authorization.substring(6)), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                throw new TokenRefusal("invalid_client", "The Authorization header is damaged.");
            }
        }
        if (!given.equals(options.clientId + ":" + options.clientSecret)) {
            throw new TokenRefusal("invalid_client", "The client is unknown, or its secret is wrong.");
        }
    }

    private String userOfCode(Map<String, String> form) {
        // It is gone after the first try, whether that was good or not.
        Code code = codes.remove(form.getOrDefault("code", ""));
        if (code == null) {
            throw new TokenRefusal("invalid_grant", "Invalid \"code\" in request.");
        }
        if (!code.expires.isAfter(options.clock.instant())) {
            throw new TokenRefusal("invalid_grant", "The code has expired.");
        }
        if (!code.request.redirect().equals(form.get("redirect_uri"))) {
            throw new TokenRefusal("invalid_grant", "The redirect_uri is not the one of the code.");
        }
        if (!code.request.challenge().equals(challenge(form.getOrDefault("code_verifier", "")))) {
            throw new TokenRefusal("invalid_grant", "The code_verifier does not fit the code_challenge.");
        }
        return code.user;
    }

    private ObjectNode tokens(String user) {
        String access = secret();
        String refresh = secret();
        tokens.put(access, new Token(user, options.clock.instant().plus(options.tokenLifetime)));
        refreshTokens.put(refresh, user);
        return JsonNodeFactory.instance
                .objectNode()
                .put("token_type", "Bearer")
                .put("access_token", access)
                .put("expires_in", options.tokenLifetime.toSeconds())
                .put("refresh_token", refresh)
                .put("scope", "identify");
    }

    /** Returns the user of an access token; null if it is not valid. */
    synchronized @Nullable String userOf(String access) {
        Token token = tokens.get(access);
        return token != null && token.expires.isAfter(options.clock.instant()) ? token.user : null;
    }

    synchronized void revokeTokens() {
        tokens.clear();
        refreshTokens.clear();
    }

    private String secret() {
        byte[] bytes = new byte[24];
        random.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String challenge(String verifier) {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(
                            MessageDigest.getInstance("SHA-256").digest(verifier.getBytes(StandardCharsets.US_ASCII)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    private record Code(CodeRequest request, String user, Instant expires) {}

    private record Token(String user, Instant expires) {}
}
