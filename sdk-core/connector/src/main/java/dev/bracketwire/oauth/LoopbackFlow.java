// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.oauth;

import dev.bracketwire.Call;
import dev.bracketwire.CallException;
import dev.bracketwire.CallThreads;
import dev.bracketwire.TransportException;
import dev.bracketwire.WorkRun;
import dev.bracketwire.internal.run.Futures;
import dev.bracketwire.keys.Tokens;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a user who sits at this machine, with a redirect to this machine (RFC 8252, 7.3). */
final class LoopbackFlow {
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final String PATH = "/callback";

    private final CodeFlow codes;
    private final CallThreads threads;

    LoopbackFlow(CodeFlow codes, CallThreads threads) {
        this.codes = codes;
        this.threads = threads;
    }

    Call<Tokens> ask(Consumer<URI> open) {
        CallException.Where where = CallException.Where.of("oauth", codes.where());
        return threads.<Came>callAsync(codes.where(), LONGEST, run -> begin(open, where, run))
                .then(came -> codes.finish(came.asked, came.received));
    }

    private CompletableFuture<Came> begin(Consumer<URI> open, CallException.Where where, WorkRun run) {
        CompletableFuture<Came> done = new CompletableFuture<>();
        run.waitsFor("the user");
        Visits visits = new Visits(threads::execute, done);
        LoopbackPort port;
        try {
            port = new LoopbackPort(visits::judge);
        } catch (IOException e) {
            throw new TransportException(where, "no port on 127.0.0.1 could be opened for the redirect", e);
        }
        Authorization asked = codes.begin(URI.create("http://127.0.0.1:" + port.port() + PATH));
        visits.asked = asked;
        port.start();
        run.onEnd(done::completeExceptionally);
        threads.execute(() -> show(done, () -> open.accept(asked.url())));
        // The result is seen only after the port is closed.
        return done.whenComplete((came, failure) -> Futures.close(port));
    }

    /** Runs code of the host, whose failure is that of the wait. */
    static void show(CompletableFuture<?> done, Runnable code) {
        try {
            code.run();
        } catch (RuntimeException | Error e) {
            done.completeExceptionally(e);
        }
    }

    /** What the browser brought. */
    private record Came(Authorization asked, RedirectParameters received) {}

    /** Tells the redirect from everything else that may come: no stranger can end the wait. */
    private static final class Visits {
        private final Executor executor;
        private final CompletableFuture<Came> done;
        private volatile @Nullable Authorization asked;

        Visits(Executor executor, CompletableFuture<Came> done) {
            this.executor = executor;
            this.done = done;
        }

        LoopbackPort.Judged judge(String head) {
            Authorization expected = asked;
            String[] lines = head.split("\r\n", -1);
            String[] request = lines[0].split(" ", -1);
            if (expected == null || request.length != 3 || !isOurHost(lines, expected)) {
                return LoopbackPort.Judged.only(LoopbackPage.NOT_THIS);
            }
            String[] target = request[1].split("\\?", 2);
            if (!request[0].equals("GET") || !target[0].equals(PATH)) {
                return LoopbackPort.Judged.only(LoopbackPage.NOTHING_HERE);
            }
            RedirectParameters received = parsed(target.length == 1 ? null : target[1]);
            if (received == null || !CodeFlow.belongs(expected, received)) {
                return LoopbackPort.Judged.only(LoopbackPage.NOT_THIS);
            }
            return new LoopbackPort.Judged(
                    received.count("error") > 0 ? LoopbackPage.DENIED : LoopbackPage.ALLOWED,
                    () -> executor.execute(() -> done.complete(new Came(expected, received))));
        }

        private static @Nullable RedirectParameters parsed(@Nullable String query) {
            try {
                return RedirectParameters.parse(query);
            } catch (IllegalArgumentException e) {
                return null; // what cannot be read was not sent by the server
            }
        }

        // A page elsewhere may give its own name our address; its requests bear that name.
        private static boolean isOurHost(String[] lines, Authorization expected) {
            String host = null;
            for (String line : lines) {
                if (line.toLowerCase(Locale.ROOT).startsWith("host:")) {
                    if (host != null) {
                        return false;
                    }
                    host = line.substring("host:".length()).strip();
                }
            }
            return expected.redirect().getRawAuthority().equals(host);
        }
    }
}
