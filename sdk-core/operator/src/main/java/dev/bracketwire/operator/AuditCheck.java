// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator;

import java.util.List;

/**
 * What {@link AuditTrail#verify} found.
 *
 * @param lines how many lines there are
 * @param files in how many files
 * @param unsealed how many lines have no seal yet, so that nothing vouches for them; more than a second's worth means that a
 *     process was killed, and the next {@link AuditTrail#open} records them as a problem
 * @param cutOff how many lines were cut off when a process was killed; the trail itself says where
 * @param head the number and the seal of the last sealed line
 * @param problems what is wrong, empty if nothing is
 */
public record AuditCheck(long lines, int files, long unsealed, long cutOff, String head, List<Problem> problems) {
    /** Copies the list. */
    public AuditCheck {
        problems = List.copyOf(problems);
    }

    /** Whether nothing is wrong. */
    public boolean isIntact() {
        return problems.isEmpty();
    }

    /** One line, and one for each problem. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder()
                .append(isIntact() ? "intact: " : "NOT INTACT: ")
                .append(lines)
                .append(" lines in ")
                .append(files)
                .append(" files, ")
                .append(unsealed)
                .append(" not sealed yet, ")
                .append(cutOff)
                .append(" cut off, up to ")
                .append(head);
        problems.forEach(problem -> text.append("\n  ").append(problem));
        return text.toString();
    }

    /**
     * Something that is wrong.
     *
     * @param file the file's name
     * @param line the line in it, from 1; 0 for the file as a whole
     * @param what what is wrong
     */
    public record Problem(String file, long line, String what) {
        @Override
        public String toString() {
            return file + (line == 0 ? "" : " line " + line) + ": " + what;
        }
    }
}
