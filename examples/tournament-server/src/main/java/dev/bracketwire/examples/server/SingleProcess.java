// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.Call;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.Ports.Service;
import dev.bracketwire.examples.tournament.Ports.ServiceAction;
import dev.bracketwire.examples.tournament.Refusal;
import dev.bracketwire.examples.tournament.TournamentApp;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;

/** Shows the API and the page as this one process, which no supervisor runs. */
final class SingleProcess implements SupervisedServices {
    private final Instant since = Instant.now();

    @Override
    public Call<List<Service>> list() {
        return Call.done(List.of(service("api"), service("web")));
    }

    private Service service(String name) {
        return new Service(
                name,
                "READY",
                true,
                since,
                "part of one process with everything else",
                ProcessHandle.current().pid(),
                1);
    }

    @Override
    public Call<Service> control(String name, ServiceAction action) {
        return Call.failed(unsupervised());
    }

    @Override
    public Call<List<String>> log(String name, int lines) {
        return Call.failed(unsupervised());
    }

    @Override
    public AutoCloseable follow(String service, Consumer<String> lines, Runnable end) {
        throw unsupervised();
    }

    private static Refusal unsupervised() {
        return new Refusal(
                Reason.UNAVAILABLE,
                "Everything runs in one process here, and its log is where it was started. Start the server without"
                        + " --single to control its services.");
    }

    @Override
    public AutoCloseable watch(TournamentApp app) {
        return () -> {};
    }
}
