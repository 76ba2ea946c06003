// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.List;

/** The small reply that every contender fetches and decodes. */
public record Player(String id, String name, int rank, boolean active, List<String> teams) {
    static final byte[] JSON =
            "{\"id\":\"42\",\"name\":\"Ann\",\"rank\":7,\"active\":true,\"teams\":[\"red\",\"blue\"]}".getBytes(UTF_8);
}
