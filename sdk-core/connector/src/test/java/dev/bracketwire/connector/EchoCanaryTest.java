// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;
import dev.bracketwire.BracketwireException;
import dev.bracketwire.CallException;
import dev.bracketwire.Secret;
import dev.bracketwire.contract.EchoForms;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.slf4j.LoggerFactory;

/** Plants the credential, in every form, in every place where an upstream may echo it, and searches all that is shown. */
class EchoCanaryTest {
    private static final String SECRET = "Ca/na+ry=" + "b1rd~Tweet.42";
    private static final String ID = "canary-argument-77aa";
    private static final String QUERY = "canary-query-88bb";
    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final Duration SOON = Duration.ofSeconds(5);
    private static final String END = "Content-Length: 2\r\n\r\n{}";

    /** Where it is echoed, with its form for {@code <>}. */
    private static final Map<String, String> PLACES = places();

    private static final Set<String> FORMS = Set.copyOf(EchoForms.of(SECRET).values());

    @TempDir
    Path folder;

    private final Logger root = (Logger) LoggerFactory.getLogger("dev.bracketwire");
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();
    private final Set<String> shown = ConcurrentHashMap.newKeySet();
    private final Level before = Objects.requireNonNullElse(root.getLevel(), Level.INFO);

    private static Map<String, String> places() {
        Map<String, String> places = new LinkedHashMap<>();
        String noise = "\u001b[2J " + ID + " " + QUERY + " ";
        places.put("status line", "HTTP/1.1 banana " + noise + "<>\r\n\r\n");
        places.put("no HTTP", noise + "<>\r\n\r\n");
        places.put("header without a colon", OK + "<>\r\n" + END);
        places.put("header name", OK + "X-<>: 1\r\n" + END);
        places.put("content length", OK + "Content-Length: <>\r\n\r\n{}");
        places.put("chunk size", OK + "Transfer-Encoding: chunked\r\n\r\n<>\r\n{}");
        places.put("content encoding", OK + "Content-Encoding: gzip\r\nContent-Length: 4\r\n\r\n<>");
        places.put("content type", OK + "Content-Type: application/json; charset=<>\r\n" + END);
        places.put("warning", OK + "Warning: 299 - \"<>\"\r\n" + END);
        places.put("deprecation", OK + "Deprecation: <>\r\nSunset: <>\r\nDate: <>\r\n" + END);
        places.put("link", OK + "Deprecation: @1\r\nLink: <https://docs.example/<>>; rel=\"deprecation\"\r\n" + END);
        places.put("redirect", "HTTP/1.1 302 Found\r\nLocation: http://<>/\r\n" + END);
        places.put("redirect elsewhere", "HTTP/1.1 302 Found\r\nLocation: http://docs.example/<>\r\n" + END);
        places.put("request id", "HTTP/1.1 404 Not Found\r\nX-Request-Id: <>\r\n" + END);
        places.put("challenge", "HTTP/1.1 401 No\r\nWWW-Authenticate: Bearer error=\"<>\"\r\n" + END);
        for (String status : List.of("400 Bad", "401 No", "403 No", "404 No", "409 No", "422 No", "500 Broken")) {
            String head = "HTTP/1.1 " + status + "\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n";
            places.put("detail " + status, head + "{\"detail\":\"the key <> is unknown\"}");
            places.put("error " + status, head + "{\"error\":{\"message\":\"<>\"}}");
            places.put("page " + status, head.replace("json", "html") + "<html><>");
        }
        String json = OK + "Content-Type: application/json\r\nConnection: close\r\n\r\n";
        places.put("value", json + "{\"id\":\"<>\",\"name\":\"Ann\"}");
        places.put("name", json + "{\"<>\":1,\"id\":{\"<>\":2}}");
        places.put("broken JSON", json + "{\"id\": <>");
        places.put("retry after", "HTTP/1.1 429 Slow\r\nRetry-After: <>\r\nX-RateLimit-Scope: <>\r\n" + END);
        places.put(
                "rate limit",
                "HTTP/1.1 429 Slow\r\nRateLimit: \"<>\";r=0;t=5\r\nRateLimit-Policy: \"<>\";q=1;w=5\r\n" + END);
        return places;
    }

    /** How the connector logs in. */
    enum Login {
        BEARER {
            @Override
            Auth auth() {
                return Auth.bearer(Secret.of(SECRET));
            }
        },
        BASIC {
            @Override
            Auth auth() {
                return Auth.basic("ann", Secret.of(SECRET));
            }
        };

        abstract Auth auth();
    }

    @BeforeEach
    void listens() {
        log.start();
        root.setLevel(Level.TRACE);
        root.addAppender(log);
        root.setAdditive(false);
    }

    @AfterEach
    void listensNoMore() {
        root.detachAppender(log);
        root.setAdditive(true);
        root.setLevel(before);
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void shownTexts_credentialEchoedInAnyForm_doNotContainIt(Login login) throws IOException {
        int asked = 0;
        try (RawUpstream upstream = new RawUpstream()) {
            for (Map.Entry<String, String> place : PLACES.entrySet()) {
                Connector connector = Connector.create(config(upstream, login).build());
                for (String form : FORMS) {
                    upstream.answer = place.getValue().replace("<>", form);
                    ask(connector);
                    asked++;
                    if (place.getValue().contains(" 429 ")) {
                        // It is paused now, and would send nothing for a while.
                        show(connector.lastHealth());
                        connector.close();
                        connector = Connector.create(config(upstream, login).build());
                    }
                }
                if (!place.getValue().contains(" 429 ")) {
                    show(connector.health().get());
                    show(connector.diagnose().get());
                }
                show(connector.lastHealth());
                show(connector);
                connector.close();
            }
        }
        assertThat(asked).isGreaterThan(1_000);
        assertThat(hits(true)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void cassette_credentialEchoedInAnyForm_doesNotContainIt(Login login) throws IOException {
        Path file = folder.resolve("echo.json");
        try (RawUpstream upstream = new RawUpstream()) {
            try (Connector connector = Connector.create(
                    config(upstream, login).cassette(Cassette.record(file)).build())) {
                for (String place : PLACES.values()) {
                    for (String form : FORMS) {
                        upstream.answer = place.replace(" 429 ", " 200 ")
                                .replace(";r=0", ";r=9")
                                .replace("<>", form);
                        ask(connector);
                    }
                }
            }
        }
        String recorded = Files.readString(file, UTF_8);
        assertThat(recorded.length()).isGreaterThan(50_000);
        shown.clear();
        shown.addAll(recorded.lines().toList());
        assertThat(hits(false)).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Login.class)
    void refusal_servedFromTheCacheToAConnectorThatSentNothing_isWithoutTheCredential(Login login) throws IOException {
        try (RawUpstream upstream = new RawUpstream()) {
            CachePolicy policy =
                    CachePolicy.off().route("/{id}", Duration.ofMinutes(5)).negative(Duration.ofMinutes(5));
            for (String form : FORMS) {
                try (Connector connector =
                        Connector.create(config(upstream, login).cache(policy).build())) {
                    upstream.answer = "HTTP/1.1 404 No\r\nContent-Type: application/json\r\nConnection: close\r\n\r\n"
                            + "{\"detail\":\"the key " + form + " is unknown\"}";
                    int sent = upstream.requests.get();
                    ask(connector);
                    ask(connector);
                    assertThat(upstream.requests.get() - sent).isEqualTo(1);
                }
            }
        }
        assertThat(shown).anyMatch(text -> text.contains("the key"));
        assertThat(hits(true)).isEmpty();
    }

    @Test
    void statusLineThatIsNone_isNotQuoted() throws IOException {
        try (RawUpstream upstream = new RawUpstream();
                Connector connector =
                        Connector.create(config(upstream, Login.BEARER).build())) {
            upstream.answer = "HTTP/1.1 banana " + ID + "x".repeat(100_000) + "\r\n\r\n";
            ask(connector);
            show(connector.diagnose().get());
        }
        assertThat(shown).anyMatch(text -> text.contains("the answer is not HTTP"));
        assertThat(shown).allMatch(text -> text.length() < 20_000 && !text.contains("banana"));
    }

    private ConnectorConfigBuilder config(RawUpstream upstream, Login login) {
        return ConnectorConfig.builder("echo", upstream.uri())
                .auth(login.auth())
                .probe(Request.get("/{id}", ID).query("q", QUERY))
                .retry(new RetryPolicy(1, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(2)))
                .breaker(new BreakerPolicy(100_000, 100_000, Duration.ofMillis(1)))
                .timeouts(Timeouts.defaults().attempt(Duration.ofSeconds(5)))
                .listener(new CallListener() {
                    @Override
                    public void attempted(Attempt attempt) {
                        show(attempt);
                        show(attempt.failure());
                    }

                    @Override
                    public void finished(Finished finished) {
                        show(finished);
                        show(finished.failure());
                    }
                });
    }

    private void ask(Connector connector) {
        try {
            connector
                    .call(Request.get("/{id}", ID).query("q", QUERY), Api.Player.class)
                    .within(SOON)
                    .get();
        } catch (BracketwireException e) {
            show(e);
            if (e instanceof CallException call) {
                show(call.requestId());
            }
        }
    }

    private void show(@Nullable Object what) {
        if (what instanceof Throwable failure) {
            StringWriter stack = new StringWriter();
            failure.printStackTrace(new PrintWriter(stack));
            shown.add(stack.toString());
        } else if (what != null) {
            shown.add(what.toString());
        }
    }

    /** What of all that was shown holds the secret, an argument, a query value or a control character. */
    private List<String> hits(boolean alsoValues) {
        for (ILoggingEvent event : log.list) {
            shown.add(event.getFormattedMessage());
            if (event.getThrowableProxy() != null) {
                shown.add(ThrowableProxyUtil.asString(event.getThrowableProxy()));
            }
        }
        List<String> hits = new ArrayList<>();
        for (String text : shown) {
            String decoded = decoded(text);
            boolean hit = text.contains(SECRET) || decoded.contains(SECRET) || inBase64(decoded);
            if (alsoValues) {
                hit |= text.contains(ID) || text.contains(QUERY);
                hit |= text.chars().anyMatch(c -> c < ' ' && c != '\n' && c != '\t' && c != '\r');
            }
            if (hit) {
                hits.add(text.substring(0, Math.min(300, text.length())));
            }
        }
        return hits;
    }

    private static String decoded(String text) {
        Pattern escape = Pattern.compile(
                "\\\\u([0-9a-fA-F]{4})|%([0-9a-fA-F]{2})|&#([0-9]+);|&#[xX]([0-9a-fA-F]+);|\\\\(/)|&(sol|plus|equals);");
        String before = text;
        for (int round = 0; round < 5; round++) {
            StringBuilder after = new StringBuilder();
            Matcher found = escape.matcher(before);
            while (found.find()) {
                String plain;
                if (found.group(5) != null) {
                    plain = "/";
                } else if (found.group(6) != null) {
                    plain = Map.of("sol", "/", "plus", "+", "equals", "=").get(found.group(6));
                } else if (found.group(3) != null) {
                    plain = Character.toString(Integer.parseInt(found.group(3)));
                } else {
                    String hex = found.group(1) != null
                            ? found.group(1)
                            : found.group(2) != null ? found.group(2) : found.group(4);
                    plain = Character.toString(Integer.parseInt(hex, 16));
                }
                found.appendReplacement(after, Matcher.quoteReplacement(Objects.requireNonNull(plain)));
            }
            before = found.appendTail(after).toString();
        }
        return before;
    }

    private static boolean inBase64(String text) {
        Matcher run = Pattern.compile("[A-Za-z0-9+/_-]{16,}").matcher(text);
        while (run.find()) {
            String digits = run.group().replace('-', '+').replace('_', '/');
            for (int shift = 0; shift < 4; shift++) {
                String whole = digits.substring(shift, shift + (digits.length() - shift) / 4 * 4);
                String rest = digits.substring(shift + whole.length());
                byte[] bytes = Base64.getDecoder().decode(rest.length() == 1 ? whole : whole + rest);
                if (decoded(new String(bytes, ISO_8859_1)).contains(SECRET)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Answers every request with the same bytes, whatever they are, and closes the connection. */
    private static final class RawUpstream implements AutoCloseable {
        private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("raw-upstream");

        private final ServerSocket server;
        volatile String answer = "";
        private final AtomicInteger requests = new AtomicInteger();

        RawUpstream() throws IOException {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
            Thread thread = new Thread(this::serve, "raw-upstream");
            thread.setDaemon(true);
            thread.start();
        }

        URI uri() {
            return URI.create("http://127.0.0.1:" + server.getLocalPort());
        }

        private void serve() {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
                    String line = in.readLine();
                    if (line == null) {
                        continue;
                    }
                    while (line != null && !line.isEmpty()) {
                        line = in.readLine();
                    }
                    requests.incrementAndGet();
                    OutputStream out = socket.getOutputStream();
                    out.write(answer.getBytes(ISO_8859_1));
                    out.flush();
                } catch (SocketException e) {
                    LOG.debug("a client broke off, or the server was closed: {}", e.getMessage());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        @Override
        public void close() {
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
