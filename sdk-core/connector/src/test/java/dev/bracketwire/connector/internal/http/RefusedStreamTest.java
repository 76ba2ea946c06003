// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.connector.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.bracketwire.Call;
import dev.bracketwire.TransportException;
import dev.bracketwire.connector.Body;
import dev.bracketwire.connector.ConnectorConfig;
import dev.bracketwire.connector.Reply;
import dev.bracketwire.connector.Request;
import dev.bracketwire.connector.RetryPolicy;
import dev.bracketwire.connector.internal.http.FrameServer.Script;
import dev.bracketwire.connector.internal.pipeline.Pipeline;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import okhttp3.OkHttpClient;
import okhttp3.Protocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An HTTP/2 server says that it did not process a request: before any header that is true, afterwards it is not. */
class RefusedStreamTest {
    private static final RetryPolicy SOON =
            new RetryPolicy(4, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ofMillis(5));
    private static final Map<String, Script> PROCESSED = Map.of(
            "headers, refused", to -> to.ok().reset(FrameServer.REFUSED_STREAM),
            "headers, data, refused", to -> to.ok().data(false).reset(FrameServer.REFUSED_STREAM),
            "headers, going away", to -> to.ok().goAway(),
            "headers, data, going away", to -> to.ok().data(false).goAway(),
            "interim, refused", to -> to.interim().reset(FrameServer.REFUSED_STREAM),
            "interim, going away", to -> to.interim().goAway(),
            "headers, reset without error", to -> to.ok().reset(FrameServer.NO_ERROR));
    private static final Map<String, Script> UNPROCESSED = Map.of(
            "refused", to -> to.reset(FrameServer.REFUSED_STREAM),
            "going away", to -> to.goAway());

    private static Pipeline engine(FrameServer server) {
        OkHttpClient client = new OkHttpClient.Builder()
                .protocols(List.of(Protocol.H2_PRIOR_KNOWLEDGE))
                .build();
        ConnectorConfig config =
                ConnectorConfig.builder("h2", server.uri()).retry(SOON).build();
        return new Pipeline(config, new OkHttpTransport(client, System::nanoTime));
    }

    private static Script script(Map<String, Script> scripts, String name) {
        Script script = scripts.get(name);
        if (script == null) {
            throw new IllegalArgumentException("no script is named " + name);
        }
        return script;
    }

    private static Reply send(Pipeline pipeline, Request request, boolean blocking) {
        Call<Reply> call = pipeline.raw(request);
        if (blocking) {
            return call.get();
        }
        try {
            return call.start().join();
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "headers, refused",
                "headers, data, refused",
                "headers, going away",
                "headers, data, going away",
                "interim, refused",
                "interim, going away",
                "headers, reset without error"
            })
    void post_refusedAfterAnyHeader_isSentOnceAndMayBeDone(String name) throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            for (Request request : List.of(
                    Request.post("/x"),
                    Request.post("/x").body(Body.text("text/plain", "text")),
                    Request.patch("/x").body(Body.bytes("text/plain", new byte[200_000])))) {
                try (FrameServer server = new FrameServer(script(PROCESSED, name))) {
                    Pipeline pipeline = engine(server);
                    var failure =
                            catchThrowableOfType(TransportException.class, () -> send(pipeline, request, blocking));
                    assertThat(failure.maybeDone()).isTrue();
                    assertThat(server.requests()).isEqualTo(1);
                    pipeline.close();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"refused", "going away"})
    void post_refusedBeforeAnyHeader_isSentAgain(String name) throws IOException {
        for (boolean blocking : new boolean[] {true, false}) {
            try (FrameServer server =
                    new FrameServer(script(UNPROCESSED, name), to -> to.ok().data(true))) {
                Pipeline pipeline = engine(server);
                Reply reply = send(pipeline, Request.post("/x").body(Body.text("text/plain", "text")), blocking);
                assertThat(reply.text()).isEqualTo("7");
                assertThat(server.requests()).isEqualTo(2);
                pipeline.close();
            }
        }
    }

    @Test
    void get_refusedAfterHeaders_isSentAgainSinceItIsIdempotent() throws IOException {
        try (FrameServer server = new FrameServer(
                to -> to.ok().reset(FrameServer.REFUSED_STREAM), to -> to.ok().data(true))) {
            Pipeline pipeline = engine(server);
            assertThat(send(pipeline, Request.get("/x"), true).text()).isEqualTo("7");
            pipeline.close();
        }
    }
}
