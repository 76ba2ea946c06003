// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import dev.bracketwire.supervisor.Probe;
import java.io.IOException;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/** Asks over HTTP: the status alone is read, nothing is followed, and the connection is closed. */
final class HttpAsker {
    private final Clockwork clockwork;

    HttpAsker(Clockwork clockwork) {
        this.clockwork = clockwork;
    }

    Answer ask(Probe.Check.Http check, int port, Duration limit) {
        try {
            return ask("127.0.0.1", check, port, limit);
        } catch (ConnectException e) {
            try {
                return ask("[::1]", check, port, limit);
            } catch (IOException again) {
                return Answer.no(check + " on port " + port + ": " + e.getMessage());
            }
        } catch (IOException e) {
            return Answer.no(check + " on port " + port + ": " + e.getMessage());
        }
    }

    private Answer ask(String host, Probe.Check.Http check, int port, Duration limit) throws IOException {
        // A certificate names localhost, and not its address.
        String authority = (check.tls() ? "https://localhost:" : "http://" + host + ":") + port;
        var connection =
                (HttpURLConnection) URI.create(authority + check.path()).toURL().openConnection(Proxy.NO_PROXY);
        int millis = (int) Math.max(1, Math.min(Integer.MAX_VALUE, limit.toMillis()));
        connection.setConnectTimeout(millis);
        connection.setReadTimeout(millis);
        connection.setInstanceFollowRedirects(false);
        connection.setUseCaches(false);
        connection.setRequestProperty("Connection", "close");
        check.headers().forEach((name, value) -> connection.setRequestProperty(name, value.reveal()));
        // The timeouts above count from byte to byte; one byte a second would never end.
        AtomicBoolean late = new AtomicBoolean();
        Future<?> alarm = clockwork.after(limit, () -> {
            late.set(true);
            connection.disconnect();
        });
        try {
            int status = connection.getResponseCode();
            String detail = check + " answered " + status;
            return status >= 200 && status < 400 ? Answer.yes(detail) : Answer.no(detail);
        } catch (IOException e) {
            if (late.get()) {
                return Answer.no(check + " was not answered within " + limit.toMillis() + " ms");
            }
            throw e;
        } finally {
            alarm.cancel(false);
            connection.disconnect();
        }
    }
}
