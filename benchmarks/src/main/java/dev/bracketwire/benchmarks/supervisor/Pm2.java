// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks.supervisor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** PM2 with its daemon running before; asked to send TERM, since background jobs of a shell ignore its INT. */
final class Pm2 implements Contender {
    private final Path folder;

    Pm2(Path folder) {
        this.folder = folder;
    }

    @Override
    public void prepare(List<Job> jobs) throws IOException {
        Files.createDirectories(folder.resolve("logs"));
        String apps = jobs.stream()
                .map(job -> """
                        {"name": "NAME", "script": "SCRIPT", "interpreter": "none", "kill_timeout": GRACE,
                         "out_file": "FOLDER/logs/NAME.log", "error_file": "FOLDER/logs/NAME.log"}""".replace("NAME", job.name())
                        .replace("SCRIPT", job.script().toString())
                        .replace("FOLDER", folder.toString())
                        .replace("GRACE", Integer.toString(1000 * GRACE_SECONDS)))
                .collect(Collectors.joining(",\n"));
        Files.writeString(folder.resolve("apps.json"), "{\"apps\": [" + apps + "]}");
        pm2("ping");
    }

    private void pm2(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("pm2"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        folder.resolve("pm2.out").toFile()));
        builder.environment().put("PM2_HOME", folder.resolve("pm2").toString());
        builder.environment().put("PM2_KILL_SIGNAL", "SIGTERM");
        Shell.awaitEnd(builder.start());
    }

    @Override
    public void start() throws IOException {
        pm2("start", "apps.json");
    }

    @Override
    public void stop() throws IOException {
        pm2("stop", "all");
    }

    @Override
    public void crash() throws IOException {
        long pid = pids().get(0);
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
        Shell.await(
                "its end",
                () -> Shell.run(folder, "ps", "-o", "stat=", "-p", Long.toString(pid))
                        .isBlank());
    }

    @Override
    public List<Long> pids() throws IOException {
        return List.of(Long.valueOf(Files.readString(folder.resolve("pm2/pm2.pid"), StandardCharsets.UTF_8)
                .strip()));
    }

    @Override
    public Path log(String name) {
        return folder.resolve("logs").resolve(name + ".log");
    }
}
