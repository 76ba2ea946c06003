// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.testkit;

import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import mockwebserver3.Dispatcher;
import mockwebserver3.MockResponse;
import mockwebserver3.MockWebServer;
import mockwebserver3.RecordedRequest;
import mockwebserver3.SocketEffect;
import org.jspecify.annotations.Nullable;

/** Finds the answer to each request and turns it into mockwebserver3's terms, on the connection's thread. */
final class Responder extends Dispatcher {
    private static final Answer NO_BODY_ON_GET = Answer.text("this upstream cannot read a body on GET or HEAD")
            .status(501)
            .dropAfterBody();

    private final MockWebServer server;
    private final Connections connections;
    private final Rules rules;
    private final RequestLog log;
    private final InstantSource clock;

    Responder(MockWebServer server, Connections connections, Rules rules, RequestLog log, InstantSource clock) {
        this.server = server;
        this.connections = connections;
        this.rules = rules;
        this.log = log;
        this.clock = clock;
    }

    /** Is asked when a request's head was read, and at other times, when there is nothing to decide. */
    @Override
    public MockResponse peek() {
        Connection connection = connections.current();
        MockResponse.Builder response = new MockResponse.Builder();
        if (connection != null && connection.head().isComplete()) {
            RequestHead head = connection.head();
            Answer unread = head.hasBodyOnGet()
                    ? NO_BODY_ON_GET
                    : rules.find(head.method(), head.path())
                            .map(match -> match.replies().takeIfBodyStaysUnread())
                            .orElse(null);
            if (unread != null) {
                connection.plan(unread);
                response.doNotReadRequestBody();
            } else if (head.expectsContinue()) {
                response.add100Continue();
            }
        }
        return response.build();
    }

    @Override
    public MockResponse dispatch(RecordedRequest request) throws InterruptedException {
        server.takeRequest(0, TimeUnit.NANOSECONDS); // our log keeps it; the server's would only grow
        Connection connection = connections.current();
        if (connection == null) {
            return dropped();
        }
        connection.beginAnswer();
        Answer planned = connection.takePlanned();
        Script script = (planned != null ? logged(request, connection, planned) : choose(request, connection)).script();
        if (!script.delay.isZero() && connection.pauseOrClientGoes(script.delay)) {
            connection.drop();
            return dropped();
        }
        return switch (script.fault) {
            case DROP_BEFORE_READING_BODY, DROP_BEFORE_HEAD -> {
                connection.drop();
                yield dropped();
            }
            case STALL -> {
                connection.awaitClientGoes();
                connection.drop();
                yield dropped();
            }
            default -> respond(request, script, connection);
        };
    }

    private Answer logged(RecordedRequest request, Connection connection, Answer planned) {
        Map<String, String> variables = rules.find(request.getMethod(), path(request))
                .map(Rules.Match::variables)
                .orElse(Map.of());
        Received received = log(request, connection, variables);
        if (planned == NO_BODY_ON_GET) {
            log.addUnexpected(received);
        }
        return planned;
    }

    private Answer choose(RecordedRequest request, Connection connection) {
        Optional<Rules.Match> match = rules.find(request.getMethod(), path(request));
        Received received =
                log(request, connection, match.map(Rules.Match::variables).orElse(Map.of()));
        String line = received.method() + " " + received.path();
        if (match.isEmpty()) {
            log.addUnexpected(received);
            return Answer.text("no rule for " + line + "; the rules are\n" + rules.list())
                    .status(404);
        }
        try {
            return match.get().replies().next(received);
        } catch (RuntimeException | AssertionError e) {
            log.addUnexpected(received);
            return Answer.text("the rule for " + line + " threw " + e).status(500);
        }
    }

    private Received log(RecordedRequest request, Connection connection, Map<String, String> variables) {
        return log.add(index -> new Received(request, connection.index(), index, clock.instant(), variables));
    }

    private static MockResponse respond(RecordedRequest request, Script script, Connection connection) {
        MockResponse.Builder response = new MockResponse.Builder();
        if (script.hasBody() && !request.getMethod().equals("HEAD")) {
            response.body(new BodyWriter(script, connection));
        } else {
            connection.headIsAll();
        }
        response.status(script.statusLine()).clearHeaders();
        script.wireHeaders().forEach(field -> response.addHeaderLenient(field.name(), field.value()));
        if (script.fault == Fault.DROP_INSIDE_HEAD) {
            connection.breakAfter(script.headLength() / 2, false);
        }
        if (script.closesAfterwards() || asksToClose(request)) {
            response.onResponseEnd(new SocketEffect.CloseSocket());
        }
        return response.build();
    }

    private static boolean asksToClose(RecordedRequest request) {
        @Nullable String connection = request.getHeaders().get("Connection");
        return "close".equalsIgnoreCase(connection)
                || (request.getVersion().equals("HTTP/1.0") && !"keep-alive".equalsIgnoreCase(connection));
    }

    private static String path(RecordedRequest request) {
        String target = RequestHead.withoutOrigin(request.getTarget());
        int mark = target.indexOf('?');
        return mark < 0 ? target : target.substring(0, mark);
    }

    private static MockResponse dropped() {
        return new MockResponse.Builder()
                .onResponseStart(new SocketEffect.CloseSocket())
                .build();
    }
}
