// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.pipeline;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The version that upstreams see of us. */
public final class SdkVersion {
    /** The version. */
    public static final String TEXT = read();

    private SdkVersion() {}

    // A file and not the jar's manifest, which a module on the module path does not show.
    private static String read() {
        try (InputStream file = SdkVersion.class.getResourceAsStream("version.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.US_ASCII).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("our own jar cannot be read", e);
        }
    }
}
