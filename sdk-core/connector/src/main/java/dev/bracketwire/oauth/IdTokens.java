// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.Call;
import dev.bracketwire.connector.Connector;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.keys.Tokens;
import dev.bracketwire.oauth.AuthorizationException.Reason;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.RSAPublicKeySpec;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;

/**
 * Checks the id tokens that come with the tokens of users (OpenID Connect Core, 3.1.3.7): the signature by one of the
 * server's keys, who it is from and for, and the time. RS256 is what every server has to offer, and nothing else is taken, so
 * that a token cannot choose how it is looked at.
 */
final class IdTokens {
    private static final Duration SKEW = Duration.ofMinutes(1);
    private static final int LEAST_BITS = 2048;

    final Connector connector;
    private final URI keys;
    private final String issuer;
    private final String clientId;

    IdTokens(Connector connector, URI keys, String issuer, String clientId) {
        this.connector = connector;
        this.keys = keys;
        this.issuer = issuer;
        this.clientId = clientId;
    }

    /** Gives the tokens, if the id token beside them is good. */
    Call<Tokens> checked(TokenReply reply, String where) {
        Tokens tokens = reply.tokens();
        String text = reply.text("id_token");
        if (text == null) {
            throw untrusted(where, "is missing");
        }
        String[] parts = text.split("\\.", -1);
        if (parts.length != 3) {
            throw untrusted(where, "is none");
        }
        JsonNode header = json(parts[0], where);
        if (!header.path("alg").asText("").equals("RS256")) {
            throw untrusted(where, "is not signed by RS256");
        }
        String id = header.path("kid").asText("");
        return keys().then(all -> key(all, id).isPresent() ? Call.done(all) : keys().fresh()) // it may be new
                .map(all -> {
                    JsonNode key = key(all, id)
                            .orElseThrow(() -> untrusted(where, "is signed by a key that the server does not have"));
                    if (!signed(key, parts)) {
                        throw untrusted(where, "is not signed by the server");
                    }
                    claims(json(parts[1], where), where);
                    return tokens;
                });
    }

    private Call<JsonNode> keys() {
        return connector.get(keys.getRawPath(), JsonNode.class);
    }

    private static Optional<JsonNode> key(JsonNode all, String id) {
        for (JsonNode key : all.path("keys")) {
            boolean signs = key.path("use").asText("sig").equals("sig");
            if (signs
                    && key.path("kty").asText("").equals("RSA")
                    && key.path("kid").asText("").equals(id)) {
                return Optional.of(key);
            }
        }
        return Optional.empty();
    }

    private static boolean signed(JsonNode key, String... parts) {
        try {
            BigInteger modulus = new BigInteger(1, decoded(key.path("n").asText("")));
            BigInteger exponent = new BigInteger(1, decoded(key.path("e").asText("")));
            if (modulus.bitLength() < LEAST_BITS) {
                return false;
            }
            PublicKey rsa = KeyFactory.getInstance("RSA").generatePublic(new RSAPublicKeySpec(modulus, exponent));
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initVerify(rsa);
            signature.update((parts[0] + "." + parts[1]).getBytes(StandardCharsets.US_ASCII));
            return signature.verify(decoded(parts[2]));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false; // no key, or no signature
        }
    }

    private void claims(JsonNode claims, String where) {
        if (!claims.path("iss").asText("").equals(issuer)) {
            throw untrusted(where, "is not from " + issuer);
        }
        if (!isFor(claims.path("aud"))) {
            throw untrusted(where, "is for another client");
        }
        long now = connector.config().dates().instant().getEpochSecond();
        if (!claims.path("exp").isNumber() || claims.path("exp").asLong() < now - SKEW.toSeconds()) {
            throw untrusted(where, "is expired");
        }
        if (claims.path("iat").asLong(0) > now + SKEW.toSeconds()) {
            throw untrusted(where, "is from the future: look at the clock of this machine");
        }
    }

    private boolean isFor(JsonNode audience) {
        if (!audience.isArray()) {
            return audience.asText("").equals(clientId);
        }
        for (JsonNode each : audience) {
            if (each.asText("").equals(clientId)) {
                return true;
            }
        }
        return false;
    }

    private static JsonNode json(String part, String where) {
        try {
            return Json.tree(decoded(part));
        } catch (IllegalArgumentException | UncheckedIOException e) {
            throw untrusted(where, "is none");
        }
    }

    private static byte[] decoded(String part) {
        return Base64.getUrlDecoder().decode(part);
    }

    private static AuthorizationException untrusted(String where, String problem) {
        return new AuthorizationException(where, Reason.UNTRUSTED, "its id token " + problem);
    }
}
