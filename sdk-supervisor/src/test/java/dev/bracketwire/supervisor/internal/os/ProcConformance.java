// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.supervisor.internal.os;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.conformance.Suite;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Recorded files of /proc, as others parse them. */
class ProcConformance {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void recordedProc_isParsedAsExpected() throws Exception {
        Suite.run("supervisor/jc/linux-proc", suite -> {
            for (Path expected : suite.files(".json")) {
                String name = expected.getFileName().toString().replace(".json", "");
                Path file = expected.resolveSibling(name);
                JsonNode json = JSON.readTree(Files.readString(expected));
                if (name.startsWith("pid_stat") && !name.startsWith("pid_status")) {
                    suite.check(
                            file,
                            "row",
                            row(json),
                            () -> ProcTable.parse(Files.readAllBytes(file)).orElseThrow());
                } else if (name.startsWith("net_tcp")) {
                    for (int port : ports(json)) {
                        suite.check(file, "port " + port, sockets(json, port), () -> sockets(file, port));
                    }
                }
            }
        });
    }

    private static ProcessRow row(JsonNode json) {
        return new ProcessRow(
                new ProcessId(json.path("pid").asLong(), json.path("starttime").asLong()),
                json.path("ppid").asLong(),
                json.path("pgrp").asLong(),
                json.path("session").asLong(),
                json.path("state").asText().charAt(0),
                json.path("comm").asText());
    }

    private static Set<Integer> ports(JsonNode json) {
        Set<Integer> ports = new TreeSet<>();
        json.forEach(entry -> ports.add(entry.path("local_port").asInt()));
        return ports;
    }

    private static Set<String> sockets(JsonNode json, int port) {
        Set<String> sockets = new TreeSet<>();
        for (JsonNode entry : json) {
            if (entry.path("local_port").asInt() == port
                    && entry.path("state").asText().equals("0A")) {
                sockets.add("socket:[" + entry.path("inode").asText() + "]");
            }
        }
        return sockets;
    }

    private static Set<String> sockets(Path file, int port) {
        SocketLines lines = new SocketLines(new byte[512]);
        lines.add(file);
        return new TreeSet<>(lines.on(port));
    }
}
