// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.services;

import dev.bracketwire.Call;
import dev.bracketwire.Plan;
import dev.bracketwire.supervisor.ServiceChange;
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

    Running(Supervisor supervisor, Path file) {
        this.supervisor = supervisor;
        this.file = file;
    }

    /** Collects garbage now and then: left alone, an idle JVM does so once it has filled its young generation. */
    void awaitEnd() throws InterruptedException {
        do {
            System.gc();
        } while (!ended.await(10, TimeUnit.MINUTES));
    }

    @Override
    public int answer(List<String> words, Consumer<String> out) {
        String[] names = words.stream().skip(1).toArray(String[]::new);
        try {
            return switch (words.get(0)) {
                case "list" -> print(supervisor.statuses(), out);
                case "stop" -> stop(names, out);
                case "restart" -> print(supervisor.restart(names).get(), out);
                case "reload" -> reload(out);
                case "logs" -> print(supervisor.tail(names[0], Integer.parseInt(names[1])), out);
                case "follow" -> follow(names[0], out);
                case "quit" -> quit();
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

    private int reload(Consumer<String> out) {
        Plan<ServiceChange> plan =
                supervisor.planReload(ServicesFile.read(file)).get();
        out.accept(plan.toString());
        out.accept(plan.apply().get().toString());
        return 0;
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

    private int quit() {
        ended.countDown();
        return 0;
    }
}
