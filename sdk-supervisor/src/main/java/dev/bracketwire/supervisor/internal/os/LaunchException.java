// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

/** Says why a program could not be started, in words for the one who reads the status. */
public final class LaunchException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Says why. */
    public LaunchException(String why) {
        super(why);
    }
}
