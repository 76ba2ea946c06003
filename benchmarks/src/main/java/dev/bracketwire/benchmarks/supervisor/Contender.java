// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One way to keep services. */
interface Contender {
    /** How long a service may take to end before it is killed. */
    int GRACE_SECONDS = 3;

    /** Gets ready; what that takes is not measured. */
    void prepare(List<Job> jobs) throws IOException;

    /** Gives the order to start all. */
    void start() throws IOException;

    /** Waits until it calls all of them ready; at once where it has no such word. */
    default void awaitReady() {}

    /** Stops all, and returns when it says so. */
    void stop() throws IOException;

    /** Dies without a word; {@link #start} then begins the next of its kind. */
    void crash() throws IOException;

    /** Its own processes. */
    List<Long> pids() throws IOException;

    /** Where it writes what a service prints; rotated parts lie beside it, or within. */
    Path log(String name);
}
