// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.bracketwire.seeded.SeededDraw;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec.Kind;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecordCodecTest {
    private static ServiceRecord record(String text, List<String> after) {
        return new ServiceRecord(
                "api",
                "0123456789ab/api/4123456789abcdef",
                "boot pid:[1]",
                new ProcessId(77, 4711),
                true,
                new ProcessId(76, 4710),
                null,
                text,
                "digest",
                List.of(8000, 8001),
                after,
                StopSignal.TERM,
                15_000,
                Lifetime.BOUND,
                Kind.DAEMON,
                text,
                1L << 40,
                true);
    }

    private static final String ODD = "azAZ09 .:-_{}[],\"\\/\n\r\t\0\u001f\u007f\u2028ıü漢";

    @Test
    void write_anyText_isReadAgain() {
        SeededDraw.rounds(200, draw -> {
            String text = draw.text(ODD, 20);
            ServiceRecord record = record("x" + text, List.of(text, "web"));

            assertThat(RecordCodec.read(RecordCodec.write(record))).isEqualTo(record);
        });
    }

    @Test
    void write_isOneObjectOfJson_thatEndsInAChecksum() throws Exception {
        ServiceRecord record = record("java", List.of()).main(new ProcessId(78, 4712));
        String body = "{\"version\":2,\"service\":\"api\",\"mark\":\"0123456789ab/api/4123456789abcdef\","
                + "\"boot\":\"boot pid:[1]\","
                + "\"main\":{\"pid\":78,\"start\":4712},\"leader\":{\"pid\":76,\"start\":4710},"
                + "\"sessionLed\":true,\"cgroup\":null,\"program\":\"java\",\"digest\":\"digest\","
                + "\"ports\":[8000,8001],\"after\":[],\"stopSignal\":\"TERM\",\"stopMillis\":15000,"
                + "\"lifetime\":\"BOUND\",\"kind\":\"DAEMON\",\"log\":\"java\","
                + "\"logStart\":1099511627776,\"ready\":true";
        String sum = HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(body.getBytes(StandardCharsets.UTF_8)));

        assertThat(new String(RecordCodec.write(record), StandardCharsets.UTF_8))
                .isEqualTo(body + ",\"checksum\":\"" + sum + "\"}");
    }

    @Test
    void read_recordWithAnyByteChanged_isRefused() {
        byte[] whole = RecordCodec.write(record("java", List.of("db")));
        for (int at = 0; at < whole.length; at++) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 1;
            assertThatIOException().as("byte " + at).isThrownBy(() -> RecordCodec.read(damaged));
            byte[] cut = Arrays.copyOf(whole, at);
            assertThatIOException().as("cut at " + at).isThrownBy(() -> RecordCodec.read(cut));
        }
    }

    @Test
    void write_processWhoseStartWasNotSeen_namesNone() throws IOException {
        ServiceRecord record = record("java", List.of()).main(new ProcessId(78, 0));

        assertThat(RecordCodec.read(RecordCodec.write(record)).main()).isNull();
    }
}
