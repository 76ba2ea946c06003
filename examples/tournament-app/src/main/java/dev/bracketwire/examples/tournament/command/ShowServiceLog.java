// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import java.util.List;

/**
 * Shows the last lines of the log of a service.
 *
 * @param service the name of the service
 * @param lines the number of lines, up to 5,000
 */
@Operation(
        name = "service-log",
        method = "GET",
        path = "/services/{service}/log",
        summary = "Shows the last lines of the log of a service.")
public record ShowServiceLog(String service, int lines) implements Command {
    private static final int MOST = 5000;

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        List<String> log = run.get(
                ShowServices.port(run.app().ports().services()).log(service, Math.max(1, Math.min(lines, MOST))));
        return run.done(log.size() + " lines", new ServiceLog(log));
    }

    /**
     * The end of a log.
     *
     * @param lines the lines, oldest first
     */
    public record ServiceLog(List<String> lines) {}
}
