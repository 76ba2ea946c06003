// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.Secret;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import dev.bracketwire.keys.SealException;
import dev.bracketwire.keys.Sealer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** A folder with a sealed file for each name. The files are called by digests, so the names cannot be read off them. */
final class TokenFiles {
    private static final String SUFFIX = ".token";
    private static final int DIGEST_BYTES = 16;

    private final Path folder;
    private final Sealer sealer;

    TokenFiles(Path folder, Sealer sealer) {
        this.folder = folder;
        this.sealer = sealer;
    }

    Optional<Tokens> find(String name) {
        Path file = file(name);
        try {
            return Optional.of(read(file));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw failed("read", file, e);
        }
    }

    void keep(String name, Tokens tokens) {
        Path file = file(name);
        try {
            write(file, tokens);
        } catch (IOException e) {
            throw failed("written", file, e);
        }
    }

    void forget(String name) {
        delete(file(name));
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw failed("deleted", file, e);
        }
    }

    /** Seals anew what was sealed under another key than the current one, and counts it. Nobody else may write meanwhile. */
    int reseal() {
        int count = 0;
        // What a process that died has left; it is sealed under a key that shall go.
        files(AtomicFile.PART).forEach(TokenFiles::delete);
        for (Path file : files(SUFFIX)) {
            try {
                if (!current(file)) {
                    write(file, read(file));
                    count++;
                }
            } catch (IOException e) {
                throw failed("sealed anew", file, e);
            }
        }
        return count;
    }

    private List<Path> files(String suffix) {
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(file -> file.toString().endsWith(suffix)).sorted().toList();
        } catch (IOException e) {
            throw failed("listed", folder, e);
        }
    }

    private boolean current(Path file) throws IOException {
        try {
            return sealer.isCurrent(Files.readAllBytes(file));
        } catch (SealException e) {
            throw unreadable(file, e);
        }
    }

    private Tokens read(Path file) throws IOException {
        try {
            JsonNode tree = Json.tree(sealer.open(Files.readAllBytes(file), context(file)));
            String refresh = tree.path("refresh").textValue();
            String expires = tree.path("expires").textValue();
            return new Tokens(
                    Secret.of(tree.path("access").asText()),
                    refresh == null ? null : Secret.of(refresh),
                    expires == null ? null : Instant.parse(expires));
        } catch (SealException e) {
            throw unreadable(file, e);
        } catch (UncheckedIOException | DateTimeException e) {
            // Without the cause, whose message may show what is in it.
            throw new StoreException(
                    Reason.DAMAGED, "the tokens in " + file + " are not in a form that this version knows", null);
        }
    }

    private void write(Path file, Tokens tokens) throws IOException {
        Map<String, String> fields = new HashMap<>();
        fields.put("access", tokens.access().reveal());
        Secret refresh = tokens.refresh();
        if (refresh != null) {
            fields.put("refresh", refresh.reveal());
        }
        Instant expires = tokens.expires();
        if (expires != null) {
            fields.put("expires", expires.toString());
        }
        AtomicFile.replaceSecretly(file, sealer.seal(Json.write(fields), context(file)));
    }

    private Path file(String name) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(name.getBytes(UTF_8));
            return folder.resolve(HexFormat.of().formatHex(digest, 0, DIGEST_BYTES) + SUFFIX);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** So that nobody who can write files makes one user's tokens another's. */
    private static String context(Path file) {
        return "token " + file.getFileName();
    }

    private static StoreException unreadable(Path file, SealException cause) {
        return new StoreException(
                Reason.DAMAGED,
                "the tokens in " + file + " cannot be read (" + cause.getMessage()
                        + "); else delete the file and have the user authorise anew",
                cause);
    }

    static CancelledException interrupted() {
        return new CancelledException("the waiting thread was interrupted");
    }

    private static BracketwireException failed(String what, Path file, IOException cause) {
        if (cause instanceof ClosedByInterruptException) {
            return interrupted();
        }
        return new StoreException(
                Reason.UNAVAILABLE,
                file + " cannot be " + what + ": look at its rights and the room on its disk",
                cause);
    }
}
