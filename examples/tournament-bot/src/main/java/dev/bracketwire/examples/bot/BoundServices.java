// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.bot;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Ports.ServicePort;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Services that live as long as the bot: they are started with it and stopped with it. */
final class BoundServices implements ServicePort, AutoCloseable {
    private final Supervisor supervisor;

    private BoundServices(Supervisor supervisor) {
        this.supervisor = supervisor;
    }

    /** Starts the services, and returns when they are ready. */
    static BoundServices start(Path state, Map<String, BotSettings.ServiceSettings> services) {
        List<ServiceSpec> specs = new ArrayList<>();
        services.forEach((name, settings) -> specs.add(spec(name, settings)));
        Supervisor supervisor = Supervisor.open(state);
        try {
            supervisor.start(specs).get();
        } catch (RuntimeException | Error e) {
            supervisor.close();
            throw e;
        }
        return new BoundServices(supervisor);
    }

    private static ServiceSpec spec(String name, BotSettings.ServiceSettings settings) {
        String program = settings.command().isEmpty() ? "" : settings.command().get(0);
        ServiceSpec spec = ServiceSpec.of(
                        name, program, settings.command().stream().skip(1).toArray(String[]::new))
                .after(settings.after().toArray(String[]::new));
        for (Map.Entry<String, String> variable : settings.environment().entrySet()) {
            spec = spec.environment(variable.getKey(), variable.getValue());
        }
        spec = settings.directory().map(spec::directory).orElse(spec);
        spec = settings.port().map(spec::port).orElse(spec);
        return settings.health().map(Probe::http).map(spec::ready).orElse(spec);
    }

    @Override
    public Call<List<Service>> list() {
        return Call.done(supervisor.statuses().stream().map(BoundServices::view).toList());
    }

    @Override
    public Call<Service> control(String name, ServiceAction action) {
        if (supervisor.find(name).isEmpty()) {
            return Call.failed(missing(name));
        }
        return (action == ServiceAction.STOP
                        ? supervisor.stop(name).map(report -> true)
                        : supervisor.restart(name).map(statuses -> true))
                .map(done -> supervisor.find(name).map(BoundServices::view).orElseThrow(() -> missing(name)));
    }

    @Override
    public Call<List<String>> log(String name, int lines) {
        return supervisor.find(name).isEmpty() ? Call.failed(missing(name)) : Call.done(supervisor.tail(name, lines));
    }

    private static Refusal missing(String name) {
        return new Refusal(
                Reason.NOT_FOUND, "There is no service \"" + name + "\". List the services to see their names.");
    }

    private static Service view(ServiceStatus status) {
        return new Service(
                status.name(),
                status.state().name(),
                status.ready(),
                status.since(),
                status.why(),
                status.pid().isPresent() ? status.pid().getAsLong() : null,
                status.starts());
    }

    /** Stops the services. */
    @Override
    public void close() {
        supervisor.close();
    }
}
