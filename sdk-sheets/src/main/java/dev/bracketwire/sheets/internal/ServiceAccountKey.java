// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.internal;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.RSAKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Collection;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The key of a service account, which signs the assertions that Google exchanges for access tokens (RS256). The JDK signs;
 * Google's own library would bring a second HTTP client.
 *
 * @param email names the account
 * @param keyId names the key of the account, if known
 */
public record ServiceAccountKey(String email, @Nullable String keyId, PrivateKey key, URI tokenEndpoint)
        implements GoogleCredential {
    // Google refuses longer assertions.
    private static final int LIFE_SECONDS = 3600;

    // A machine whose clock is a little ahead would sign an assertion that is not valid yet.
    private static final int SKEW_SECONDS = 30;
    private static final int LEAST_BITS = 2048;
    private static final Pattern PEM =
            Pattern.compile("-----BEGIN ([A-Z0-9 ]{1,40})-----([^-]*+)-----END \\1-----", Pattern.DOTALL);

    /** Signs a request for a token with these scopes, on behalf of another user if one is given. */
    public String assertion(Instant now, Collection<String> scopes, @Nullable String subject) {
        ObjectNode header =
                JsonNodeFactory.instance.objectNode().put("alg", "RS256").put("typ", "JWT");
        if (keyId != null) {
            header.put("kid", keyId);
        }
        long issued = now.getEpochSecond() - SKEW_SECONDS;
        ObjectNode claims = JsonNodeFactory.instance
                .objectNode()
                .put("iss", email)
                .put("scope", String.join(" ", scopes))
                .put("aud", tokenEndpoint.toString())
                .put("iat", issued)
                .put("exp", issued + LIFE_SECONDS);
        if (subject != null) {
            claims.put("sub", subject);
        }
        String signed = encoded(header.toString().getBytes(UTF_8)) + "."
                + encoded(claims.toString().getBytes(UTF_8));
        try {
            Signature signature = Signature.getInstance("SHA256withRSA");
            signature.initSign(key);
            signature.update(signed.getBytes(US_ASCII));
            return signed + "." + encoded(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("an RSA key of this size signs by SHA256withRSA", e);
        }
    }

    private static String encoded(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    /**
     * Reads a private key from PEM. Line ends that an environment variable turned into {@code \n} are repaired.
     *
     * @throws IllegalArgumentException with the rule that it breaks, to be read after "private_key"
     */
    static PrivateKey key(String text) {
        String pem = text.replace("\\r", "").replace("\\n", "\n");
        Matcher block = PEM.matcher(pem);
        if (!block.find()) {
            throw new IllegalArgumentException(
                    pem.contains("-----BEGIN ")
                            ? "is cut off or damaged: its last line must be -----END PRIVATE KEY-----"
                            : "must be a key in PEM that begins with -----BEGIN PRIVATE KEY-----");
        }
        return switch (block.group(1)) {
            case "PRIVATE KEY" -> decoded(block.group(2));
            case "RSA PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "is in PKCS#1 (BEGIN RSA PRIVATE KEY), but must be in PKCS#8 as Google"
                                + " gives it: download the key again, or convert it by openssl pkcs8 -topk8 -nocrypt");
            case "ENCRYPTED PRIVATE KEY" ->
                throw new IllegalArgumentException(
                        "is encrypted, but must be a plain key: convert it by openssl pkcs8 -topk8 -nocrypt");
            default ->
                throw new IllegalArgumentException("must be a private key (BEGIN PRIVATE KEY), but is another thing");
        };
    }

    // No cause is kept: the JDK's messages may show bytes of the key.
    private static PrivateKey decoded(String base64) {
        PrivateKey key;
        try {
            byte[] bytes = Base64.getDecoder().decode(base64.replaceAll("\\s", ""));
            key = KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(bytes));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            throw new IllegalArgumentException("is damaged, or no RSA key: download the key again");
        }
        if (!(key instanceof RSAKey rsa) || rsa.getModulus().bitLength() < LEAST_BITS) {
            throw new IllegalArgumentException("must be an RSA key of at least " + LEAST_BITS + " bits");
        }
        return key;
    }

    /** Names the account, and nothing of its key. */
    @Override
    public String toString() {
        return "ServiceAccountKey[" + email + "]";
    }
}
