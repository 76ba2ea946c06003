// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.Secret;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The code of the guide and of the Javadoc, compiled. */
@SuppressWarnings({"SystemOut", "UnusedVariable", "try"})
final class Examples {
    private static final Logger log = LoggerFactory.getLogger(Examples.class);

    private Examples() {}

    static void first(Path stateDirectory) {
        try (Supervisor supervisor = Supervisor.open(stateDirectory)) {
            supervisor
                    .start(
                            ServiceSpec.of("api", "java", "-jar", "api.jar")
                                    .port(8000)
                                    .ready(Probe.http("/health")),
                            ServiceSpec.of("web", "npm", "start").port(3000).after("api"))
                    .get();
        }
    }

    static void stop(Path stateDirectory, ServiceSpec api, ServiceSpec web) {
        try (Supervisor supervisor = Supervisor.open(stateDirectory)) {
            supervisor.start(api, web).get();
            StopReport report = supervisor.stop("web").get();
            System.out.println(report.clean() ? "nothing is left" : report);
        }
    }

    static ServiceSpec spec() {
        ServiceSpec api = ServiceSpec.of("api", "java", "-jar", "api.jar")
                .directory(Path.of("/srv/api"))
                .environment("DB_PASSWORD", Secret.file(Path.of("/run/secrets/db")))
                .port(8000)
                .after("db")
                .ready(Probe.http("/health"))
                .restart(RestartPolicy.always());
        return api;
    }

    static Probe probe() {
        Probe health = Probe.http("/health")
                .every(Duration.ofSeconds(30))
                .timeout(Duration.ofSeconds(2))
                .failures(3);
        return health;
    }

    static void policy() {
        RestartPolicy policy = RestartPolicy.onFailure()
                .backoff(Duration.ofMillis(500), 2, Duration.ofSeconds(60))
                .limit(5, Duration.ofMinutes(5));
    }

    static void reload(Supervisor supervisor, List<ServiceSpec> specs) {
        Plan<ServiceChange> plan = supervisor.planReload(specs).get();
        System.out.println(plan);
        Report<ServiceChange> report = plan.apply().get();
    }

    static void listen(Path stateDirectory) {
        Supervisor supervisor = Supervisor.builder(stateDirectory)
                .listener(new SupervisorListener() {
                    @Override
                    public void changed(ServiceEvent event) {
                        log.info("{}", event.status());
                    }
                })
                .open();
    }

    static void foreign(Path stateDirectory) {
        Supervisor supervisor = Supervisor.builder(stateDirectory)
                .endForeign(process -> process.program().endsWith("/node"))
                .open();
    }

    static void logs(Supervisor supervisor) {
        List<String> last = supervisor.tail("api", 50);
        try (Call.Registration following = supervisor.follow("api", line -> log.info("{}", line))) {
            supervisor.rotate("api");
        }
    }
}
