// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.Report;
import dev.bracketwire.supervisor.ServiceChange;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.ServiceState;
import dev.bracketwire.supervisor.ServiceStatus;
import dev.bracketwire.supervisor.StartException;
import dev.bracketwire.supervisor.StopReport;
import dev.bracketwire.supervisor.Supervisor;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** A supervisor that carries out what the other commands ask for. */
final class Running implements Channel.Answers {
    private final Supervisor supervisor;
    private final Path file;
    private final CountDownLatch ended = new CountDownLatch(1);
    private volatile int code;

    Running(Supervisor supervisor, Path file) {
        this.supervisor = supervisor;
        this.file = file;
    }

    /**
     * Waits for the end, and returns the exit code. It collects garbage now and then: left alone, an idle JVM does so once
     * it has filled its young generation.
     */
    int awaitEnd() throws InterruptedException {
        do {
            System.gc();
        } while (!ended.await(10, TimeUnit.MINUTES));
        return code;
    }

    /** Starts the services of the file, and says how many run and which do not, each with the reason. */
    void begin(Consumer<String> out) {
        List<ServiceSpec> specs = ServicesFile.read(file);
        supervisor.reload(specs).get().problems().forEach(problem -> out.accept(problem.toString()));
        List<String> down =
                specs.stream().map(ServiceSpec::name).filter(name -> !up(name)).toList();
        out.accept(
                down.isEmpty()
                        ? "all started"
                        : (specs.size() - down.size()) + " of " + specs.size() + " started; not started: "
                                + String.join(", ", down));
    }

    private boolean up(String name) {
        return supervisor
                .find(name)
                .filter(status -> status.ready() || status.state() == ServiceState.COMPLETED)
                .isPresent();
    }

    @Override
    public int answer(List<String> words, Consumer<String> out) {
        String[] names = words.stream().skip(1).toArray(String[]::new);
        try {
            return switch (words.get(0)) {
                case "list" -> print(supervisor.statuses(), out);
                case "stop" -> stop(names, out);
                case "restart" -> restart(names, out);
                case "reload" -> reload(out);
                case "logs" -> print(supervisor.tail(names[0], Integer.parseInt(names[1])), out);
                case "follow" -> follow(names[0], out);
                case "quit" -> quit(out);
                default -> throw new IllegalArgumentException("no command " + words.get(0));
            };
        } catch (Channel.GoneException e) {
            throw e;
        } catch (RuntimeException e) {
            out.accept(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private static int print(List<?> lines, Consumer<String> out) {
        lines.forEach(line -> out.accept(line.toString()));
        return 0;
    }

    private int restart(String[] names, Consumer<String> out) {
        try {
            return print(supervisor.restart(names).get(), out);
        } catch (StartException e) {
            out.accept(e.getMessage());
            return 2;
        }
    }

    private int reload(Consumer<String> out) {
        Plan<ServiceChange> plan =
                supervisor.planReload(ServicesFile.read(file)).get();
        out.accept(plan.toString());
        Report<ServiceChange> report = plan.apply().get();
        out.accept(report.toString());
        return report.complete() ? 0 : 2;
    }

    private int stop(String[] names, Consumer<String> out) {
        StopReport report = supervisor.stop(names).get();
        out.accept(report.toString());
        return report.clean() ? 0 : 2;
    }

    /** Until the one who follows hangs up, which the next line finds out. */
    private int follow(String name, Consumer<String> out) {
        CountDownLatch gone = new CountDownLatch(1);
        Call.Registration following = supervisor.follow(name, line -> {
            try {
                out.accept(line);
            } catch (Channel.GoneException e) {
                gone.countDown();
            }
        });
        try {
            gone.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            following.close();
        }
        return 0;
    }

    private int quit(Consumer<String> out) {
        boolean failed = supervisor.statuses().stream()
                .map(ServiceStatus::state)
                .anyMatch(state -> state == ServiceState.FAILED || state == ServiceState.STOP_FAILED);
        try {
            int stopped = stop(new String[0], out);
            code = failed ? 2 : stopped;
            return stopped;
        } finally {
            ended.countDown();
        }
    }
}
