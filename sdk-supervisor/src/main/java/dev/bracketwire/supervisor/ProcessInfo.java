// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

/**
 * Names a process for people. Its arguments are left out, as they may hold secrets.
 *
 * @param pid its number
 * @param program the program it runs, or the name it gives itself
 * @param user whose it is, or empty if that is not to be seen
 * @param note what is to be said of it, such as why it could not be ended; may be empty
 */
public record ProcessInfo(long pid, String program, String user, String note) {
    /** Gives the same with another note. */
    public ProcessInfo note(String text) {
        return new ProcessInfo(pid, program, user, text);
    }

    @Override
    public String toString() {
        return "pid " + pid + " (" + program + (user.isEmpty() ? "" : " of " + user) + ")"
                + (note.isEmpty() ? "" : ": " + note);
    }
}
