// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.exchange;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.bracketwire.TypeRef;
import dev.bracketwire.conformance.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/**
 * Files of CSV with what is in them as JSON beside them, objects where the first row is a header and lists where it is
 * none. A file {@code bad-*} must be refused: as a whole, or in one row. Those about headers are read with the columns that
 * the good files about headers in the same folder have.
 */
@NullMarked
class CsvConformance {
    private static final JsonMapper JSON = new JsonMapper();
    private static final String REFUSED = "refused";

    @Test
    void csv_eachFile_asStated() throws Exception {
        Suite.run("core/csv", suite -> {
            for (Path file : suite.files(".csv")) {
                String name = file.getFileName().toString();
                if (name.startsWith("bad-")) {
                    CsvFormat format = name.startsWith("bad-header-")
                            ? Format.csv().columns(headers(suite).toArray(String[]::new))
                            : Format.csv();
                    suite.check(
                            file, "bad", REFUSED, () -> outcome(format, file, new TypeRef<Map<String, Object>>() {}));
                } else {
                    Path twin = twin(suite, file);
                    JsonNode expected = JSON.readTree(Files.readAllBytes(twin));
                    suite.check(file, "rows", expected, () -> rows(file, expected));
                }
            }
        });
    }

    private static Path twin(Suite suite, Path file) throws IOException {
        String wanted = file.getFileName().toString().replaceFirst("\\.csv$", ".json");
        Path around = file.resolve("../..").normalize();
        return suite.files(".json").stream()
                .filter(json -> json.normalize().startsWith(around))
                .filter(json -> json.getFileName().toString().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nothing says what is in " + file));
    }

    private static Set<String> headers(Suite suite) throws IOException {
        Set<String> columns = new LinkedHashSet<>();
        for (Path json : suite.files(".json")) {
            if (json.getFileName().toString().startsWith("header-")) {
                JSON.readTree(Files.readAllBytes(json))
                        .forEach(row -> row.fieldNames().forEachRemaining(columns::add));
            }
        }
        return columns;
    }

    private static JsonNode rows(Path file, JsonNode expected) {
        Object rows = expected.path(0).isArray()
                ? outcome(Format.csv().withoutHeader(), file, new TypeRef<List<String>>() {})
                : outcome(Format.csv(), file, new TypeRef<Map<String, Object>>() {});
        return JSON.valueToTree(rows);
    }

    private static Object outcome(CsvFormat format, Path file, TypeRef<?> type) {
        try (Rows<?> rows = format.read(file, type)) {
            List<Object> all = new ArrayList<>();
            rows.forEach(all::add);
            return rows.problems().isEmpty() ? all : REFUSED;
        } catch (DamagedException e) {
            return REFUSED;
        }
    }
}
