// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Collections;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import okhttp3.Connection;
import okhttp3.Interceptor;
import okhttp3.Protocol;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a request that cannot be repeated off a connection that its server may have closed. OkHttp looks at the socket only
 * after ten seconds, which is longer than the keep-alive of most servers (OkHttp 5.5.1, RealConnection.isHealthy).
 *
 * <p>A look alone is not enough: a server may close the connection while the request is on its way. So a connection that has
 * been idle for a second is not used at all. The shortest keep-alive that is common is two seconds (gunicorn); Node.js,
 * Apache and uvicorn have five. Of a server that closes earlier this is learned from the first connection that is found
 * closed. HTTP/2 connections are used as they are, since their servers say which requests they did not
 * process.
 */
final class IdleConnections implements Interceptor {
    private static final long LONGEST = Duration.ofSeconds(1).toNanos();

    /** Within this time a connection is in steady use, and a look, which takes a millisecond, would slow it down. */
    private static final long STEADY = Duration.ofMillis(2).toNanos();

    private static final Pattern TIMEOUT =
            Pattern.compile("(?:^|[,;\\s])timeout\\s*=\\s*\"?(\\d{1,9})", Pattern.CASE_INSENSITIVE);

    private final LongSupplier nanos;

    /** The shortest idle time after which a server was found to have closed a connection. */
    private volatile long closedAfter = Long.MAX_VALUE;

    private final Map<Connection, Answered> answered = Collections.synchronizedMap(new WeakHashMap<>());

    IdleConnections(LongSupplier nanos) {
        this.nanos = nanos;
    }

    @Override
    public Response intercept(Chain chain) throws IOException {
        Connection connection = chain.connection();
        TransportAttempt transportAttempt = chain.request().tag(TransportAttempt.class);
        if (connection == null || multiplexed(connection)) {
            return chain.proceed(chain.request());
        }
        Answered last = answered.get(connection);
        long idle = last == null ? 0 : nanos.getAsLong() - last.at;
        if (transportAttempt != null
                && last != null
                && !transportAttempt.repeatable()
                && isDoubtful(connection, last.limit, idle)) {
            throw new UnusedException();
        }
        Response response = proceed(chain, idle);
        // The server may have sent all of it long before we read it, so the time counts from here.
        answered.put(connection, new Answered(nanos.getAsLong(), limit(response.header("Keep-Alive"))));
        return response;
    }

    private Response proceed(Chain chain, long idle) throws IOException {
        try {
            return chain.proceed(chain.request());
        } catch (IOException e) {
            boolean ended = e instanceof InterruptedIOException || chain.call().isCanceled();
            if (idle >= STEADY && !ended) {
                closedAfter = Math.min(closedAfter, idle);
            }
            throw e;
        }
    }

    private boolean isDoubtful(Connection connection, long limit, long idle) {
        if (idle < STEADY && idle < limit) {
            return false;
        }
        boolean closed = isClosed(connection.socket());
        if (closed) {
            closedAfter = Math.min(closedAfter, idle);
        } else if (idle / 2 >= closedAfter) {
            closedAfter = Long.MAX_VALUE; // it was closed for another reason, such as a restart of the server
        }
        return closed || idle >= Math.min(limit, closedAfter / 2);
    }

    /** Half of what the server announces, if that is shorter than a second. */
    private static long limit(@Nullable String keepAlive) {
        Matcher announced = TIMEOUT.matcher(keepAlive == null ? "" : keepAlive);
        return announced.find()
                ? Math.min(
                        LONGEST,
                        Duration.ofSeconds(Long.parseLong(announced.group(1))).toNanos() / 2)
                : LONGEST;
    }

    /** Whether the server has closed it, or says something that nobody asked for. */
    private static boolean isClosed(Socket socket) {
        try {
            int timeout = socket.getSoTimeout();
            socket.setSoTimeout(1);
            try {
                socket.getInputStream().read();
                return true;
            } finally {
                socket.setSoTimeout(timeout);
            }
        } catch (SocketTimeoutException e) {
            return false;
        } catch (IOException e) {
            return true; // broken, which another connection mends
        }
    }

    private static boolean multiplexed(Connection connection) {
        Protocol protocol = connection.protocol();
        return protocol == Protocol.HTTP_2 || protocol == Protocol.H2_PRIOR_KNOWLEDGE;
    }

    private record Answered(long at, long limit) {}

    /** Nothing was sent, and OkHttp has closed the connection: the request goes out on another. */
    static final class UnusedException extends IOException {
        private static final long serialVersionUID = 1L;

        UnusedException() {
            super("the connection was idle and may be closed");
        }
    }
}
