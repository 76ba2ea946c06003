// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.examples.server;

import dev.bracketwire.examples.tournament.Answer;
import dev.bracketwire.examples.tournament.Answer.Reason;
import dev.bracketwire.examples.tournament.state.RandomIds;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodySubscriber;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Passes requests on to the API and its responses back, piece by piece as they come. */
final class ApiProxy extends HttpServlet {
    private static final long serialVersionUID = 1L;
    private static final Logger log = LoggerFactory.getLogger(ApiProxy.class);
    private static final Set<String> HOP_BY_HOP = Set.of(
            "connection",
            "keep-alive",
            "proxy-authenticate",
            "proxy-authorization",
            "proxy-connection",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "host",
            "content-length",
            "expect",
            "http2-settings",
            "forwarded",
            "via");

    private final String base;
    private final transient HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(3))
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();

    ApiProxy(URI api) {
        this.base = api.toString();
    }

    @Override
    protected void service(HttpServletRequest asked, HttpServletResponse response) throws IOException {
        HttpRequest request;
        try {
            request = request(asked);
        } catch (CommandRequests.TooLargeException e) {
            answer(
                    response,
                    413,
                    new Answer.Refused(
                            RandomIds.answer(),
                            "A request has 64 kB at most. Send less at once.",
                            Reason.INVALID,
                            List.of()));
            return;
        } catch (IllegalArgumentException e) {
            answer(
                    response,
                    400,
                    new Answer.Refused(RandomIds.answer(), "This address is not valid.", Reason.INVALID, List.of()));
            return;
        }
        AsyncContext async = asked.startAsync();
        async.setTimeout(0);
        AtomicBoolean begun = new AtomicBoolean();
        client.sendAsync(request, head -> {
                    begun.set(true);
                    return copied(async, response, head);
                })
                .whenComplete((done, failure) -> {
                    if (failure != null && !begun.get()) {
                        unavailable(request, response, failure);
                        async.complete();
                    }
                });
    }

    private HttpRequest request(HttpServletRequest asked) {
        String query = asked.getQueryString();
        URI to = URI.create(base + asked.getRequestURI() + (query == null ? "" : "?" + query));
        byte[] body = CommandRequests.body(asked);
        HttpRequest.Builder request = HttpRequest.newBuilder(to)
                .method(
                        asked.getMethod(),
                        body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        String named = String.valueOf(asked.getHeader("Connection")).toLowerCase(Locale.ROOT);
        for (String name : Collections.list(asked.getHeaderNames())) {
            String lower = name.toLowerCase(Locale.ROOT);
            if (!HOP_BY_HOP.contains(lower) && !lower.startsWith("x-forwarded-") && !named.contains(lower)) {
                Collections.list(asked.getHeaders(name)).forEach(value -> request.header(name, value));
            }
        }
        return request.build();
    }

    private static BodySubscriber<@Nullable Void> copied(
            AsyncContext async, HttpServletResponse response, HttpResponse.ResponseInfo head) {
        response.setStatus(head.statusCode());
        head.headers().map().forEach((name, values) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            if (lower.equals("content-length") || lower.equals("content-type")) {
                response.setHeader(name, values.get(0));
            } else if (!HOP_BY_HOP.contains(lower)) {
                values.forEach(value -> response.addHeader(name, value));
            }
        });
        return new ResponseCopy(async);
    }

    /** Sends an answer of our own, with the headers that those of the API have. */
    private static void answer(HttpServletResponse response, int status, Answer answer) throws IOException {
        ApiServer.SAFETY.forEach(response::setHeader);
        ApiAnswers.send(response, status, answer);
    }

    private static void unavailable(HttpRequest request, HttpServletResponse response, Throwable failure) {
        String id = RandomIds.answer();
        log.warn(
                "{} {} {} got no answer of the API: {}",
                id,
                request.method(),
                ApiServer.loggedPath(request.uri().getPath()),
                failure.toString());
        try {
            answer(
                    response,
                    502,
                    new Answer.Refused(
                            id,
                            "The server behind this page does not answer. Try again in a few seconds; if it stays so, tell"
                                    + " an organiser the id " + id + ".",
                            Reason.UNAVAILABLE,
                            List.of()));
        } catch (IOException e) {
            log.debug("{} the browser is gone: {}", id, e.getMessage());
        }
    }

    /** Writes the body as it comes, and asks for more only when the browser has taken it. */
    private static final class ResponseCopy implements BodySubscriber<@Nullable Void> {
        private static final int WAITING = 1024 * 1024;

        private final ResponseWriter writer = new ResponseWriter(WAITING, this::more);
        private final AsyncContext async;
        private final CompletableFuture<@Nullable Void> body = new CompletableFuture<>();
        private final AtomicBoolean asked = new AtomicBoolean(true);
        private Flow.@Nullable Subscription subscription;

        ResponseCopy(AsyncContext async) {
            this.async = async;
        }

        @Override
        public CompletableFuture<@Nullable Void> getBody() {
            return body;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            writer.ended().whenComplete((done, failure) -> {
                given.cancel();
                body.complete(null);
            });
            writer.start(async);
            given.request(1);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            asked.set(false);
            int size = pieces.stream().mapToInt(ByteBuffer::remaining).sum();
            ByteBuffer all = ByteBuffer.allocate(size);
            pieces.forEach(all::put);
            writer.write(all.array());
        }

        private void more() {
            Flow.Subscription current = subscription;
            if (current != null && asked.compareAndSet(false, true)) {
                current.request(1);
            }
        }

        @Override
        public void onError(Throwable failure) {
            writer.end();
        }

        @Override
        public void onComplete() {
            writer.finish();
        }
    }
}
