// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks;

import dev.bracketwire.chaos.ChaosRun;
import dev.bracketwire.connector.TransportOptions;
import dev.bracketwire.store.Database;
import dev.bracketwire.testkit.webhooks.Behavior;
import dev.bracketwire.testkit.webhooks.FakeNameService;
import dev.bracketwire.testkit.webhooks.FakeReceiver;
import dev.bracketwire.testkit.webhooks.NameAnswer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * The name of each endpoint leads to an allowed address first and to a refused one afterwards, where a canary listens on the
 * same port. Promised is that the allowed address gets its event (lost) and that the canary gets no connection (canary).
 */
class RebindingChaos {
    private static final int FLIPS = 1000;
    private static final String REFUSED = "127.0.0.2";
    private static final NameAnswer ALLOWED = NameAnswer.addresses("127.0.0.1");
    private static final NameAnswer[] TRAPS = {
        NameAnswer.addresses(REFUSED),
        NameAnswer.addresses("127.0.0.1", REFUSED),
        NameAnswer.addresses(REFUSED, "127.0.0.1"),
        NameAnswer.addresses("::ffff:" + REFUSED),
        NameAnswer.addresses("64:ff9b::7f00:2"),
    };

    @Test
    void names_thatFlipToARefusedAddress_reachNothingThere() throws Exception {
        ChaosRun.run("webhooks/rebinding", FLIPS, RebindingChaos::play);
    }

    private static void play(ChaosRun run) throws Exception {
        try (FakeReceiver receiver = FakeReceiver.start();
                Canary canary = new Canary(receiver.port());
                FakeNameService names = new FakeNameService();
                Database db = Database.inMemory();
                Webhooks hooks = ChaosPlace.client(db, receiver.port())
                        .transport(TransportOptions.defaults().resolver(names::resolve))
                        .concurrency(64)
                        .open()) {
            receiver.all().behaves(Behavior.ok().closesAfterwards()); // so the next event looks the name up again
            for (int i = 0; i < run.rounds(); i++) {
                String name = "n" + i + ".example";
                NameAnswer trap = TRAPS[run.random(i).nextInt(TRAPS.length)];
                names.on(name).answers(ALLOWED, trap, ALLOWED, trap);
                hooks.subscribe(SubscriptionOptions.to("http://" + name + ":" + receiver.port() + "/hooks")
                                .timeout(Duration.ofMinutes(1))
                                .retries(RetrySchedule.none()))
                        .get();
            }
            String finished = db.table("webhook_finished");
            for (int event = 1; event <= 4; event++) {
                hooks.publish("flip", Map.of("event", event)).get();
                int expected = event * run.rounds();
                if (!ChaosPlace.waitFor(
                        Duration.ofMinutes(2),
                        () -> ChaosPlace.number(db, "SELECT count(*) FROM " + finished) == expected)) {
                    run.broken("survivors", "event " + event + " is not finished");
                }
            }
            long delivered = ChaosPlace.number(db, "SELECT count(*) FROM " + finished + " WHERE state = 'SUCCEEDED'");
            run.count("delivered", delivered);
            run.count("refused", ChaosPlace.number(db, "SELECT count(*) FROM " + finished) - delivered);
            if (delivered != 2L * run.rounds() || receiver.count() != delivered) {
                run.broken("lost", delivered + " were delivered and " + receiver.count() + " received");
            }
            run.count("canary", canary.connections());
            if (canary.connections() > 0) {
                run.broken("reached", canary.connections() + " connections to a refused address");
            }
            canary.proveItCounts(run);
        }
    }

    /** Counts the connections to an address that must get none. */
    private static final class Canary implements AutoCloseable {
        private final ServerSocket server;
        private final AtomicInteger accepted = new AtomicInteger();

        Canary(int port) throws IOException {
            this.server = new ServerSocket();
            server.bind(new InetSocketAddress(InetAddress.getByName(REFUSED), port), 1000);
            Thread thread = new Thread(this::accept);
            thread.setDaemon(true);
            thread.start();
        }

        private void accept() {
            while (!server.isClosed()) {
                try {
                    server.accept().close();
                    accepted.incrementAndGet();
                } catch (IOException e) {
                    if (!server.isClosed()) {
                        throw new UncheckedIOException(e);
                    }
                }
            }
        }

        int connections() {
            return accepted.get();
        }

        void proveItCounts(ChaosRun run) throws IOException {
            int before = connections();
            new Socket(server.getInetAddress(), server.getLocalPort()).close();
            if (!ChaosRun.settles(() -> connections() == before + 1)) {
                run.broken("survivors", "the canary does not count");
            }
        }

        @Override
        public void close() throws IOException {
            server.close();
        }
    }
}
