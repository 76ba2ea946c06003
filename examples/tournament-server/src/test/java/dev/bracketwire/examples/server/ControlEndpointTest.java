// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.bracketwire.Secret;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.Supervisor;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ControlEndpointTest {
    private static final Duration SOON = Duration.ofMinutes(1);

    private Supervisor supervisor;
    private ControlEndpoint control;
    private RemoteServices services;

    @BeforeEach
    void start(@TempDir Path folder) {
        supervisor = Supervisor.open(folder.resolve("services"));
        supervisor
                .start(
                        ServiceSpec.of("api", "sleep", "1000"),
                        ServiceSpec.of("talker", "sh", "-c", "while true; do echo hello; sleep 0.2; done"))
                .get();
        control = new ControlEndpoint(supervisor, Set.of("api"));
        services = new RemoteServices(control.address(), control.token());
    }

    @AfterEach
    void stop() {
        services.close();
        control.close();
        supervisor.close();
    }

    private Service service(String name) {
        return services.list().get().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static String refusal(Throwable failure) {
        for (Throwable each = failure; each != null; each = each.getCause()) {
            if (each instanceof Refusal refusal) {
                return refusal.reason() + " " + refusal.text();
            }
        }
        return failure.toString();
    }

    @Test
    void list_showsStatesAndProcesses() {
        assertThat(service("talker").ready()).isTrue();
        assertThat(service("talker").state()).isEqualTo("READY");
        assertThat(service("talker").pid()).isNotNull();
    }

    @Test
    void control_startsStopsAndRestarts() {
        Long first = service("talker").pid();
        assertThat(services.control("talker", ServiceAction.START).get().pid()).isEqualTo(first);
        assertThat(services.control("talker", ServiceAction.RESTART).get().pid())
                .isNotEqualTo(first);
        Service stopped = services.control("talker", ServiceAction.STOP).get();
        assertThat(stopped.state()).isEqualTo("STOPPED");
        assertThat(stopped.pid()).isNull();
        assertThat(services.control("talker", ServiceAction.START).get().ready())
                .isTrue();
    }

    @Test
    void control_ofTheServiceThatAsks_isDoneAfterTheAnswer() {
        Long first = Objects.requireNonNull(service("api").pid());
        assertThat(services.control("api", ServiceAction.RESTART).get().state()).isEqualTo("STOPPING");
        await().atMost(SOON)
                .until(() ->
                        service("api").ready() && !first.equals(service("api").pid()));
        assertThatThrownBy(() -> services.control("api", ServiceAction.STOP).get())
                .satisfies(e -> assertThat(refusal(e)).startsWith("CONFLICT Without api nobody could start it"));
    }

    @Test
    void service_unknown_isRefused() {
        assertThatThrownBy(() -> services.control("none", ServiceAction.STOP).get())
                .satisfies(e -> assertThat(refusal(e)).startsWith("CONFLICT There is no service \"none\""));
        assertThatThrownBy(() -> services.log("none", 5).get())
                .satisfies(e -> assertThat(refusal(e)).startsWith("CONFLICT There is no service \"none\""));
    }

    @Test
    void log_tailAndFollow_giveLines() throws Exception {
        await().atMost(SOON).until(() -> services.log("talker", 5).get().size() == 5);
        List<String> lines = new CopyOnWriteArrayList<>();
        AutoCloseable following = services.follow("talker", lines::add, () -> lines.add("end"));
        await().atMost(SOON).until(() -> lines.size() >= 3);
        assertThat(lines).containsOnly("hello");
        following.close();
        await().atMost(SOON).until(() -> lines.contains("end"));
    }

    @Test
    void token_wrong_isRefused() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create(control.address() + "/services"))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(request, BodyHandlers.ofString())
                        .statusCode())
                .isEqualTo(401);
        try (RemoteServices stranger = new RemoteServices(control.address(), Secret.of("another-token"))) {
            assertThatThrownBy(() -> stranger.list().get())
                    .satisfies(e -> assertThat(refusal(e)).startsWith("UNAVAILABLE"));
        }
    }

    @Test
    void watch_announcesChangesToOpenPages(@TempDir Path folder) throws Exception {
        try (TestServer server = TestServer.start(folder)) {
            AutoCloseable watching = services.watch(server.app());
            await().atMost(SOON).until(() -> topics(server).contains("services"));
            int before = topics(server).size();
            services.control("talker", ServiceAction.STOP).get();
            await().atMost(SOON).until(() -> topics(server).size() > before);
            watching.close();
        }
    }

    private static List<String> topics(TestServer server) {
        return new EventTable(server.app().database())
                .after(0).stream().map(EventTable.Event::topic).toList();
    }
}
