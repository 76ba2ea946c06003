// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor;

import dev.bracketwire.Secret;
import dev.bracketwire.supervisor.internal.run.SpanLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * Asks a service how it is. Probes of one service never overlap: the next one begins a period after the last one ended,
 * give or take a tenth.
 *
 * <pre>{@code
 * Probe health = Probe.http("/health").every(Duration.ofSeconds(30)).timeout(Duration.ofSeconds(2)).failures(3);
 * }</pre>
 *
 * @param check what is asked
 * @param every the period
 * @param timeout after which a probe has failed
 * @param failures how many in a row count as one failure of the service
 */
public record Probe(Check check, Duration every, Duration timeout, int failures) {
    /** Takes a century for any longer span. */
    public Probe {
        every = SpanLimits.capped(every);
        timeout = SpanLimits.capped(timeout);
    }

    private static Probe of(Check check) {
        return new Probe(check, Duration.ofSeconds(10), Duration.ofSeconds(1), 3);
    }

    /** Asks for a path on the service's first port; a status of 200 to 399 is an answer, and redirects are not followed. */
    public static Probe http(String path) {
        return http(0, path);
    }

    /** Asks for a path on this port of the loopback interface. */
    public static Probe http(int port, String path) {
        return of(new Check.Http(port, path, false, Map.of()));
    }

    /** Asks for a path on this port over TLS, with a certificate for {@code localhost} that this JVM trusts. */
    public static Probe https(int port, String path) {
        return of(new Check.Http(port, path, true, Map.of()));
    }

    /** Connects to the service's first port. */
    public static Probe tcp() {
        return tcp(0);
    }

    /** Connects to this port of the loopback interface. */
    public static Probe tcp(int port) {
        return of(new Check.Tcp(port));
    }

    /** Runs a command in the service's directory and environment, which has to exit with 0; its tree is then ended. */
    public static Probe command(String program, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(program);
        command.addAll(List.of(arguments));
        return of(new Check.Command(List.copyOf(command)));
    }

    /** Waits for a line that contains this text, printed since the service was started; for the start only. */
    public static Probe logLine(String text) {
        return logLine(Pattern.compile(text, Pattern.LITERAL));
    }

    /** Waits for a line in which this pattern is found; a search that takes longer than the timeout finds nothing. */
    public static Probe logLine(Pattern pattern) {
        return of(new Check.LogLine(pattern));
    }

    /** Waits until the service itself listens on all its ports; what it is where a port is set and no other probe. */
    public static Probe listening() {
        return of(new Check.Listening());
    }

    /** Gives the same with another period. */
    public Probe every(Duration period) {
        return new Probe(check, period, timeout, failures);
    }

    /** Gives the same with another timeout. */
    public Probe timeout(Duration limit) {
        return new Probe(check, every, limit, failures);
    }

    /** Gives the same with another number of failures that count as one. */
    public Probe failures(int inARow) {
        return new Probe(check, every, timeout, inARow);
    }

    /** Gives the same twice a minute, with 5 s for the answer. */
    public Probe relaxed() {
        return every(Duration.ofSeconds(30)).timeout(Duration.ofSeconds(5));
    }

    /** Adds a header to an HTTP probe. */
    public Probe header(String name, Secret value) {
        if (!(check instanceof Check.Http http)) {
            throw new IllegalStateException("only an HTTP probe has headers, not " + check);
        }
        Map<String, Secret> headers = new LinkedHashMap<>(http.headers());
        headers.put(name, value);
        return new Probe(new Check.Http(http.port(), http.path(), http.tls(), headers), every, timeout, failures);
    }

    /** The kind of a probe. */
    public sealed interface Check {
        /**
         * An HTTP request.
         *
         * @param port on which port, 0 for the service's first
         * @param path for which path
         * @param tls whether over TLS
         * @param headers with which headers
         */
        record Http(int port, String path, boolean tls, Map<String, Secret> headers) implements Check {
            /** Refuses a path that is none. */
            public Http {
                if (!path.startsWith("/")) {
                    throw new IllegalArgumentException("path must begin with a slash, not " + path);
                }
                headers = Map.copyOf(headers);
            }

            @Override
            public String toString() {
                int query = path.indexOf('?');
                return "GET " + (query < 0 ? path : path.substring(0, query) + "?…");
            }
        }

        /**
         * A connection.
         *
         * @param port to which port, 0 for the service's first
         */
        record Tcp(int port) implements Check {}

        /**
         * A command.
         *
         * @param command the program and its arguments
         */
        record Command(List<String> command) implements Check {
            @Override
            public String toString() {
                return "command " + command.get(0);
            }
        }

        /**
         * A line of the log.
         *
         * @param pattern what has to be found in it
         */
        record LogLine(Pattern pattern) implements Check {
            /** Refuses null. */
            public LogLine {
                Objects.requireNonNull(pattern, "pattern");
            }
        }

        /** The service's own listeners. */
        record Listening() implements Check {}
    }

    /** Returns the problems of this probe; empty if it is valid. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (every.isNegative() || every.isZero()) {
            problems.add("every must be positive");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            problems.add("timeout must be positive");
        }
        if (failures < 1) {
            problems.add("failures must be at least 1");
        }
        return problems;
    }
}
