// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.internal.log.PipeLogWriter;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import dev.bracketwire.supervisor.internal.os.ProcessTree;
import dev.bracketwire.supervisor.internal.state.ServiceRecord;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One run of a service, from its start or its adoption to the end of its last process.
 *
 * @param number which run of its unit it is
 * @param record what is written down of it
 * @param processTree its processes
 * @param adopted whether an earlier supervisor began it
 * @param pipeLogWriter what carries its output, null if it writes it itself
 * @param exit completes once the exit of its first process was handed on
 */
record ServiceRun(
        int number,
        ServiceRecord record,
        ProcessTree processTree,
        boolean adopted,
        @Nullable PipeLogWriter pipeLogWriter,
        CompletableFuture<?> exit) {
    /** One whose first process is no child of this JVM, so that its exit is not waited for. */
    ServiceRun(
            int number,
            ServiceRecord record,
            ProcessTree processTree,
            boolean adopted,
            @Nullable PipeLogWriter pipeLogWriter) {
        this(number, record, processTree, adopted, pipeLogWriter, CompletableFuture.completedFuture(null));
    }

    @Nullable
    ProcessId main() {
        return record.main();
    }

    ServiceRun with(ServiceRecord changed) {
        return new ServiceRun(number, changed, processTree, adopted, pipeLogWriter, exit);
    }
}
