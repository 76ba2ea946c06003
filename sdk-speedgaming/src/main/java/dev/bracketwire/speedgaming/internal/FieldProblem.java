// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.speedgaming.internal;

/**
 * Names the field that spoils its episode.
 *
 * @param path the field
 * @param found the value, shortened, or its type
 * @param expected the expected type, with its article
 */
record FieldProblem(String path, String found, String expected) {
    @Override
    public String toString() {
        String noun = expected.substring(expected.indexOf(' ') + 1);
        return (path.isEmpty() ? "" : path + ": ") + found + " is no " + noun;
    }
}
