// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Finds programs without ever trusting the directory this JVM happens to be in. */
public final class ProgramFinder {
    private ProgramFinder() {}

    /**
     * Finds a program.
     *
     * @param name a name to be looked up, or a path
     * @param directory what a relative path is relative to
     * @param search the folders to look in, as in PATH; relative ones are passed over
     * @throws LaunchException if there is none, in words
     */
    public static Path find(String name, Path directory, @Nullable String search) {
        if (name.contains("/") || name.contains(File.separator)) {
            Path path = directory.resolve(name);
            if (Files.isDirectory(path)) {
                throw new LaunchException(path + " is a directory, not a program");
            }
            if (!Files.exists(path)) {
                throw new LaunchException("there is no program " + path);
            }
            if (!Files.isExecutable(path)) {
                throw new LaunchException(path + " is not executable; chmod +x it, or name its interpreter");
            }
            return path;
        }
        for (String folder : (search == null ? "" : search).split(File.pathSeparator, -1)) {
            Path path = Path.of(folder).resolve(name);
            if (path.isAbsolute() && Files.isExecutable(path) && !Files.isDirectory(path)) {
                return path;
            }
        }
        throw new LaunchException("no program " + name + " in PATH");
    }
}
