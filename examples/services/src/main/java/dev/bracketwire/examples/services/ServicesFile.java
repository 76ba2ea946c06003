// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import dev.bracketwire.config.Settings;
import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.RestartPolicy;
import dev.bracketwire.supervisor.ServiceSpec;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A file of services, such as {@code {"services": {"api": {"command": ["java", "-jar", "api.jar"], "ports": [8000]}}}}. */
final class ServicesFile {
    private ServicesFile() {}

    /**
     * A service of the file; all but the command may be left out.
     *
     * @param directory where it runs, seen from the file's folder
     * @param http a path that answers when it is ready
     * @param logLine a text in the line it prints when it is ready
     */
    record Service(
            List<String> command,
            Optional<String> directory,
            Map<String, String> environment,
            List<Integer> ports,
            List<String> after,
            Optional<String> http,
            Optional<String> logLine,
            Optional<RestartPolicy.Mode> restart,
            Optional<Duration> stopTimeout,
            Optional<Duration> startTimeout,
            Optional<Boolean> oneShot,
            Optional<Boolean> daemonizes) {}

    static List<ServiceSpec> read(Path file) {
        Path home = Optional.ofNullable(file.toAbsolutePath().getParent()).orElse(file);
        List<ServiceSpec> specs = new ArrayList<>();
        Settings.builder()
                .file(file)
                .build()
                .section("services")
                .readEach(Service.class)
                .forEach((name, service) -> specs.add(spec(name, service, home)));
        return specs;
    }

    private static ServiceSpec spec(String name, Service service, Path home) {
        String program = service.command.isEmpty() ? "" : service.command.get(0);
        ServiceSpec spec = ServiceSpec.of(
                        name, program, service.command.stream().skip(1).toArray(String[]::new))
                .directory(service.directory.map(home::resolve).orElse(home))
                .after(service.after.toArray(String[]::new));
        for (Map.Entry<String, String> variable : service.environment.entrySet()) {
            spec = spec.environment(variable.getKey(), variable.getValue());
        }
        for (int port : service.ports) {
            spec = spec.port(port);
        }
        spec = service.http.map(Probe::http).map(spec::ready).orElse(spec);
        spec = service.logLine.map(Probe::logLine).map(spec::startup).orElse(spec);
        spec = service.restart
                .map(RestartPolicy.onFailure()::mode)
                .map(spec::restart)
                .orElse(spec);
        spec = service.stopTimeout.map(spec::stopTimeout).orElse(spec);
        spec = service.startTimeout.map(spec::startTimeout).orElse(spec);
        spec = service.oneShot.orElse(false) ? spec.oneShot() : spec;
        return service.daemonizes.orElse(false) ? spec.daemonizes() : spec;
    }
}
