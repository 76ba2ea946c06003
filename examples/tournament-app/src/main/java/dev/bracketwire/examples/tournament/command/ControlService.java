// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.tournament.command;

import dev.bracketwire.StoreException;
import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Caller;
import dev.bracketwire.examples.tournament.Command;
import dev.bracketwire.examples.tournament.CommandRun;
import dev.bracketwire.examples.tournament.Operation;
import dev.bracketwire.examples.tournament.Permission;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, stops or restarts a service.
 *
 * @param service the name of the service
 * @param action the action on it
 */
@Operation(name = "service", path = "/services/{service}/{action}", summary = "Starts, stops or restarts a service.")
public record ControlService(String service, ServiceAction action) implements Command {
    private static final Logger log = LoggerFactory.getLogger(ControlService.class);

    @Override
    public Permission needs(Caller caller) {
        return Permission.ORGANISER;
    }

    @Override
    public Answer run(CommandRun run) {
        Service after = run.get(ShowServices.port(run.app().ports().services()).control(service, action));
        try {
            return kept(run, after);
        } catch (StoreException e) {
            log.error("{} {} of {} was done, and the audit does not have it", run.id(), action, service, e);
            return new Answer.Failed(
                    run.id(),
                    after.name() + " is " + after.state().toLowerCase(Locale.ROOT)
                            + ", but the audit could not be written. Do not repeat it; tell an organiser the id "
                            + run.id()
                            + ".");
        }
    }

    private Answer kept(CommandRun run, Service after) {
        return run.write(action.name().toLowerCase(Locale.ROOT) + " of service " + after.name(), state -> {
            state.topic("services:");
            return run.done(after.name() + " is " + after.state().toLowerCase(Locale.ROOT) + ".", after);
        });
    }
}
