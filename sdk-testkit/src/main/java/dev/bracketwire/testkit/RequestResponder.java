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
final class RequestResponder extends Dispatcher {
    private static final Answer NO_BODY_ON_GET = Answer.text("this upstream cannot read a body on GET or HEAD")
            .status(501)
            .dropAfterBody();

    private final MockWebServer server;
    private final ConnectionAcceptor connectionAcceptor;
    private final UpstreamRules upstreamRules;
    private final RequestLog log;
    private final InstantSource clock;

    RequestResponder(
            MockWebServer server,
            ConnectionAcceptor connectionAcceptor,
            UpstreamRules upstreamRules,
            RequestLog log,
            InstantSource clock) {
        this.server = server;
        this.connectionAcceptor = connectionAcceptor;
        this.upstreamRules = upstreamRules;
        this.log = log;
        this.clock = clock;
    }

    /** Is asked when a request's head was read, and at other times, when there is nothing to decide. */
    @Override
    public MockResponse peek() {
        FakeConnection fakeConnection = connectionAcceptor.current();
        MockResponse.Builder response = new MockResponse.Builder();
        if (fakeConnection != null && fakeConnection.head().isComplete()) {
            RequestHead head = fakeConnection.head();
            Answer unread = head.hasBodyOnGet()
                    ? NO_BODY_ON_GET
                    : upstreamRules
                            .find(head.method(), head.path())
                            .map(match -> match.replies().takeIfBodyStaysUnread())
                            .orElse(null);
            if (unread != null) {
                fakeConnection.plan(unread);
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
        FakeConnection fakeConnection = connectionAcceptor.current();
        if (fakeConnection == null) {
            return dropped();
        }
        fakeConnection.beginAnswer();
        Answer planned = fakeConnection.takePlanned();
        AnswerScript answerScript =
                (planned != null ? logged(request, fakeConnection, planned) : choose(request, fakeConnection)).script();
        if (!answerScript.delay.isZero() && fakeConnection.pauseOrClientGoes(answerScript.delay)) {
            fakeConnection.drop();
            return dropped();
        }
        return switch (answerScript.wireFault) {
            case DROP_BEFORE_READING_BODY, DROP_BEFORE_HEAD -> {
                fakeConnection.drop();
                yield dropped();
            }
            case STALL -> {
                fakeConnection.awaitClientGoes();
                fakeConnection.drop();
                yield dropped();
            }
            default -> respond(request, answerScript, fakeConnection);
        };
    }

    private Answer logged(RecordedRequest request, FakeConnection fakeConnection, Answer planned) {
        Map<String, String> variables = upstreamRules
                .find(request.getMethod(), path(request))
                .map(UpstreamRules.Match::variables)
                .orElse(Map.of());
        Received received = log(request, fakeConnection, variables);
        if (planned == NO_BODY_ON_GET) {
            log.addUnexpected(received);
        }
        return planned;
    }

    private Answer choose(RecordedRequest request, FakeConnection fakeConnection) {
        Optional<UpstreamRules.Match> match = upstreamRules.find(request.getMethod(), path(request));
        Received received = log(
                request,
                fakeConnection,
                match.map(UpstreamRules.Match::variables).orElse(Map.of()));
        String line = received.method() + " " + received.path();
        if (match.isEmpty()) {
            log.addUnexpected(received);
            return Answer.text("no rule for " + line + "; the rules are\n" + upstreamRules.list())
                    .status(404);
        }
        try {
            return match.get().replies().next(received);
        } catch (RuntimeException | AssertionError e) {
            log.addUnexpected(received);
            return Answer.text("the rule for " + line + " threw " + e).status(500);
        }
    }

    private Received log(RecordedRequest request, FakeConnection fakeConnection, Map<String, String> variables) {
        return log.add(index -> new Received(request, fakeConnection.index(), index, clock.instant(), variables));
    }

    private static MockResponse respond(
            RecordedRequest request, AnswerScript answerScript, FakeConnection fakeConnection) {
        MockResponse.Builder response = new MockResponse.Builder();
        if (answerScript.hasBody() && !request.getMethod().equals("HEAD")) {
            response.body(new BodyWriter(answerScript, fakeConnection));
        } else {
            fakeConnection.headIsAll();
        }
        response.status(answerScript.statusLine()).clearHeaders();
        answerScript.wireHeaders().forEach(field -> response.addHeaderLenient(field.name(), field.value()));
        if (answerScript.wireFault == WireFault.DROP_INSIDE_HEAD) {
            fakeConnection.breakAfter(answerScript.headLength() / 2, false);
        }
        if (answerScript.closesAfterwards() || asksToClose(request)) {
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
