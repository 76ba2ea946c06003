// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.keys.KeyRing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Set;

/** Keeps the keys that encrypt the secrets of webhooks in a file that only this user may read. */
final class WebhookKeys {
    private static final SecureRandom RANDOM = new SecureRandom();

    private WebhookKeys() {}

    /** Returns the keys of the file that the settings name, or of one in the state folder, which is made if needed. */
    static KeyRing of(ServerSettings settings) {
        return KeyRing.file(settings.webhooks().keys().orElseGet(() -> made(settings.state())));
    }

    private static Path made(Path state) {
        Path file = state.resolve("webhook-keys");
        if (Files.exists(file)) {
            return file;
        }
        try {
            Files.createDirectories(state);
            // A random id: keys of two nodes that differ are told apart by it, instead of failing to open a secret.
            String line = "k" + HexFormat.of().formatHex(random(6)) + " "
                    + Base64.getEncoder().encodeToString(random(32)) + "\n";
            FileAttribute<?>[] readers =
                    state.getFileSystem().supportedFileAttributeViews().contains("posix")
                            ? new FileAttribute<?>[] {
                                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                            }
                            : new FileAttribute<?>[0];
            Path whole = Files.createTempFile(state, "webhook-keys", ".new");
            Files.delete(whole);
            try (var out = Channels.newOutputStream(Files.newByteChannel(
                    whole, Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE), readers))) {
                out.write(line.getBytes(StandardCharsets.US_ASCII));
            }
            try {
                Files.createLink(file, whole); // never in the place of a file that another node made meanwhile
            } catch (FileAlreadyExistsException e) {
                return file;
            } finally {
                Files.delete(whole);
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException("the keys of webhooks cannot be kept in " + state, e);
        }
    }

    private static byte[] random(int bytes) {
        byte[] random = new byte[bytes];
        RANDOM.nextBytes(random);
        return random;
    }
}
