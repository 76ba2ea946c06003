// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.server.ServerSettings.OwnService;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs the demo with its supervisor in this process, and api, web and a service of the organiser in processes of their own. */
public final class SupervisedSite implements AutoCloseable {
    /** The service of the organiser: it prints a line each quarter of a second. */
    public static final String TICKER = "ticker";

    private static final OwnService PRINTING = new OwnService(
            List.of("sh", "-c", "i=0; while :; do i=$((i+1)); echo tick $i; sleep 0.25; done"),
            Optional.empty(),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty());
    private static final long START_SECONDS = 120;

    private final Demo demo =
            Demo.start(Map.of("apiPort", TestServer.freePort(), "webPort", TestServer.freePort()), null);
    private final ServerSettings settings;
    private final Thread running;

    /** Starts it and waits until it is ready. */
    public SupervisedSite() throws InterruptedException {
        ServerSettings given = demo.settings();
        this.settings = new ServerSettings(
                given.apiPort(),
                given.webPort(),
                given.publicAddress(),
                given.state(),
                given.database(),
                given.discord(),
                given.riot(),
                given.sheets(),
                given.webhooks(),
                given.speedgaming(),
                Map.of(TICKER, PRINTING),
                true);
        CountDownLatch ready = new CountDownLatch(1);
        Launcher launcher = new Launcher(
                        settings, null, demo.environment(), new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                .before(ready::countDown);
        this.running = new Thread(
                () -> {
                    try {
                        launcher.run(false);
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt(); // the test has ended, and all services are stopped
                    }
                },
                "supervised-site");
        running.start();
        if (!ready.await(START_SECONDS, TimeUnit.SECONDS)) {
            close();
            throw new IllegalStateException("the services were not ready within " + START_SECONDS + " s");
        }
    }

    /** Returns the address of the page, without a path. */
    public String address() {
        return settings.on(settings.apiPort(), settings.webPort()).address().toString();
    }

    @Override
    public void close() {
        running.interrupt();
        try {
            running.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        demo.close();
    }
}
