// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire;

/**
 * Is one thing a {@link Plan} would do, together with what it saw when it was planned.
 *
 * <p>A change is data: a record, or another class with {@code equals}, that survives being written as JSON and read
 * again, since a large plan keeps its changes in a temporary file. On the module path its package must be opened to
 * {@code com.fasterxml.jackson.databind}. Use lists and not sets in it: a set has no order, and the fingerprint of the
 * plan would change with it.
 *
 * <pre>{@code
 * record Move(String player, int from, int to) implements Change {
 *     public String kind() {
 *         return "move";
 *     }
 * }
 * }</pre>
 */
public interface Change {
    /** One word for what it does, by which changes are counted, such as {@code add}; never a name or a value. */
    String kind();
}
