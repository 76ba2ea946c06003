// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpHeadTest {
    private static int read(String text, int part) throws IOException {
        HttpHead head = new HttpHead();
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        int status = 0;
        for (int from = 0; from < bytes.length && status == 0; from += part) {
            status = head.read(ByteBuffer.wrap(bytes, from, Math.min(part, bytes.length - from)));
        }
        return status;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7, 1000})
    void status_inPiecesOfAnySize_isFound(int part) throws IOException {
        assertThat(read("HTTP/1.1 200 OK\r\n", part)).isEqualTo(200);
        assertThat(read("HTTP/1.0 404\n", part)).isEqualTo(404);
        assertThat(read("HTTP/1.1 599 \r\nA: b\r\n\r\nbody", part)).isEqualTo(599);
        assertThat(read("HTTP/1.1 204 No\u00e4", part)).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 1000})
    void read_informationalReplies_areSkipped(int part) throws IOException {
        String answer =
                "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\nHTTP/1.1 503 No\r\n";

        assertThat(read(answer, part)).isEqualTo(503);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "SSH-2.0-x",
                "HTTP/1.1",
                "HTTP/1.2 200 OK",
                "HTTP/2 200",
                "HTTP/1.1 20",
                "HTTP/1.1 2000",
                "HTTP/1.1 099 A",
                "HTTP/1.1 600 A",
                "HTTP/1.1 2x0 A",
                "HTTP/1.1 20x A",
                "HTTP/1.1  200 A",
                "http/1.1 200 OK",
                " HTTP/1.1 200 OK"
            })
    void lineThatIsNoStatus_isNoHttp(String line) {
        assertThatIOException().isThrownBy(() -> read(line + "\r\n", 1000)).withMessage("the answer is no HTTP");
    }

    @Test
    void headWithoutEnd_isGivenUp() {
        assertThatIOException()
                .isThrownBy(() -> read("HTTP/1.1 100 A\r\n" + "A: b\r\n".repeat(20_000), 500))
                .withMessageContaining("does not come to its status");
        assertThatIOException()
                .isThrownBy(() -> read("x".repeat(70_000), 500))
                .withMessageContaining("does not come to its status");
    }
}
