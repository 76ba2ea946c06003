// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.JsonRecyclerPools;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes records as JSON and reads them again, those of earlier versions too; what is no record is refused in words. */
final class RecordCodec {
    /** Raised when a reader of the old form would go wrong; a reader takes its own version and all before it. */
    static final int VERSION = 1;

    /** With buffers that pass from thread to thread, as each start may write from another one. */
    private static final JsonFactory TOKENS = JsonFactory.builder()
            .recyclerPool(JsonRecyclerPools.newConcurrentDequePool())
            .build();

    private RecordCodec() {}

    /** Writes it token by token: with the object mapper's classes to be loaded, the first start would take a third longer. */
    static byte[] write(ServiceRecord record) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = TOKENS.createGenerator(bytes)) {
            out.writeStartObject();
            out.writeNumberField("version", VERSION);
            out.writeStringField("service", record.service());
            out.writeStringField("mark", record.mark());
            out.writeStringField("boot", record.boot());
            write(out, "main", record.main());
            write(out, "leader", record.leader());
            out.writeBooleanField("sessionLed", record.sessionLed());
            out.writeStringField("cgroup", record.cgroup());
            out.writeStringField("program", record.program());
            out.writeStringField("digest", record.digest());
            out.writeArrayFieldStart("ports");
            for (int port : record.ports()) {
                out.writeNumber(port);
            }
            out.writeEndArray();
            out.writeArrayFieldStart("after");
            for (String name : record.after()) {
                out.writeString(name);
            }
            out.writeEndArray();
            out.writeStringField("stopSignal", record.stopSignal().name());
            out.writeNumberField("stopMillis", record.stopMillis());
            out.writeStringField("lifetime", record.lifetime().name());
            out.writeStringField("kind", record.kind().name());
            out.writeStringField("log", record.log());
            out.writeNumberField("logStart", record.logStart());
            out.writeBooleanField("ready", record.ready());
            out.writeEndObject();
        }
        return bytes.toByteArray();
    }

    private static void write(JsonGenerator out, String name, @Nullable ProcessId process) throws IOException {
        if (process != null) {
            out.writeObjectFieldStart(name);
            out.writeNumberField("pid", process.pid());
            out.writeNumberField("start", process.start());
            out.writeEndObject();
        }
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
