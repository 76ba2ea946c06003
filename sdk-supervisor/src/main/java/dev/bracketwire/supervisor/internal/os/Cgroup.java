// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A cgroup of version 2 that holds the processes of one run. What is forked in it is born in it. */
public final class Cgroup {
    private static final Logger LOG = LoggerFactory.getLogger(Cgroup.class);

    private final Path folder;

    /** Names the cgroup in this folder. */
    public Cgroup(Path folder) {
        this.folder = folder;
    }

    /** Its folder. */
    public Path folder() {
        return folder;
    }

    /** The file that a process writes 0 into to move itself here. */
    public Path door() {
        return folder.resolve("cgroup.procs");
    }

    /** The numbers of the processes in it, and in the cgroups they may have made below it. */
    public Set<Long> pids() {
        try (Stream<Path> folders = Files.walk(folder)) {
            return folders.filter(path -> path.endsWith("cgroup.procs"))
                    .flatMap(Cgroup::lines)
                    .map(Long::valueOf)
                    .collect(Collectors.toSet());
        } catch (IOException | UncheckedIOException e) {
            return Set.of(); // removed already
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            return Stream.of(); // a threaded cgroup, or gone
        }
    }

    /** Kills all that is in it at once, if the kernel can (5.14 and later). */
    public void kill() {
        try {
            Path file = folder.resolve("cgroup.kill");
            if (Files.exists(file)) {
                Files.writeString(file, "1");
            }
        } catch (IOException e) {
            LOG.debug("cgroup {} cannot be killed as a whole: {}", folder, e.toString());
        }
    }

    /** Removes it, if nothing is left in it. */
    public void remove() {
        try (Stream<Path> folders = Files.walk(folder)) {
            for (Path path : folders.filter(Files::isDirectory)
                    .sorted(Comparator.reverseOrder())
                    .toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException | UncheckedIOException e) {
            LOG.debug("cgroup {} is left behind: {}", folder, e.toString());
        }
    }
}
