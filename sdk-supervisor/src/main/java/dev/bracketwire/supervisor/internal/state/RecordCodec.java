// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.state;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.supervisor.Lifetime;
import dev.bracketwire.supervisor.ServiceSpec;
import dev.bracketwire.supervisor.StopSignal;
import dev.bracketwire.supervisor.internal.os.OwnershipProof;
import dev.bracketwire.supervisor.internal.os.ProcessId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes records as JSON that ends in a checksum over all before it, and reads them again. It reads a record only if all
 * of it is there and well-formed: a supervisor signals processes by what a record says. Records of version 1, which had
 * no checksum, are refused.
 */
final class RecordCodec {
    /** Is raised whenever an earlier reader would misread the new form. */
    static final int VERSION = 2;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final String CHECKSUM = ",\"checksum\":\"";

    /** A checksum in hexadecimal, and what closes the object. */
    private static final int CHECKSUM_END = 64 + 2;

    private RecordCodec() {}

    static byte[] write(ServiceRecord record) {
        byte[] open = new JsonText()
                .number("version", VERSION)
                .text("service", record.service())
                .text("mark", record.mark())
                .text("boot", record.boot())
                .process("main", known(record.main()))
                .process("leader", known(record.leader()))
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
                .openBytes();
        String end = CHECKSUM + checksum(open, open.length) + "\"}";
        byte[] all = Arrays.copyOf(open, open.length + end.length());
        System.arraycopy(end.getBytes(StandardCharsets.US_ASCII), 0, all, open.length, end.length());
        return all;
    }

    /** A process that ended before its start was seen is noted as none. */
    private static @Nullable ProcessId known(@Nullable ProcessId process) {
        return OwnershipProof.complete(process) ? process : null;
    }

    private static String checksum(byte[] bytes, int length) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(bytes, 0, length);
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("this JDK has no SHA-256", e);
        }
    }

    /** Reads a record. An {@link IOException} says what is wrong with it. */
    static ServiceRecord read(byte[] bytes) throws IOException {
        JsonNode node = Reader.JSON.readTree(bytes);
        if (node == null || !node.isObject()) {
            throw new IOException("it is not a JSON object");
        }
        long version = number(node, "version", 1, Long.MAX_VALUE);
        if (version != VERSION) {
            throw new IOException("it has version " + version + ", and this release reads only " + VERSION);
        }
        checkSum(bytes);
        return record(node);
    }

    private static void checkSum(byte[] bytes) throws IOException {
        int length = bytes.length - CHECKSUM_END - CHECKSUM.length();
        String expected = length < 0 ? "" : CHECKSUM + checksum(bytes, length) + "\"}";
        String found =
                length < 0 ? "none" : new String(bytes, length, bytes.length - length, StandardCharsets.ISO_8859_1);
        if (!found.equals(expected)) {
            throw new IOException("its checksum does not match its content, so it was damaged");
        }
    }

    private static ServiceRecord record(JsonNode node) throws IOException {
        String service = matching(node, "service", NAME);
        String mark = text(node, "mark");
        if (!OwnershipProof.mark(mark) || !mark.split("/", -1)[1].equals(service)) {
            throw new IOException("its mark is not one of service " + service);
        }
        String boot = text(node, "boot");
        String program = text(node, "program");
        if (boot.isBlank() || program.isEmpty()) {
            throw new IOException("its boot or its program is empty");
        }
        List<Integer> ports = new ArrayList<>();
        for (JsonNode port : list(node, "ports")) {
            ports.add((int) whole(port, "ports", 1, 65_535));
        }
        List<String> after = new ArrayList<>();
        for (JsonNode name : list(node, "after")) {
            if (!name.isTextual()) {
                throw new IOException("its after holds something else than names");
            }
            after.add(name.textValue());
        }
        JsonNode cgroup = node.path("cgroup");
        if (!cgroup.isNull() && !cgroup.isTextual()) {
            throw new IOException("its cgroup is not a path");
        }
        try {
            return new ServiceRecord(
                    service,
                    mark,
                    boot,
                    process(node.path("main")),
                    flag(node, "sessionLed"),
                    process(node.path("leader")),
                    cgroup.textValue(),
                    program,
                    text(node, "digest"),
                    List.copyOf(ports),
                    List.copyOf(after),
                    StopSignal.valueOf(text(node, "stopSignal")),
                    number(node, "stopMillis", 0, Long.MAX_VALUE),
                    Lifetime.valueOf(text(node, "lifetime")),
                    ServiceSpec.Kind.valueOf(text(node, "kind")),
                    text(node, "log"),
                    number(node, "logStart", 0, Long.MAX_VALUE),
                    flag(node, "ready"));
        } catch (IllegalArgumentException e) {
            throw new IOException("it holds a word that this release does not know", e);
        }
    }

    private static String text(JsonNode node, String name) throws IOException {
        String text = node.path(name).textValue();
        if (text == null) {
            throw new IOException("it has no " + name);
        }
        return text;
    }

    private static String matching(JsonNode node, String name, Pattern form) throws IOException {
        String text = text(node, name);
        if (!form.matcher(text).matches()) {
            throw new IOException("its " + name + " is malformed");
        }
        return text;
    }

    private static boolean flag(JsonNode node, String name) throws IOException {
        if (!node.path(name).isBoolean()) {
            throw new IOException("its " + name + " is neither true nor false");
        }
        return node.path(name).booleanValue();
    }

    private static JsonNode list(JsonNode node, String name) throws IOException {
        if (!node.path(name).isArray()) {
            throw new IOException("its " + name + " is not a list");
        }
        return node.path(name);
    }

    private static long number(JsonNode node, String name, long least, long most) throws IOException {
        return whole(node.path(name), name, least, most);
    }

    private static long whole(JsonNode value, String name, long least, long most) throws IOException {
        if (!value.isIntegralNumber()
                || !value.canConvertToLong()
                || value.longValue() < least
                || value.longValue() > most) {
            throw new IOException("its " + name + " is not a number that it can be");
        }
        return value.longValue();
    }

    private static @Nullable ProcessId process(JsonNode node) throws IOException {
        if (node.isMissingNode()) {
            return null;
        }
        return new ProcessId(number(node, "pid", 2, Integer.MAX_VALUE), number(node, "start", 1, Long.MAX_VALUE));
    }

    /** Loaded when the first record is read. */
    private static final class Reader {
        static final ObjectMapper JSON = new ObjectMapper()
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }
}
