// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Shows the services and their states. */
@Operation(name = "services", method = "GET", path = "/services", summary = "Shows the services and their states.")
public record ShowServices() implements Command {
    @Override
    public Permission needs(Caller caller) {
        return Permission.VIEWER;
    }

    @Override
    public boolean anyTournament() {
        return true;
    }

    @Override
    public boolean reads() {
        return true;
    }

    @Override
    public Answer run(CommandRun run) {
        List<Service> services = run.get(port(run.app().ports().services()).list());
        long ready = services.stream().filter(Service::ready).count();
        return run.done(ready + " of " + services.size() + " services work", new ServiceList(services));
    }

    static ServicePort port(@Nullable ServicePort port) {
        if (port == null) {
            throw new Refusal(
                    Reason.UNAVAILABLE, "No services are supervised here. Start the server with its supervisor.");
        }
        return port;
    }

    /**
     * The services.
     *
     * @param services each service
     */
    public record ServiceList(List<Service> services) {}
}
