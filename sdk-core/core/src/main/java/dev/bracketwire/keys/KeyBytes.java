// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.util.Base64;
import java.util.List;

/** Reads a key, and says how to make one where there is none. */
final class KeyBytes {
    static final int LENGTH = 32;

    private KeyBytes() {}

    static byte[] of(String id, String base64) {
        byte[] bytes;
        try {
            bytes = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw refused(id, "is no base64"); // without the cause, whose message shows a part of it
        }
        if (bytes.length != LENGTH) {
            throw refused(id, "has " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static ConfigurationException refused(String id, String what) {
        return new ConfigurationException(List.of(new Problem(
                "key " + id, what + " but must be 32 random bytes in base64; make one with: openssl rand -base64 32")));
    }
}
