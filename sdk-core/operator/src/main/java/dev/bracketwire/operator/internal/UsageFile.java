// SPDX-License-Identifier: Apache-2.0
package dev.bracketwire.operator.internal;

import com.fasterxml.jackson.databind.JsonNode;
import dev.bracketwire.internal.files.AtomicFile;
import dev.bracketwire.internal.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps a {@link UsageCounter} in a file. */
public final class UsageFile {
    private static final Logger LOG = LoggerFactory.getLogger(UsageFile.class);
    private static final int VERSION = 1;

    private final Path file;
    private final UsageCounter usageCounter;
    private final Object writing = new Object();
    private List<UsageCounter.Row> saved = List.of();

    /** Takes up what the file holds. One that cannot be read is no reason not to start, and is kept aside. */
    public UsageFile(Path file, UsageCounter usageCounter) {
        this.file = file.toAbsolutePath();
        this.usageCounter = usageCounter;
        if (Files.exists(this.file)) {
            try {
                load();
            } catch (IOException | UncheckedIOException | DateTimeException | IllegalArgumentException e) {
                aside(e);
            }
        }
        this.saved = usageCounter.rows();
    }

    private void load() throws IOException {
        JsonNode tree = Json.tree(Files.readAllBytes(file));
        if (tree.path("version").asInt() != VERSION) {
            throw new IllegalArgumentException("it is of version " + tree.path("version"));
        }
        List<UsageCounter.Row> rows = new ArrayList<>();
        for (JsonNode row : tree.path("rows")) {
            rows.add(new UsageCounter.Row(
                    LocalDate.parse(row.path("day").asText()),
                    row.path("connector").asText(),
                    row.path("operation").asText(),
                    row.path("units").asLong(),
                    row.path("attempts").asLong()));
        }
        rows.forEach(usageCounter::put);
    }

    private void aside(Exception why) {
        Path aside = file.resolveSibling(file.getFileName() + ".unreadable");
        LOG.warn("what was used up until now is not known, as {} cannot be read; it is moved to {}", file, aside, why);
        try {
            Files.move(file, aside, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.warn("{} cannot be moved and will be overwritten", file, e);
        }
    }

    /** Writes what has changed since. */
    public void save() {
        synchronized (writing) {
            List<UsageCounter.Row> rows = usageCounter.rows();
            if (rows.equals(saved)) {
                return;
            }
            try {
                AtomicFile.replace(file, Json.write(Map.of("version", VERSION, "rows", plain(rows))));
                saved = rows;
            } catch (IOException e) {
                LOG.warn("what is used up is not kept, as {} cannot be written", file, e);
            }
        }
    }

    private static List<Map<String, Object>> plain(List<UsageCounter.Row> rows) {
        List<Map<String, Object>> plain = new ArrayList<>();
        for (UsageCounter.Row row : rows) {
            Map<String, Object> fields = new LinkedHashMap<>();
            fields.put("day", row.day().toString());
            fields.put("connector", row.connector());
            fields.put("operation", row.operation());
            fields.put("units", row.units());
            fields.put("attempts", row.attempts());
            plain.add(fields);
        }
        return plain;
    }
}
