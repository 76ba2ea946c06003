// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import dev.bracketwire.supervisor.internal.state.OwnerOnlyFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** The rotated files of a log: {@code NAME.log.1} is the newest, and what is beyond the number kept is deleted. */
final class LogArchive {
    private final Path file;
    private final int keep;

    LogArchive(Path file, int keep) {
        this.file = file;
        this.keep = keep;
    }

    private Path at(int number) {
        return file.resolveSibling(file.getFileName() + "." + number);
    }

    /** Takes a file as it is. */
    void take(Path whole) throws IOException {
        if (keep == 0) {
            Files.delete(whole);
            return;
        }
        shift();
        Files.move(whole, at(1));
    }

    /** Takes a copy of a part of a file. */
    void take(FileChannel source, long from, long to) throws IOException {
        if (keep == 0) {
            return;
        }
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        Files.deleteIfExists(draft);
        OwnerOnlyFiles.create(draft);
        try (FileChannel copy = FileChannel.open(draft, StandardOpenOption.WRITE)) {
            long at = from;
            while (at < to) {
                long moved = source.transferTo(at, to - at, copy);
                if (moved <= 0) {
                    throw new IOException("the log ended at " + at + " while it was copied");
                }
                at += moved;
            }
        }
        shift();
        Files.move(draft, at(1));
    }

    private void shift() throws IOException {
        Files.deleteIfExists(at(keep));
        for (int number = keep - 1; number >= 1; number--) {
            if (Files.exists(at(number))) {
                Files.move(at(number), at(number + 1), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }
}
