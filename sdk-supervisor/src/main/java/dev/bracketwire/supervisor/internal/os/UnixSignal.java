// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import dev.bracketwire.supervisor.StopSignal;

/** A signal, with the number it has on Linux and macOS alike or on Linux alone. */
public enum UnixSignal {
    /** Ask to end. */
    TERM(15),
    /** As from the keyboard. */
    INT(2),
    /** As from the keyboard, harder. */
    QUIT(3),
    /** The terminal went. */
    HUP(1),
    /** Free for use. */
    USR1(10),
    /** Free for use. */
    USR2(12),
    /** End at once. */
    KILL(9),
    /** Halt. */
    STOP(19),
    /** Go on. */
    CONT(18);

    private final int number;

    UnixSignal(int number) {
        this.number = number;
    }

    /** Its number on Linux. */
    public int number() {
        return number;
    }

    /** The signal a user chose. */
    public static UnixSignal of(StopSignal choice) {
        return valueOf(choice.name());
    }
}
