// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

    private static final ObjectMapper JSON = new ObjectMapper();

    private RecordCodec() {}

    static byte[] write(ServiceRecord record) throws JsonProcessingException {
        ObjectNode node = JSON.createObjectNode();
        node.put("version", VERSION);
        node.put("service", record.service());
        node.put("mark", record.mark());
        node.put("boot", record.boot());
        put(node, "main", record.main());
        put(node, "leader", record.leader());
        node.put("sessionLed", record.sessionLed());
        node.put("cgroup", record.cgroup());
        node.put("program", record.program());
        node.put("digest", record.digest());
        record.ports().forEach(node.putArray("ports")::add);
        ArrayNode after = node.putArray("after");
        record.after().forEach(after::add);
        node.put("stopSignal", record.stopSignal().name());
        node.put("stopMillis", record.stopMillis());
        node.put("lifetime", record.lifetime().name());
        node.put("kind", record.kind().name());
        node.put("log", record.log());
        node.put("logStart", record.logStart());
        node.put("ready", record.ready());
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(node);
    }

    private static void put(ObjectNode node, String name, @Nullable ProcessId process) {
        if (process != null) {
            node.putObject(name).put("pid", process.pid()).put("start", process.start());
        }
    }

    /** Reads a record; an {@link IOException} says what is wrong with it. */
    static ServiceRecord read(byte[] bytes) throws IOException {
        JsonNode node = JSON.readTree(bytes);
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
}
