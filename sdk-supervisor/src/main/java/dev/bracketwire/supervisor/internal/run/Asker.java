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
final class Asker implements AutoCloseable {
    private final Host host;
    private final Clockwork clockwork;
    private final ServiceSpec spec;
    private final Run run;
    private final Tenure tenure;
    private final Probe probe;
    private final @Nullable LineAsker lines;
    private final @Nullable HttpAsker http;

    Asker(Host host, Clockwork clockwork, ServiceSpec spec, Run run, Tenure tenure, Probe probe) {
        this.host = host;
        this.clockwork = clockwork;
        this.spec = spec;
        this.run = run;
        this.tenure = tenure;
        this.probe = probe;
        this.lines = probe.check() instanceof Check.LogLine line
                ? new LineAsker(Path.of(run.record().log()), run.record().logStart(), line.pattern(), clockwork::nanos)
                : null;
        this.http =
                probe.check() instanceof Check.Http check ? new HttpAsker(clockwork, check, port(check.port())) : null;
    }

    /** Asks once. It takes its time on this thread, unless it runs a command. */
    CompletableFuture<Answer> ask() {
        try {
            return probe.check() instanceof Check.Command command
                    ? command(command.command())
                    : CompletableFuture.completedFuture(answer());
        } catch (RuntimeException | Error e) {
            return CompletableFuture.completedFuture(failed(e));
        }
    }

    private static Answer failed(Throwable e) {
        return Answer.no("the probe itself failed: " + e);
    }

    private Answer answer() {
        Check check = probe.check();
        if (http != null) {
            return ours(http.port(), http.ask(probe.timeout()));
        }
        if (check instanceof Check.Tcp tcp) {
            int port = port(tcp.port());
            return ours(port, connect(port));
        }
        return lines == null ? listening() : lines.ask(probe.timeout());
    }

    private int port(int asked) {
        return asked == 0 ? spec.ports().get(0) : asked;
    }

    private Answer connect(int port) {
        int millis = (int) Math.max(1, probe.timeout().toMillis());
        IOException last = null;
        for (String address : List.of("127.0.0.1", "::1")) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getByName(address), port), millis);
                return Answer.yes("port " + port + " accepts");
            } catch (IOException e) {
                last = last == null ? e : last;
            }
        }
        return Answer.no("port " + port + ": " + (last == null ? "no answer" : last.getMessage()));
    }

    /** An answer counts only if it is the service's own: yesterday's orphan answers just as well. */
    private Answer ours(int port, Answer answer) {
        if (!answer.passed() || !spec.ports().contains(port)) {
            return answer;
        }
        String objection = tenure.objection(port);
        return objection.isEmpty() ? answer : Answer.no(objection);
    }

    private Answer listening() {
        for (int port : spec.ports()) {
            String objection = tenure.objection(port);
            if (!objection.isEmpty()) {
                return Answer.no(objection);
            }
        }
        return Answer.yes("listens on " + spec.ports());
    }

    private CompletableFuture<Answer> command(List<String> command) {
        String mark = run.record().mark() + "/probe";
        try {
            return new Commands(host, clockwork)
                    .run(command, spec.directory().orElse(null), Launches.environment(spec), mark, probe.timeout())
                    .thenApply(code -> {
                        if (code.isEmpty()) {
                            return Answer.no(probe.check() + " took longer than "
                                    + probe.timeout().toMillis() + " ms");
                        }
                        String detail = probe.check() + " exited with " + code.getAsInt();
                        return code.getAsInt() == 0 ? Answer.yes(detail) : Answer.no(detail);
                    })
                    .exceptionally(Asker::failed);
        } catch (LaunchException e) {
            return CompletableFuture.completedFuture(Answer.no(String.valueOf(e.getMessage())));
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
