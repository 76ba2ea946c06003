// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.quickstart;

import dev.bracketwire.Secret;

/** The first ten lines. */
public final class Quickstart {
    private Quickstart() {}

    /** Runs against a fake upstream. */
    public static void main(String[] args) {
        System.out.println(Secret.of("key"));
    }
}
