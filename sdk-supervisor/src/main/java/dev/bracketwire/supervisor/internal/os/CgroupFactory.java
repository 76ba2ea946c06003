// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes cgroups below the one this JVM is in, where that is allowed. */
public final class CgroupFactory {
    private static final Logger LOG = LoggerFactory.getLogger(CgroupFactory.class);

    private static final Path MOUNTS = Path.of("/proc/self/mountinfo");

    private final @Nullable Path parent;
    private final String absence;

    private CgroupFactory(@Nullable Path parent, String absence) {
        this.parent = parent;
        this.absence = absence;
    }

    /** Names the cgroup of a run; each run has its own, as its mark ends in a random number. */
    public static String name(String mark) {
        return "bracketwire-" + mark.replace('/', '-');
    }

    /**
     * Finds the cgroup that a record names. It counts only if its name is that of the run and the kernel keeps it: a path
     * with links or dots in it, or one outside the mount of cgroup v2, is none. The supervisor that made it may have been
     * in another part of the hierarchy.
     */
    public static Optional<Cgroup> recorded(@Nullable String folder, String mark) {
        if (folder == null || !OwnershipProof.mark(mark)) {
            return Optional.empty();
        }
        try {
            Path path = Path.of(folder);
            Optional<Path> root = mount();
            boolean ours = root.isPresent()
                    && path.endsWith(name(mark))
                    && path.toString().equals(folder)
                    && path.startsWith(root.get())
                    && Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)
                    && path.toRealPath().equals(path);
            return ours ? Optional.of(new Cgroup(path)) : Optional.empty();
        } catch (IOException | InvalidPathException e) {
            LOG.debug("{} is no cgroup of the run {}: {}", folder, mark, e.toString());
            return Optional.empty();
        }
    }

    private static Optional<Path> mount() throws IOException {
        try (Stream<String> mounts = Files.lines(MOUNTS)) {
            // 41 31 0:38 / /sys/fs/cgroup/unified rw,relatime - cgroup2 cgroup2 rw
            return mounts.filter(line -> line.contains(" - cgroup2 "))
                    .map(line -> Path.of(line.split(" ", -1)[4]))
                    .findFirst();
        }
    }

    /** None at all, for this reason. */
    public static CgroupFactory none(String why) {
        return new CgroupFactory(null, why);
    }

    /** Finds the place by what this JVM's /proc says. */
    public static CgroupFactory find() {
        try {
            Optional<Path> mount = mount();
            Optional<String> own = Files.readAllLines(Path.of("/proc/self/cgroup")).stream()
                    .filter(line -> line.startsWith("0::/"))
                    .map(line -> line.substring(4))
                    .findFirst();
            if (mount.isEmpty() || own.isEmpty()) {
                return new CgroupFactory(null, "cgroup v2 is not mounted");
            }
            Path parent = mount.get().resolve(own.get());
            return tried(parent);
        } catch (IOException e) {
            return new CgroupFactory(null, "there is no /proc");
        }
    }

    private static CgroupFactory tried(Path parent) {
        Path trial =
                parent.resolve("bracketwire-trial-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(trial);
            boolean writable =
                    Files.isWritable(trial.resolve("cgroup.procs")) && Files.isWritable(parent.resolve("cgroup.procs"));
            Files.delete(trial);
            return writable
                    ? new CgroupFactory(parent, "")
                    : new CgroupFactory(null, "processes may not be moved within " + parent);
        } catch (IOException e) {
            return new CgroupFactory(null, "no cgroup may be made in " + parent);
        }
    }

    /** Why there are none; empty if there are. */
    public String absence() {
        return absence;
    }

    /** Makes one; empty where they are not to be had. */
    public Optional<Cgroup> create(String name) {
        if (parent == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Cgroup(Files.createDirectories(parent.resolve(name))));
        } catch (IOException e) {
            LOG.warn("no cgroup for {}: {}; its processes are told by other means", name, e.toString());
            return Optional.empty();
        }
    }
}
