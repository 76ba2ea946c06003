// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.log.Pump;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.Tree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run of a service, from its start or its adoption to the end of its last process.
 *
 * @param number which run of its unit it is
 * @param record what is written down of it
 * @param tree its processes
 * @param adopted whether an earlier supervisor began it
 * @param pump what carries its output, null if it writes it itself
 * @param exit completes once the exit of its first process was handed on
 */
record Run(
        int number,
        ServiceRecord record,
        Tree tree,
        boolean adopted,
        @Nullable Pump pump,
        CompletableFuture<?> exit) {
    /** One whose first process is no child of this JVM, so that its exit is not waited for. */
    Run(int number, ServiceRecord record, Tree tree, boolean adopted, @Nullable Pump pump) {
        this(number, record, tree, adopted, pump, CompletableFuture.completedFuture(null));
    }

    @Nullable
    ProcessId main() {
        return record.main();
    }

    Run with(ServiceRecord changed) {
        return new Run(number, changed, tree, adopted, pump, exit);
    }
}
