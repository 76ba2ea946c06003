// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.sheets.table.internal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.bracketwire.conformance.Suite;
import dev.bracketwire.sheets.table.ColumnRole;
import dev.bracketwire.sheets.table.RoleMatch;
import dev.bracketwire.sheets.table.RoleMatch.Candidate;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Detects the roles of header rows that others wrote. */
class HeadersConformance {
    private static final String CANDIDATES = "_candidates";

    @Test
    void headerRows_getTheExpectedRoles() throws Exception {
        Suite.run("sheets/headers", suite -> {
            for (Path file : suite.files(".json")) {
                for (JsonNode each : new ObjectMapper().readTree(file.toFile())) {
                    check(suite, file, each);
                }
            }
        });
    }

    private static void check(Suite suite, Path file, JsonNode each) {
        List<String> headers = new ArrayList<>();
        each.path("headers").forEach(header -> headers.add(header.asText()));
        Map<String, RoleMatch> matches =
                ColumnDetector.detect(HeaderCorpus.image(headers), HeaderCorpus.REGISTRATION).roles().stream()
                        .collect(Collectors.toMap(RoleMatch::role, Function.identity()));
        each.path("expect").properties().forEach(expected -> {
            String name = expected.getKey();
            String label = each.path("id").asText() + " " + name;
            JsonNode column = expected.getValue();
            if (name.endsWith(CANDIDATES)) {
                RoleMatch match =
                        Objects.requireNonNull(matches.get(name.substring(0, name.length() - CANDIDATES.length())));
                TreeSet<Integer> wanted = new TreeSet<>();
                column.forEach(index -> wanted.add(index.asInt()));
                suite.check(
                        file,
                        label,
                        "none, between " + wanted,
                        () -> shown(match.column()) + ", between "
                                + match.candidates().stream()
                                        .map(Candidate::column)
                                        .collect(Collectors.toCollection(TreeSet::new)));
            } else if (ColumnRole.registration().stream()
                    .anyMatch(role -> role.name().equals(name))) {
                @Nullable Integer wanted = column.isNull() ? null : column.asInt();
                suite.check(
                        file,
                        label,
                        shown(wanted),
                        () -> shown(Objects.requireNonNull(matches.get(name)).column()));
            }
        });
    }

    private static String shown(@Nullable Integer column) {
        return column == null ? "none" : "column " + column;
    }
}
