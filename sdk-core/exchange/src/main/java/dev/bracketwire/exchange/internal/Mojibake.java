// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange.internal;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Text that was written as UTF-8 and read as something else, such as {@code Ã¼} for {@code ü}. */
final class Mojibake {
    private static final List<Charset> TAKEN_FOR = List.of(
            Charset.forName("windows-1252"),
            StandardCharsets.ISO_8859_1,
            Charset.forName("windows-1250"),
            Charset.forName("windows-1257"));

    private Mojibake() {}

    /**
     * What was meant, null if the text is as it should be. Bytes of another encoding are hardly ever well-formed UTF-8 by
     * chance, so what reads as UTF-8 was.
     */
    static @Nullable String repaired(String text) {
        if (text.chars().allMatch(c -> c < 0x80)) {
            return null;
        }
        for (Charset charset : TAKEN_FOR) {
            String meant = as(charset, text);
            if (meant != null) {
                return meant;
            }
        }
        return null;
    }

    private static @Nullable String as(Charset charset, String text) {
        try {
            ByteBuffer bytes = charset.newEncoder().encode(CharBuffer.wrap(text));
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException e) {
            return null;
        }
    }
}
