// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.keys;

import dev.bracketwire.BracketwireException;
import org.jspecify.annotations.Nullable;

/** Says that what was sealed cannot be opened, and why; never what it holds. */
public final class SealException extends BracketwireException {
    private static final long serialVersionUID = 1L;

    private final Reason reason;
    private final @Nullable String keyId;

    SealException(Reason reason, @Nullable String keyId) {
        super(
                "sealed data cannot be opened: " + (keyId == null ? "" : "sealed under key " + keyId + ", ")
                        + reason.text,
                null);
        this.reason = reason;
        this.keyId = keyId;
    }

    /** Why it cannot be opened. */
    public Reason reason() {
        return reason;
    }

    /** The id of the key it says it was sealed under, null if it does not even say that. */
    public @Nullable String keyId() {
        return keyId;
    }

    /** Why sealed data cannot be opened. */
    public enum Reason {
        /** The ring has no key of that id any more. */
        UNKNOWN_KEY("which is not in the key ring: add it as an older key with KeyRing.and(…)"),
        /** It is not what was written: cut off, changed, or never sealed at all. */
        DAMAGED("it is damaged, or was never sealed: restore it from a backup"),
        /** It is as it was written, but was sealed for another place, or under another key of the same id. */
        MISPLACED("it was sealed for another context, or under another key that had this id");

        private final String text;

        Reason(String text) {
            this.text = text;
        }
    }
}
