// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit.webhooks;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks signatures of Standard Webhooks 1.0.0 by code that shares nothing with any sender. */
final class SignatureCheck {
    /** The fixed start of an Ed25519 public key in DER (RFC 8410, section 4). */
    private static final String ED25519_DER = "302a300506032b6570032100";

    private SignatureCheck() {}

    static boolean verifies(ReceivedWebhook webhook, String key) {
        boolean symmetric = key.startsWith("whsec_");
        if (!symmetric && !key.startsWith("whpk_")) {
            throw new IllegalArgumentException(
                    "a key begins with whsec_ (secret, v1) or whpk_ (public key, v1a), with nothing before it");
        }
        byte[] bytes = Base64.getDecoder().decode(key.substring(key.indexOf('_') + 1));
        if (symmetric ? bytes.length == 0 : bytes.length != 32) {
            throw new IllegalArgumentException("a key of " + bytes.length + " bytes");
        }
        Optional<String> id = webhook.id();
        Optional<String> timestamp = webhook.header("webhook-timestamp");
        Optional<String> signatures = webhook.header("webhook-signature");
        if (id.isEmpty() || timestamp.isEmpty() || signatures.isEmpty()) {
            return false;
        }
        byte[] prefix = (id.get() + "." + timestamp.get() + ".").getBytes(StandardCharsets.ISO_8859_1);
        String version = symmetric ? "v1," : "v1a,";
        for (String part : signatures.get().split(" ", -1)) {
            if (part.startsWith(version)) {
                byte[] given = decoded(part.substring(version.length()));
                if (symmetric
                        ? hmacFits(bytes, prefix, webhook.body(), given)
                        : ed25519Fits(bytes, prefix, webhook.body(), given)) {
                    return true;
                }
            }
        }
        return false;
    }

    private static boolean hmacFits(byte[] secret, byte[] prefix, byte[] body, byte[] given) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            mac.update(prefix);
            return MessageDigest.isEqual(mac.doFinal(body), given);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java has HmacSHA256", e);
        }
    }

    private static boolean ed25519Fits(byte[] publicKey, byte[] prefix, byte[] body, byte[] given) {
        String der = ED25519_DER + HexFormat.of().formatHex(publicKey);
        try {
            PublicKey key = KeyFactory.getInstance("Ed25519")
                    .generatePublic(new X509EncodedKeySpec(HexFormat.of().parseHex(der)));
            Signature signature = Signature.getInstance("Ed25519");
            signature.initVerify(key);
            signature.update(prefix);
            signature.update(body);
            return signature.verify(given);
        } catch (SignatureException e) {
            return false; // the signature has the wrong length, or is no point of the curve
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException("no Ed25519 public key", e);
        }
    }

    /** Returns the bytes of base64, or none if it is not base64. */
    private static byte[] decoded(String base64) {
        try {
            return Base64.getDecoder().decode(base64);
        } catch (IllegalArgumentException e) {
            return new byte[0];
        }
    }
}
