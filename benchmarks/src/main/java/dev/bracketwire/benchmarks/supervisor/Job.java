// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.nio.file.Path;

/** A service: an executable script, the same for all contenders. */
record Job(String name, Path script) {}
