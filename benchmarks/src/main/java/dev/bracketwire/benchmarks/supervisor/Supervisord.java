// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Supervisor of Python: the order to start is the start of its daemon. */
final class Supervisord implements Contender {
    private final Path folder;
    private @Nullable Process daemon;

    Supervisord(Path folder) {
        this.folder = folder;
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        StringBuilder text = new StringBuilder("""
                [supervisord]
                nodaemon=true
                logfile=FOLDER/supervisord.log
                pidfile=FOLDER/supervisord.pid
                [unix_http_server]
                file=FOLDER/supervisord.sock
                [rpcinterface:supervisor]
                supervisor.rpcinterface_factory=supervisor.rpcinterface:make_main_rpcinterface
                [supervisorctl]
                serverurl=unix://FOLDER/supervisord.sock
                """);
        for (Job job : jobs) {
            text.append("""
                    [program:NAME]
                    command=SCRIPT
                    autorestart=true
                    stopasgroup=true
                    killasgroup=true
                    stopwaitsecs=GRACE
                    redirect_stderr=true
                    stdout_logfile=FOLDER/logs/NAME.log
                    stdout_logfile_maxbytes=10MB
                    stdout_logfile_backups=100
                    """.replace("NAME", job.name())
                    .replace("SCRIPT", job.script().toString())
                    .replace("GRACE", Integer.toString(GRACE_SECONDS)));
        }
        Files.createDirectories(folder.resolve("logs"));
        Files.writeString(folder.resolve("supervisord.conf"), text.toString().replace("FOLDER", folder.toString()));
    }

    @Override
    public void start() throws IOException {
        daemon = Shell.daemon(folder, "supervisord", "-n", "-c", "supervisord.conf");
    }

    @Override
    public void stop() throws IOException {
        Shell.run(folder, "supervisorctl", "-c", "supervisord.conf", "stop", "all");
    }

    @Override
    public void crash() {
        Shell.awaitEnd(Objects.requireNonNull(daemon, "start first").destroyForcibly());
    }

    @Override
    public List<Long> pids() {
        return List.of(Objects.requireNonNull(daemon, "start first").pid());
    }

    @Override
    public Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }
}
