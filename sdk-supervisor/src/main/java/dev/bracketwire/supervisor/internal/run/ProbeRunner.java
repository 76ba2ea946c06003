// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import dev.bracketwire.supervisor.Probe.Check;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.internal.os.LaunchException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Asks the probe of one run, again and again. */
final class ProbeRunner implements AutoCloseable {
    private final HostServices hostServices;
    private final SupervisorThreads supervisorThreads;
    private final HttpRounds rounds;
    private final ServiceSpec spec;
    private final ServiceRun serviceRun;
    private final OwnPortCheck ownPortCheck;
    private final Probe probe;
    private final @Nullable LogLineProbe lines;
    private final @Nullable HttpQuestion http;

    ProbeRunner(
            ServiceRegistry serviceRegistry,
            ServiceSpec spec,
            ServiceRun serviceRun,
            OwnPortCheck ownPortCheck,
            Probe probe) {
        this.hostServices = serviceRegistry.host();
        this.supervisorThreads = serviceRegistry.clockwork();
        this.rounds = serviceRegistry.rounds();
        this.spec = spec;
        this.serviceRun = serviceRun;
        this.ownPortCheck = ownPortCheck;
        this.probe = probe;
        this.lines = probe.check() instanceof Check.LogLine line
                ? new LogLineProbe(
                        Path.of(serviceRun.record().log()),
                        serviceRun.record().logStart(),
                        line.pattern(),
                        supervisorThreads::nanos)
                : null;
        this.http = probe.check() instanceof Check.Http check ? new HttpQuestion(check, port(check.port())) : null;
    }

    /** Whether to ask takes no time of the thread that does. */
    boolean light() {
        return http != null && !http.tls();
    }

    /** Asks once, on this thread unless it is light or runs a command. The patient may wait a bit. */
    CompletableFuture<ProbeAnswer> ask(boolean patient) {
        try {
            if (http != null && !http.tls()) {
                return rounds.ask(http, probe.timeout(), patient);
            }
            return probe.check() instanceof Check.Command command
                    ? command(command.command())
                    : CompletableFuture.completedFuture(answer());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    private static ProbeAnswer failed(Throwable e) {
        return ProbeAnswer.no("the probe itself failed: " + e);
    }

    private ProbeAnswer answer() {
        if (http != null) {
            return TlsProbe.ask(http, probe.timeout());
        }
        if (probe.check() instanceof Check.Tcp tcp) {
            return connect(port(tcp.port()));
        }
        return lines == null ? listening() : lines.ask(probe.timeout());
    }

    private int port(int asked) {
        return asked == 0 ? spec.ports().get(0) : asked;
    }

    private ProbeAnswer connect(int port) {
        int millis =
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, probe.timeout().toMillis()));
        IOException last = null;
        for (String address : List.of("127.0.0.1", "::1")) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), millis);
                return ProbeAnswer.yes("port " + port + " accepts");
            } catch (IOException e) {
                last = last == null ? e : last;
            }
        }
        return ProbeAnswer.no("port " + port + ": " + (last == null ? "no answer" : last.getMessage()));
    }

    /** An answer counts only if it is the service's own: yesterday's orphan answers just as well. */
    ProbeAnswer ours(ProbeAnswer probeAnswer) {
        int port = http != null ? http.port() : probe.check() instanceof Check.Tcp tcp ? port(tcp.port()) : 0;
        if (!probeAnswer.passed() || !spec.ports().contains(port)) {
            return probeAnswer;
        }
        try {
            String problem = ownPortCheck.problem(port);
            return problem.isEmpty() ? probeAnswer : ProbeAnswer.no(problem);
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
    }

    private ProbeAnswer listening() {
        for (int port : spec.ports()) {
            String problem = ownPortCheck.problem(port);
            if (!problem.isEmpty()) {
                return ProbeAnswer.no(problem);
            }
        }
        return ProbeAnswer.yes("listens on " + spec.ports());
    }

    private CompletableFuture<ProbeAnswer> command(List<String> command) {
        String mark = serviceRun.record().mark() + "/probe";
        try {
            return new CommandRunner(hostServices, supervisorThreads)
                    .run(command, spec.directory().orElse(null), RunLauncher.environment(spec), mark, probe.timeout())
                    .thenApply(code -> {
                        if (code.isEmpty()) {
                            return ProbeAnswer.no(probe.check() + " took longer than "
                                    + probe.timeout().toMillis() + " ms");
                        }
                        String detail = probe.check() + " exited with " + code.getAsInt();
                        return code.getAsInt() == 0 ? ProbeAnswer.yes(detail) : ProbeAnswer.no(detail);
                    })
                    .exceptionally(ProbeRunner::failed);
        } catch (LaunchException e) {
            return CompletableFuture.completedFuture(ProbeAnswer.no(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public void close() {
        try {
            if (lines != null) {
                lines.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
