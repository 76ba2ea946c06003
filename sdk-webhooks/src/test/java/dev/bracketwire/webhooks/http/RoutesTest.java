// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.webhooks.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests the adapters by bytes on a socket, as no HTTP client would send some of them. */
@ParameterizedClass
@EnumSource(RouteServers.class)
class RoutesTest {
    private static final int LIMIT = 1000;

    @Parameter
    RouteServers kind = RouteServers.JDK; // set by JUnit

    private final List<WebRequest> requests = new CopyOnWriteArrayList<>();

    private final WebRoute route = new WebRoute() {
        @Override
        public WebReply answer(WebRequest request) {
            requests.add(request);
            if (request.path().equals("/in") && "fail".equals(request.query())) {
                throw new IllegalStateException("not for the sender");
            }
            return WebReply.text(202, "got " + request.body().length).header("X-Own", "1");
        }

        @Override
        public int maxBody() {
            return LIMIT;
        }
    };

    /** Sends bytes, and returns all that comes back before the end of the connection. */
    private String exchange(byte[]... parts) throws Exception {
        try (RouteServers.Running server = kind.start(route);
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setSoTimeout(60_000);
            OutputStream out = socket.getOutputStream();
            try {
                for (byte[] part : parts) {
                    out.write(part);
                    out.flush();
                }
            } catch (SocketException e) {
                // A server may close while a long body is still being sent; a single part is always taken.
                assertThat(parts.length).isGreaterThan(1);
            }
            return readAll(socket.getInputStream());
        }
    }

    private static String readAll(InputStream in) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try {
            in.transferTo(all);
        } catch (IOException e) {
            // A server that closes while bytes are on their way resets the connection; the reply before it counts.
            return all.toString(ISO_8859_1);
        }
        return all.toString(ISO_8859_1);
    }

    private static byte[] head(String... lines) {
        return ("POST /in?a=1%2F HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + String.join("\r\n", lines)
                        + "\r\n\r\n")
                .getBytes(ISO_8859_1);
    }

    @Test
    void body_ofAnyBytes_arrivesAsItIs() throws Exception {
        byte[] body = new byte[256];
        for (int i = 0; i < body.length; i++) {
            body[i] = (byte) i;
        }
        String reply = exchange(head("Content-Length: 256", "X-Twice: a", "X-Twice: b"), body);
        assertThat(reply).startsWith("HTTP/1.1 202").contains("got 256").containsIgnoringCase("x-own: 1");
        WebRequest request = requests.get(0);
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.target()).isEqualTo("/in?a=1%2F");
        assertThat(request.body()).isEqualTo(body);
        assertThat(request.headers().all("x-twice")).containsExactly("a", "b");
        assertThat(request.remote()).isEqualTo("127.0.0.1");
    }

    @Test
    void form_isNotParsedBeforeTheRoute() throws Exception {
        byte[] body = "a=1&b=%41+c".getBytes(UTF_8);
        exchange(head("Content-Type: application/x-www-form-urlencoded", "Content-Length: " + body.length), body);
        assertThat(requests.get(0).body()).isEqualTo(body);
    }

    @Test
    void body_inChunks_isReadWhole() throws Exception {
        byte[] chunks = "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n".getBytes(ISO_8859_1);
        assertThat(exchange(head("Transfer-Encoding: chunked"), chunks)).contains("got 5");
        assertThat(requests.get(0).text()).isEqualTo("abcde");
    }

    @Test
    void body_longerThanTheLimit_isRefused_whateverItsLengthSays() throws Exception {
        assertThat(exchange(head("Content-Length: 1001"), new byte[1001])).startsWith("HTTP/1.1 413");
        byte[] chunk = ("400\r\n" + "x".repeat(1024) + "\r\n").getBytes(ISO_8859_1);
        byte[][] flood = new byte[200][];
        flood[0] = head("Transfer-Encoding: chunked");
        for (int i = 1; i < flood.length; i++) {
            flood[i] = chunk;
        }
        assertThat(exchange(flood))
                .satisfiesAnyOf(
                        reply -> assertThat(reply).startsWith("HTTP/1.1 413"),
                        reply -> assertThat(reply)
                                .as("reset while the flood was sent")
                                .isEmpty());
        assertThat(requests).isEmpty();
    }

    @Test
    void body_ofTheLimit_isTaken() throws Exception {
        assertThat(exchange(head("Content-Length: 1000"), new byte[1000])).contains("got 1000");
    }

    @Test
    void lengths_thatContradictEachOther_neverGiveTwoRequests() throws Exception {
        String reply = exchange(
                head("Content-Length: 5", "Transfer-Encoding: chunked"),
                "0\r\n\r\nGET /in HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(requests).hasSizeLessThanOrEqualTo(1);
        assertThat(reply.split("HTTP/1.1 ", -1)).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void route_thatFails_isAnswered500_withoutItsMessage() throws Exception {
        String reply = exchange("POST /in?fail HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: 0\r\n\r\n"
                .getBytes(ISO_8859_1));
        assertThat(reply).startsWith("HTTP/1.1 500").doesNotContain("not for the sender");
    }

    @Test
    void otherMethods_reachTheRoute() throws Exception {
        String reply = exchange("GET /in HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".getBytes(ISO_8859_1));
        assertThat(reply).startsWith("HTTP/1.1 202");
        assertThat(requests.get(0).method()).isEqualTo("GET");
        assertThat(requests.get(0).query()).isNull();
    }
}
