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
    private final HttpRounds rounds;
    private final ServiceSpec spec;
    private final Run run;
    private final Tenure tenure;
    private final Probe probe;
    private final @Nullable LineAsker lines;
    private final @Nullable HttpQuestion http;

    Asker(Engine engine, ServiceSpec spec, Run run, Tenure tenure, Probe probe) {
        this.host = engine.host();
        this.clockwork = engine.clockwork();
        this.rounds = engine.rounds();
        this.spec = spec;
        this.run = run;
        this.tenure = tenure;
        this.probe = probe;
        this.lines = probe.check() instanceof Check.LogLine line
                ? new LineAsker(Path.of(run.record().log()), run.record().logStart(), line.pattern(), clockwork::nanos)
                : null;
        this.http = probe.check() instanceof Check.Http check ? new HttpQuestion(check, port(check.port())) : null;
    }

    /** Whether to ask takes no time of the thread that does. */
    boolean light() {
        return http != null && !http.tls();
    }

    /** Asks once, on this thread unless it is light or runs a command. The patient may wait a bit. */
    CompletableFuture<Answer> ask(boolean patient) {
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

    private static Answer failed(Throwable e) {
        return Answer.no("the probe itself failed: " + e);
    }

    private Answer answer() {
        if (http != null) {
            return TlsAsker.ask(http, probe.timeout());
        }
        if (probe.check() instanceof Check.Tcp tcp) {
            return connect(port(tcp.port()));
        }
        return lines == null ? listening() : lines.ask(probe.timeout());
    }

    private int port(int asked) {
        return asked == 0 ? spec.ports().get(0) : asked;
    }

    private Answer connect(int port) {
        int millis =
                (int) Math.min(Integer.MAX_VALUE, Math.max(1, probe.timeout().toMillis()));
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
    Answer ours(Answer answer) {
        int port = http != null ? http.port() : probe.check() instanceof Check.Tcp tcp ? port(tcp.port()) : 0;
        if (!answer.passed() || !spec.ports().contains(port)) {
            return answer;
        }
        try {
            String objection = tenure.objection(port);
            return objection.isEmpty() ? answer : Answer.no(objection);
        } catch (RuntimeException | Error e) {
            return failed(e);
        }
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
