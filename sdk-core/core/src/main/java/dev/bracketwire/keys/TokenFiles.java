// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.BracketwireException;
import dev.bracketwire.CancelledException;
import dev.bracketwire.StoreException;
import dev.bracketwire.StoreException.Reason;
import dev.bracketwire.internal.files.AtomicFile;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Keeps one sealed file per name in a folder. File names are digests, so that they do not show the names. */
final class TokenFiles {
    private static final String SUFFIX = ".token";

    private final Path folder;
    private final TokenSealer sealer;

    TokenFiles(Path folder, TokenSealer sealer) {
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

    /** Seals files again that are not sealed under the current key, and returns their number. Needs the lock of the folder. */
    int reseal() {
        int count = 0;
        // Deletes unfinished files of processes that crashed, since they may be sealed under the key that is to be
        // retired.
        files(AtomicFile.PART).forEach(TokenFiles::delete);
        for (Path file : files(SUFFIX)) {
            try {
                if (!sealer.isCurrent(Files.readAllBytes(file), file.toString())) {
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

    private Tokens read(Path file) throws IOException {
        return sealer.open(Files.readAllBytes(file), place(file), file.toString());
    }

    private void write(Path file, Tokens tokens) throws IOException {
        AtomicFile.replace(file, sealer.seal(tokens, place(file)));
    }

    private Path file(String name) {
        return folder.resolve(TokenSealer.digest(name) + SUFFIX);
    }

    private static String place(Path file) {
        return String.valueOf(file.getFileName());
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
                file + " cannot be " + what + ": check its permissions and the free space of its disk",
                cause);
    }
}
