// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.bracketwire.CallThreads;
import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.Outside;
import dev.bracketwire.supervisor.Probe;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpRoundsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final String WELL = "HTTP/1.1 200 OK\r\n\r\n";

    private final List<Thread> threads = new CopyOnWriteArrayList<>();
    private final Executor executor = task -> {
        Thread thread = new Thread(task);
        threads.add(thread);
        thread.start();
    };
    private final SupervisorThreads supervisorThreads = new SupervisorThreads(CallThreads.create("test"), executor);
    private final HttpRounds rounds = new HttpRounds(supervisorThreads);
    private final List<Closeable> opened = new CopyOnWriteArrayList<>();

    @AfterEach
    void end() throws IOException {
        rounds.close();
        supervisorThreads.close();
        for (Closeable each : opened) {
            each.close();
        }
    }

    /** Says this to who connects, and nothing more. */
    private int listener(String address, String answer) throws IOException {
        // Free at all addresses, as a probe asks them all: at another one, somebody else might answer.
        ServerSocket server = new ServerSocket(Outside.freePort(), 50, InetAddress.getByName(address));
        opened.add(server);
        Thread thread = new Thread(() -> {
            try {
                while (true) {
                    Socket socket = server.accept();
                    opened.add(socket);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                    socket.getInputStream().read(new byte[1000]);
                    socket.shutdownOutput();
                }
            } catch (IOException e) {
                return; // closed
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server.getLocalPort();
    }

    private CompletableFuture<ProbeAnswer> ask(int port, Duration limit, boolean patient) {
        Probe.Check.Http check = (Probe.Check.Http) Probe.http(port, "/health").check();
        return rounds.ask(new HttpQuestion(check, port), limit, patient);
    }

    @Test
    void many_areAskedOnOneThread() throws IOException {
        int port = listener("127.0.0.1", WELL);
        List<CompletableFuture<ProbeAnswer>> told = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            told.add(ask(port, LONG, true));
        }

        assertThat(told).extracting(CompletableFuture::join).containsOnly(ProbeAnswer.yes("GET /health answered 200"));
        // One more for each pause that the listener made.
        assertThat(threads).hasSizeBetween(1, 20);
    }

    @Test
    void ask_someDoNotAnswer_othersAreNotDelayed() throws IOException {
        int silent = silent();
        int well = listener("127.0.0.1", WELL);
        CompletableFuture<ProbeAnswer> never = ask(silent, LONG, true);
        CompletableFuture<ProbeAnswer> late = ask(silent, Duration.ofMillis(300), true);

        assertThat(ask(well, LONG, true).join().passed()).isTrue();
        assertThat(ask(well, LONG, false).join().passed()).isTrue();
        assertThat(late.join()).isEqualTo(ProbeAnswer.no("GET /health was not answered within 300 ms"));
        assertThat(never).isNotDone();
    }

    private int silent() throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        opened.add(server);
        return server.getLocalPort();
    }

    @Test
    void ask_refusedOrNoHttp_isReported() throws IOException {
        int noise = listener("127.0.0.1", "SSH-2.0\r\n");
        int cut = listener("127.0.0.1", "HTTP/1.1 2");
        int free = Outside.freePort();

        assertThat(ask(noise, LONG, true).join().detail()).endsWith("on port " + noise + ": the answer is no HTTP");
        assertThat(ask(cut, LONG, true).join().detail()).endsWith("the connection was closed before an answer");
        assertThat(ask(free, LONG, true).join())
                .isEqualTo(ProbeAnswer.no("GET /health on port " + free + ": Connection refused"));
        assertThat(ask(listener("::1", WELL), LONG, true).join().passed()).isTrue();
    }

    /** The connection is made only when there is room for it, and the limit counts from the question. */
    @Test
    void ask_listenerDoesNotAccept_isLate() throws IOException {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            List<CompletableFuture<ProbeAnswer>> asked = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                asked.add(ask(server.getLocalPort(), Duration.ofMillis(200), false));
            }

            assertThat(asked)
                    .allSatisfy(each -> assertThat(each.join().detail()).endsWith("within 200 ms"));
        }
    }

    /** What cannot be asked at all is no matter of those that are asked with it. */
    @Test
    void ask_oneCannotBeSent_othersAreAsked() throws IOException {
        Probe.Check.Http check = (Probe.Check.Http)
                Probe.http("/health").header("X", Secret.of("two\nlines")).check();
        CompletableFuture<ProbeAnswer> never = ask(silent(), LONG, true);

        ProbeAnswer line = rounds.ask(new HttpQuestion(check, Outside.freePort()), LONG, true)
                .join();
        ProbeAnswer port =
                rounds.ask(new HttpQuestion(check, 70_000), LONG, true).join();

        assertThat(line.detail()).endsWith("header X holds a line end or the like");
        assertThat(port.passed()).isFalse();
        assertThat(never).isNotDone();
    }

    @Test
    void executorThatRefuses_isAskedAgainByTheNext() throws IOException {
        int port = listener("127.0.0.1", WELL);
        AtomicInteger refusals = new AtomicInteger(1);
        Executor reluctant = task -> {
            if (refusals.getAndDecrement() > 0) {
                throw new IllegalStateException("not now");
            }
            executor.execute(task);
        };
        try (SupervisorThreads other = new SupervisorThreads(CallThreads.create("test"), reluctant);
                HttpRounds own = new HttpRounds(other)) {
            Probe.Check.Http check =
                    (Probe.Check.Http) Probe.http(port, "/health").check();
            assertThatIllegalStateException().isThrownBy(() -> own.ask(new HttpQuestion(check, port), LONG, true));

            assertThat(own.ask(new HttpQuestion(check, port), LONG, true).join().passed())
                    .isTrue();
        }
    }

    @Test
    void close_whileOneIsAsked_endsItsThread() throws Exception {
        CompletableFuture<ProbeAnswer> never = ask(silent(), LONG, true);
        Outside.until("it is asked", () -> !threads.isEmpty());

        rounds.close();

        for (Thread thread : threads) {
            thread.join(60_000);
            assertThat(thread.isAlive()).isFalse();
        }
        assertThat(never).isNotDone();
        ask(Outside.freePort(), LONG, true);
        assertThat(threads).hasSize(1);
    }
}
