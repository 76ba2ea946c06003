// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.internal.files;

import dev.bracketwire.ConfigurationException;
import dev.bracketwire.ConfigurationException.Problem;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps other users of the machine from files, as far as the file system knows users. */
public final class FilePermissions {
    private static final Logger LOG = LoggerFactory.getLogger(FilePermissions.class);
    private static final int STICKY = 01000;
    private static final int GROUP_OR_OTHERS_WRITE = 022;
    private static final int OTHERS_WRITE = 02;

    private FilePermissions() {}

    /** Returns the rights for a new file that only its owner may read and write. */
    public static FileAttribute<?>[] ownerOnly(Path file) {
        return of(file, "rw-------");
    }

    private static FileAttribute<?>[] of(Path file, String posix) {
        return known(file)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(posix))}
                : new FileAttribute<?>[0];
    }

    /** Makes an empty file that only its owner may read and write, unless there is one. */
    public static void secretFile(Path file) throws IOException {
        try {
            Files.createFile(AtomicFile.target(file), ownerOnly(file));
        } catch (FileAlreadyExistsException e) {
            LOG.trace("{} keeps its rights", file, e);
        }
    }

    /** Makes a folder, and those above it, that only their owner may enter, unless there is one. */
    public static void secretFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(folder, of(folder, "rwx------"));
        }
    }

    static boolean known(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Gives a new file the mode, owner and group of the one it replaces, if there is one, and no user more than before. */
    static void copy(Path old, Path replacement) throws IOException {
        if (!known(replacement)) {
            return;
        }
        PosixFileAttributes was;
        try {
            was = Files.readAttributes(old, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException e) {
            return;
        }
        PosixFileAttributeView view = Files.getFileAttributeView(replacement, PosixFileAttributeView.class);
        PosixFileAttributes is = view.readAttributes();
        Set<PosixFilePermission> mode = EnumSet.noneOf(PosixFilePermission.class);
        mode.addAll(was.permissions());
        if (!is.group().equals(was.group()) && !isPermitted(replacement, () -> view.setGroup(was.group()))) {
            // Another group gets what everybody had.
            keepOnlyWith(mode, PosixFilePermission.GROUP_READ, PosixFilePermission.OTHERS_READ);
            keepOnlyWith(mode, PosixFilePermission.GROUP_WRITE, PosixFilePermission.OTHERS_WRITE);
            keepOnlyWith(mode, PosixFilePermission.GROUP_EXECUTE, PosixFilePermission.OTHERS_EXECUTE);
        }
        if (!is.permissions().equals(mode)) {
            view.setPermissions(mode);
        }
        if (!is.owner().equals(was.owner())) {
            isPermitted(replacement, () -> view.setOwner(was.owner()));
        }
    }

    private static void keepOnlyWith(
            Set<PosixFilePermission> mode, PosixFilePermission one, PosixFilePermission other) {
        if (!mode.contains(other)) {
            mode.remove(one);
        }
    }

    private static boolean isPermitted(Path file, Step step) throws IOException {
        try {
            step.run();
            return true;
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            // Only root can give a file away.
            LOG.debug("{} gets the owner or group of this process", file, e);
            return false;
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    /**
     * Checks that other users can neither write a file or folder nor put another one in its place. Group members count as
     * others for the path itself and, if it is a file, for its folder; further up, only what everybody can write counts,
     * since many systems give each user a group of their own. A folder with the sticky bit may be writable, since entries
     * there are safe from others.
     *
     * @throws ConfigurationException if they can; it names the command that mends it
     */
    public static void requireSafe(Path path) throws IOException {
        if (!path.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            return;
        }
        Path real = path.toRealPath();
        if ((mode(real) & GROUP_OR_OTHERS_WRITE) != 0) {
            throw unsafe(path, "can be written by other users: run chmod go-w " + real);
        }
        requireSafeAbove(path, real);
        Path named = path.toAbsolutePath();
        if (!named.equals(real)) {
            requireSafeAbove(path, named);
        }
    }

    private static void requireSafeAbove(Path path, Path from) throws IOException {
        int writers = Files.isDirectory(from) ? OTHERS_WRITE : GROUP_OR_OTHERS_WRITE;
        Path child = from;
        for (Path folder = from.getParent(); folder != null; folder = folder.getParent()) {
            int mode = mode(folder);
            if ((mode & writers) != 0) {
                if ((mode & STICKY) == 0) {
                    throw unsafe(path, "can be replaced by other users: run chmod go-w " + folder.toRealPath());
                }
                if (!isTrusted(child, owner(folder))) {
                    throw unsafe(
                            path,
                            "belongs to another user, since everybody can write " + folder
                                    + ": use a folder that only you can write");
                }
            }
            writers = OTHERS_WRITE;
            child = folder;
        }
    }

    private static ConfigurationException unsafe(Path path, String rule) {
        return new ConfigurationException(List.of(new Problem(path.toString(), rule)));
    }

    private static int mode(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:mode");
    }

    private static int owner(Path path) throws IOException {
        return (int) Files.getAttribute(path, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    }

    /** Whether an entry belongs to root, to the owner of its folder, or to the user of this process. */
    private static boolean isTrusted(Path entry, int folderOwner) throws IOException {
        int owner = owner(entry);
        Path self = Path.of("/proc/self");
        boolean ours = Files.exists(self)
                ? owner(self.toRealPath()) == owner
                : Files.getOwner(entry, LinkOption.NOFOLLOW_LINKS).getName().equals(System.getProperty("user.name"));
        return ours || owner == 0 || owner == folderOwner;
    }
}
