// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/** Who may do what with a new file, where the system knows of such rights. */
public final class Rights {
    private Rights() {}

    /** The rights, such as {@code rw-------}, for a file that is made there. */
    public static FileAttribute<?>[] of(Path file, String posix) {
        return known(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))}
                : new FileAttribute<?>[0];
    }

    /** Makes a folder that nobody else may look into, if there is none. */
    public static void secretFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, of(folder, "rwx------"));
        }
    }

    static boolean known(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
