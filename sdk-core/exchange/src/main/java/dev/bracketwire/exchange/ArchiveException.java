// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Reports that a file is no backup that can be restored, and why. Nothing was restored from it. */
public final class ArchiveException extends ExchangeException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;

    /** Reports an archive. */
    public ArchiveException(Path archive, Reason reason, String what, @Nullable Throwable cause) {
        super(archive + " cannot be restored: " + what, cause);
        this.reason = reason;
    }

    /** Why it cannot be restored. */
    public Reason reason() {
        return reason;
    }

    /** Why an archive cannot be restored. */
    public enum Reason {
        /** It is no archive, no longer whole, or without its manifest. */
        DAMAGED,
        /** A later version of the SDK made it. */
        VERSION,
        /** Something is in it that the manifest does not name, as in an archive made to write where it should not. */
        UNEXPECTED,
        /** It lacks what its manifest names, or a table that was asked for. */
        MISSING,
        /** What it holds is not what was put into it. */
        CHANGED,
        /** It holds more than its manifest says, or than the limit allows, as one made to fill the memory or the disk. */
        TOO_LARGE,
        /** It is sealed, and no key that opens it was given. */
        SEALED,
        /** It is not sealed, though keys were given, so that anyone could have written it. */
        UNSEALED
    }
}
