// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import java.io.IOException;

/** Measures what is the same in every round: a size, or how often something happens. */
public interface Probe {
    /** Adds what it finds. */
    void measure(Figures figures) throws IOException;
}
