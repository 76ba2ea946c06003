// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/**
 * An empty file that carries the mark of a run in its name. A launcher inherits it open for writing under a fixed
 * number, and so does all that it forks. Daemons such as redis and nginx leave the session and overwrite their
 * environment, but keep what they inherited open: this proves where they come from after the launcher has ended.
 */
public final class HeldFile {
    /** The number under which it is inherited: the highest that each shell can redirect. */
    static final int DESCRIPTOR = 9;

    private static final String PREFIX = "bracketwire@";
    private static final String DELETED = " (deleted)";
    private static final Set<PosixFilePermission> WRITE_ONLY =
            EnumSet.of(PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private HeldFile() {}

    /** Returns the name of the file for a mark. */
    public static String name(String mark) {
        return PREFIX + mark.replace('/', '@');
    }

    /**
     * Returns the mark in the name of the file that this link below {@code /proc} leads to; {@code ""} if it leads to
     * another file. Only a descriptor for writing counts: a program that reads all files may hold this one as well.
     */
    static String mark(Path descriptor) {
        try {
            String target = Files.readSymbolicLink(descriptor).toString();
            String name = target.substring(target.lastIndexOf('/') + 1);
            if (!name.startsWith(PREFIX)
                    || !Files.getPosixFilePermissions(descriptor, LinkOption.NOFOLLOW_LINKS)
                            .equals(WRITE_ONLY)) {
                return "";
            }
            int end = name.endsWith(DELETED) ? name.length() - DELETED.length() : name.length();
            return name.substring(PREFIX.length(), end).replace('@', '/');
        } catch (IOException e) {
            return ""; // it holds none, has ended, or is another user's
        }
    }
}
