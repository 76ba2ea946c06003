// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPrivateKeySpec;
import java.security.spec.NamedParameterSpec;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Signs as senders do, by the JDK alone. */
final class Signing {
    private Signing() {}

    /** Signs by HMAC-SHA256, in hex. */
    static String hmac(String secret, String content) {
        return HexFormat.of().formatHex(mac("HmacSHA256", secret.getBytes(UTF_8), content.getBytes(UTF_8)));
    }

    /** Signs by HMAC-SHA1, in base64. */
    static String sha1(String secret, String content) {
        return Base64.getEncoder().encodeToString(mac("HmacSHA1", secret.getBytes(UTF_8), content.getBytes(UTF_8)));
    }

    static byte[] mac(String algorithm, byte[] key, byte[] content) {
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(key, algorithm));
            return mac.doFinal(content);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Signs by Ed25519 with the key of this seed, in hex. */
    static String ed25519(byte[] seed, String content) {
        try {
            Signature signature = Signature.getInstance("Ed25519");
            signature.initSign(KeyFactory.getInstance("Ed25519")
                    .generatePrivate(new EdECPrivateKeySpec(NamedParameterSpec.ED25519, seed)));
            signature.update(content.getBytes(UTF_8));
            return HexFormat.of().formatHex(signature.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
