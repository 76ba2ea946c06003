// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Starts a {@link HookNode}, reads its lines, and signals it and no other process. */
final class NodeProcess implements AutoCloseable {
    /** The deliveries that were acknowledged: path and message id. */
    final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    final Set<String> undone = ConcurrentHashMap.newKeySet();
    final AtomicInteger refused = new AtomicInteger();

    /** The ids of events that were received and handled, one for each run of a handler. */
    final Queue<String> handled = new ConcurrentLinkedQueue<>();

    /** The port at which it receives; 0 before it is open. */
    volatile int port;

    private final CountDownLatch opened = new CountDownLatch(1);
    private final CountDownLatch stored = new CountDownLatch(1);
    private final Process process;
    private final Thread reader;

    private NodeProcess(Process process) {
        this.process = process;
        this.reader = new Thread(this::read);
    }

    static NodeProcess start(String mode, String name, ChaosPlace place, int port) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx128m",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                HookNode.class.getName(),
                mode,
                String.valueOf(port),
                name));
        command.addAll(place.arguments());
        NodeProcess node = new NodeProcess(new ProcessBuilder(command)
                .redirectError(
                        Boolean.getBoolean("chaos.stderr")
                                ? ProcessBuilder.Redirect.INHERIT
                                : ProcessBuilder.Redirect.DISCARD)
                .start());
        node.reader.start();
        return node;
    }

    /** A line counts only with its end: a process may be killed within one. */
    private void read() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String[] words = line.split(" ", -1);
                if (!words[words.length - 1].equals(".")) {
                    continue;
                }
                switch (words[0]) {
                    case "open" -> opened.countDown();
                    case "ack" -> {
                        acknowledged.add("/plain " + words[1]);
                        if (words[2].equals("2")) {
                            acknowledged.add("/ordered " + words[1]);
                        }
                        stored.countDown();
                    }
                    case "port" -> {
                        port = Integer.parseInt(words[1]);
                        opened.countDown();
                    }
                    case "did" -> handled.add(words[1]);
                    case "undone" -> undone.add(words[1]);
                    case "refused" -> refused.incrementAndGet();
                    default -> throw new AssertionError(line);
                }
            }
        } catch (IOException e) {
            process.destroyForcibly(); // the pipe closes with the process
        }
    }

    boolean awaitOpen() throws InterruptedException {
        return opened.await(2, TimeUnit.MINUTES);
    }

    /** Waits until an event was acknowledged. */
    boolean awaitStored() throws InterruptedException {
        return stored.await(2, TimeUnit.MINUTES);
    }

    /** Lets it deliver and publish no more. */
    void stopPublishing() throws IOException {
        process.getOutputStream().write('.');
        process.getOutputStream().flush();
    }

    void signal(String name) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .start()
                .waitFor();
        if (exit != 0) {
            throw new IOException("kill -" + name + " ended with " + exit);
        }
    }

    /** Kills it by signal 9; returns whether that ended it. */
    boolean kill() throws InterruptedException {
        process.destroyForcibly();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        reader.join();
        return ended && process.exitValue() == 128 + 9;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
