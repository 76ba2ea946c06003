// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Writes the checksum of a record anew, so that a test reaches the checks behind it. */
final class RecordSeal {
    private RecordSeal() {}

    /** Changes the text of a record, and makes its checksum fit. */
    static void change(Path file, String from, String to) throws IOException {
        String text = Files.readString(file);
        assertThat(text).contains(from);
        String body = text.replaceFirst(",\"checksum\":.*", "}");
        Files.write(file, seal(body.replace(from, to)));
    }

    /** Takes the object without its checksum. */
    static byte[] seal(String record) {
        String body = record.strip();
        body = body.substring(0, body.length() - 1);
        try {
            byte[] sum = MessageDigest.getInstance("SHA-256").digest(body.getBytes(UTF_8));
            return (body + ",\"checksum\":\"" + HexFormat.of().formatHex(sum) + "\"}").getBytes(UTF_8);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }
}
