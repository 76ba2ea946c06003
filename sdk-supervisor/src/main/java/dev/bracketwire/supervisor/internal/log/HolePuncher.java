// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * Gives the room at the front of a file back to the file system while another process appends to it. Cutting the file
 * instead would lose what is written between the copy and the cut.
 */
public final class HolePuncher {
    private HolePuncher() {}

    /** Whether it works for files in this folder. */
    public static boolean work(Path folder) {
        Path trial = folder.resolve(".trial-" + ProcessHandle.current().pid());
        try {
            Files.write(trial, new byte[8192]);
            return punch(trial, 4096);
        } catch (IOException e) {
            return false;
        } finally {
            trial.toFile().delete();
        }
    }

    /** Frees the file up to this place; false if that cannot be done here. */
    static boolean punch(Path file, long to) {
        try {
            Process tool = new ProcessBuilder(
                            "fallocate",
                            "--punch-hole",
                            "--offset",
                            "0",
                            "--length",
                            Long.toString(to),
                            file.toString())
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return tool.waitFor(30, TimeUnit.SECONDS) && tool.exitValue() == 0;
        } catch (IOException e) {
            return false; // no such tool
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
