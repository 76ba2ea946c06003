// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON and reads them again, those of earlier versions too; what is no record is refused in words. */
final class RecordCodec {
    /** Raised when a reader of the old form would go wrong; a reader takes its own version and all before it. */
    static final int VERSION = 1;

    private RecordCodec() {}

    static byte[] write(ServiceRecord record) {
        return new JsonText()
                .number("version", VERSION)
                .text("service", record.service())
                .text("mark", record.mark())
                .text("boot", record.boot())
                .process("main", record.main())
                .process("leader", record.leader())
                .flag("sessionLed", record.sessionLed())
                .text("cgroup", record.cgroup())
                .text("program", record.program())
                .text("digest", record.digest())
                .numbers("ports", record.ports())
                .texts("after", record.after())
                .text("stopSignal", record.stopSignal().name())
                .number("stopMillis", record.stopMillis())
                .text("lifetime", record.lifetime().name())
                .text("kind", record.kind().name())
                .text("log", record.log())
                .number("logStart", record.logStart())
                .flag("ready", record.ready())
                .bytes();
    }

    /** Reads a record; an {@link IOException} says what is wrong with it. */
    static ServiceRecord read(byte[] bytes) throws IOException {
        JsonNode node = Reader.JSON.readTree(bytes);
        if (node == null || !node.isObject()) {
            throw new IOException("it is no JSON object");
        }
        int version = node.path("version").asInt(0);
        if (version < 1 || version > VERSION) {
            throw new IOException("it has version " + version + ", and this release reads 1 to " + VERSION);
        }
        List<Integer> ports = new ArrayList<>();
        node.path("ports").forEach(port -> ports.add(port.asInt()));
        List<String> after = new ArrayList<>();
        node.path("after").forEach(name -> after.add(name.asText()));
        try {
            return new ServiceRecord(
                    text(node, "service"),
                    text(node, "mark"),
                    text(node, "boot"),
                    process(node.path("main")),
                    node.path("sessionLed").asBoolean(),
                    process(node.path("leader")),
                    node.path("cgroup").textValue(),
                    text(node, "program"),
                    text(node, "digest"),
                    List.copyOf(ports),
                    List.copyOf(after),
                    StopSignal.valueOf(text(node, "stopSignal")),
                    node.path("stopMillis").asLong(15_000),
                    Lifetime.valueOf(text(node, "lifetime")),
                    ServiceSpec.Kind.valueOf(text(node, "kind")),
                    text(node, "log"),
                    node.path("logStart").asLong(),
                    node.path("ready").asBoolean());
        } catch (IllegalArgumentException e) {
            throw new IOException("it holds a word this release does not know", e);
        }
    }

    private static String text(JsonNode node, String name) throws IOException {
        String text = node.path(name).textValue();
        if (text == null) {
            throw new IOException("it has no " + name);
        }
        return text;
    }

    private static @Nullable ProcessId process(JsonNode node) throws IOException {
        if (node.isMissingNode() || node.isNull()) {
            return null;
        }
        long pid = node.path("pid").asLong();
        long start = node.path("start").asLong(-1);
        if (pid <= 1 || pid > Integer.MAX_VALUE || start < 0) {
            throw new IOException("it names a process that can be none of ours");
        }
        return new ProcessId(pid, start);
    }

    /** Loaded when the first record is read. */
    private static final class Reader {
        static final ObjectMapper JSON = new ObjectMapper();
    }
}
